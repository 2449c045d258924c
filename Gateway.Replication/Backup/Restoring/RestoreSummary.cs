namespace Gateway.Replication.Backup.Restoring;

/// <summary>What was restored.</summary>
/// <param name="Folder">From which folder.</param>
/// <param name="SnapshotAt">When its snapshot was taken.</param>
/// <param name="LastWriteAt">The newest write that is in it; null if the log added none.</param>
/// <param name="Documents">How many documents the snapshot gave.</param>
/// <param name="Entries">How many entries of logs were applied.</param>
/// <param name="LeftOut">How many changes were left out because what they build on is in no log that is here.</param>
/// <param name="Tables">The tables: account, region, name, items.</param>
/// <param name="Notes">What one should know.</param>
public sealed record RestoreSummary(
    string Folder,
    DateTimeOffset SnapshotAt,
    DateTimeOffset? LastWriteAt,
    long Documents,
    long Entries,
    long LeftOut,
    IReadOnlyList<RestoredTable> Tables,
    IReadOnlyList<string> Notes);
