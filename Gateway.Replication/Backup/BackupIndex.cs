namespace Gateway.Replication.Backup;

/// <summary>A secondary index of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsGlobal">False for one that shares the table's partition key.</param>
/// <param name="Key">Its key.</param>
/// <param name="Projection"><c>ALL</c>, <c>KEYS_ONLY</c> or <c>INCLUDE</c>.</param>
/// <param name="Included">The attributes that <c>INCLUDE</c> names.</param>
public sealed record BackupIndex(string Name, bool IsGlobal, IReadOnlyList<BackupKeyPart> Key, string Projection, IReadOnlyList<string> Included);
