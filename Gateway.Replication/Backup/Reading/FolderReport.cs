namespace Gateway.Replication.Backup.Reading;

/// <summary>What the backup of one store holds.</summary>
/// <param name="Folder">Its name in the directory.</param>
/// <param name="Cluster">The cluster; empty for a PoP that was alone.</param>
/// <param name="Pop">The PoP.</param>
/// <param name="Replica">Under which id the store wrote.</param>
/// <param name="Snapshots">How many there are.</param>
/// <param name="Segments">How many segments of the log.</param>
/// <param name="Bytes">All files.</param>
/// <param name="From">The first moment that can be restored; null if none can.</param>
/// <param name="To">The last one: the newest write, or the newest snapshot.</param>
/// <param name="Position">The last position of the log.</param>
/// <param name="Entries">How many entries of the log there are; null if that was not counted.</param>
/// <param name="Documents">How many documents the snapshots hold; null if that was not counted.</param>
/// <param name="Tables">The tables as they are at the end.</param>
/// <param name="Faults">What is damaged or missing.</param>
/// <param name="Notes">What one should know although nothing is wrong.</param>
public sealed record FolderReport(
    string Folder,
    string Cluster,
    string Pop,
    string Replica,
    int Snapshots,
    int Segments,
    long Bytes,
    DateTimeOffset? From,
    DateTimeOffset? To,
    long Position,
    long? Entries,
    long? Documents,
    IReadOnlyList<TableReport> Tables,
    IReadOnlyList<string> Faults,
    IReadOnlyList<string> Notes);
