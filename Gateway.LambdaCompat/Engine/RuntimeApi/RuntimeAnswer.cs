namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>What a runtime, or its end, made of an invocation or of the init phase.</summary>
/// <param name="Payload">The function's JSON or the error's; empty if it was streamed.</param>
/// <param name="ErrorType">Null if the function has answered.</param>
/// <param name="ReportStatus">For the log's REPORT line: null, <c>error</c> or <c>timeout</c>.</param>
internal sealed record RuntimeAnswer(ReadOnlyMemory<byte> Payload, string? ErrorType = null, string? ReportStatus = null)
{
    /// <summary>As REPORT names the error, if it is not <see cref="ErrorType"/>.</summary>
    public string? ReportErrorType { get; init; }

    /// <summary>What the log says after REPORT; null if nothing.</summary>
    public string? LastWords { get; init; }

    /// <summary>What the log says before END; null if nothing.</summary>
    public string? TimeoutWords { get; init; }
}
