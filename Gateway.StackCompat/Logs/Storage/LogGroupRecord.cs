namespace Gateway.StackCompat.Logs.Storage;

/// <summary>A group of logs, as it is stored.</summary>
internal sealed record LogGroupRecord
{
    /// <summary>Names it in keys; never used twice.</summary>
    public required uint Number { get; init; }

    public required string AccountId { get; init; }

    public required string Region { get; init; }

    /// <summary>As <c>/aws/lambda/name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public required long CreationTime { get; init; }

    /// <summary>Older events are dropped; null to keep them as long as there is room.</summary>
    public int? RetentionDays { get; init; }

    public string? KmsKeyId { get; init; }

    /// <summary><c>STANDARD</c>, <c>INFREQUENT_ACCESS</c> or <c>DELIVERY</c>: kept and given back.</summary>
    public string Class { get; init; } = "STANDARD";

    public bool IsProtected { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
