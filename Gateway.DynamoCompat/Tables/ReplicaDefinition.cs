namespace Gateway.DynamoCompat.Tables;

/// <summary>A region that holds a replica of a table, and what was said of it there. Stored as JSON: names stay, members are only added.</summary>
/// <param name="Region">The region: that of some PoPs.</param>
/// <param name="EncryptionKeyId">The key that was given for it; described, not used.</param>
/// <param name="TableClass">The class that was given for it; null for the table's own.</param>
internal sealed record ReplicaDefinition(string Region, string? EncryptionKeyId = null, string? TableClass = null);
