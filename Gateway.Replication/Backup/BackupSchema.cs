namespace Gateway.Replication.Backup;

/// <summary>Keys and indexes of a table.</summary>
/// <param name="Key">The partition key and, if there is one, the sort key.</param>
/// <param name="Indexes">Its secondary indexes.</param>
public sealed record BackupSchema(IReadOnlyList<BackupKeyPart> Key, IReadOnlyList<BackupIndex> Indexes);
