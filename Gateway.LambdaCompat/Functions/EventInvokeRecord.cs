namespace Gateway.LambdaCompat.Functions;

/// <summary>How asynchronous invocations end.</summary>
internal sealed record EventInvokeRecord
{
    public int? MaximumRetryAttempts { get; init; }

    public int? MaximumEventAgeSeconds { get; init; }

    public string? OnSuccess { get; init; }

    public string? OnFailure { get; init; }

    public required DateTimeOffset LastModified { get; init; }
}
