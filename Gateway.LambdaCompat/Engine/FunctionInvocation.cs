namespace Gateway.LambdaCompat.Engine;

/// <summary>One call of a function, as its runtime sees it.</summary>
public sealed record FunctionInvocation
{
    /// <summary>A UUID; also in the log's lines.</summary>
    public required string RequestId { get; init; }

    /// <summary>JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>With the qualifier if the caller gave one.</summary>
    public required string InvokedFunctionArn { get; init; }

    /// <summary>JSON, decoded from <c>X-Amz-Client-Context</c>; null if there is none.</summary>
    public string? ClientContext { get; init; }

    /// <summary>As <c>Root=1-…;Parent=…;Sampled=0</c>.</summary>
    public required string TraceId { get; init; }

    /// <summary>True if the outcome must hold the last 4 KB of the log.</summary>
    public bool WantsLogTail { get; init; }

    /// <summary>Takes a streamed response as it comes; null if only the whole response is of use.</summary>
    public IResponseSink? Stream { get; init; }
}
