namespace Gateway.Replication.Backup.Files;

/// <summary>One entry of a context as a file holds it.</summary>
/// <param name="Replica">16 hexadecimal digits.</param>
/// <param name="Ticks">The time.</param>
internal sealed record SnapshotStamp(string Replica, ulong Ticks);
