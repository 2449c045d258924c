namespace Gateway.Replication.Backup;

/// <summary>A table as a backup knows it.</summary>
/// <param name="Number">Its number in the store that is backed up: what log entries say. Never used for another table.</param>
/// <param name="Id">The same at every PoP.</param>
/// <param name="Account">Whose it is.</param>
/// <param name="Region">Where its owner sees it.</param>
/// <param name="Name">How its owner calls it.</param>
/// <param name="IsFilling">True while it gets items that no log entry speaks of, such as those of another table's past: only a snapshot holds them.</param>
/// <param name="Schema">What another service needs to know to make the same table.</param>
/// <param name="Definition">All of it, as text that only the face of DynamoDB reads.</param>
public sealed record BackupTable(uint Number, Guid Id, string Account, string Region, string Name, bool IsFilling, BackupSchema Schema, string Definition);
