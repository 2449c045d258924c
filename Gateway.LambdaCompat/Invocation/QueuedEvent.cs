namespace Gateway.LambdaCompat.Invocation;

/// <summary>An asynchronous invocation that has not ended.</summary>
internal sealed record QueuedEvent
{
    public required string AccountId { get; init; }

    public required string Region { get; init; }

    public required string FunctionName { get; init; }

    public string? Qualifier { get; init; }

    /// <summary>The same for all tries.</summary>
    public required string RequestId { get; init; }

    public required string TraceId { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>When it is tried next.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How often the function has run and failed.</summary>
    public int Failures { get; init; }

    /// <summary>How often it was throttled since its last run.</summary>
    public int Throttles { get; init; }
}
