namespace Gateway.Replication.Backup.Files;

/// <summary>An <see cref="AppliedPosition"/> as a file holds it.</summary>
internal sealed record SnapshotApplied(string Pop, string Replica, long Position);
