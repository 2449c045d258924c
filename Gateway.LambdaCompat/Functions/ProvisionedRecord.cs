namespace Gateway.LambdaCompat.Functions;

/// <summary>Provisioned concurrency of a version or an alias.</summary>
internal sealed record ProvisionedRecord
{
    public required int Requested { get; init; }

    public int Ready { get; init; }

    /// <summary><c>IN_PROGRESS</c>, <c>READY</c> or <c>FAILED</c>.</summary>
    public required string Status { get; init; }

    public string? StatusReason { get; init; }

    public required DateTimeOffset LastModified { get; init; }
}
