namespace Gateway.Replication.Backup.Files;

/// <summary>The end of a segment that is whole.</summary>
/// <param name="Last">Its last position.</param>
/// <param name="Entries">How many entries it holds.</param>
/// <param name="FirstMilliseconds">The earliest time of an entry; 0 without entries.</param>
/// <param name="LastMilliseconds">The latest.</param>
internal sealed record SegmentFooter(long Last, long Entries, long FirstMilliseconds, long LastMilliseconds);
