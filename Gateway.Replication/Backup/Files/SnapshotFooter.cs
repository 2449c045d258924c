namespace Gateway.Replication.Backup.Files;

/// <summary>The end of a snapshot's list of tables.</summary>
/// <param name="Tables">How many tables it holds.</param>
internal sealed record SnapshotFooter(int Tables);
