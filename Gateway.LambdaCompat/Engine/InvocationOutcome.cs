namespace Gateway.LambdaCompat.Engine;

/// <summary>How an invocation ended.</summary>
public sealed record InvocationOutcome
{
    /// <summary>What became of it.</summary>
    public required InvocationStatus Status { get; init; }

    /// <summary>The function's JSON, or the error's; empty if it was streamed or throttled.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Of a failure: as <c>Sandbox.Timedout</c>, <c>Runtime.ExitError</c> or the runtime's own; null otherwise.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The last 4 KB of what was logged, lines START, END and REPORT included; null if it was not asked for.</summary>
    public byte[]? LogTail { get; init; }

    /// <summary>From the handing over to the response.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Of a cold start: how long the environment took until it was ready; null otherwise.</summary>
    public TimeSpan? InitDuration { get; init; }
}
