namespace Gateway.Replication.Backup.Reading;

/// <summary>A table in a backup.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Account">Whose it is.</param>
/// <param name="Region">Where.</param>
/// <param name="SnapshotBytes">What its documents take in the newest snapshot; 0 if it is not in it.</param>
public sealed record TableReport(string Name, string Account, string Region, long SnapshotBytes);
