namespace Gateway.DynamoCompat.Tables;

/// <summary>A region that holds a replica of a table, and what was said of it there. Stored as JSON: names stay, members are only added.</summary>
/// <param name="Region">The region: that of some PoPs.</param>
internal sealed record ReplicaDefinition(string Region)
{
    /// <summary>The key that was given for it; described, not used.</summary>
    public string? EncryptionKeyId { get; init; }

    /// <summary>The class that was given for it; null for the table's own.</summary>
    public string? TableClass { get; init; }

    /// <summary>Read capacity of its own; null for the table's.</summary>
    public long? ReadUnits { get; init; }

    /// <summary>A maximum of reads of its own; null for the table's.</summary>
    public long? MaxReadUnits { get; init; }
}
