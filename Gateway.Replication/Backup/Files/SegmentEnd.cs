namespace Gateway.Replication.Backup.Files;

/// <summary>What reading a segment has shown.</summary>
/// <param name="Header">Its header; null if not even that can be read.</param>
/// <param name="Sum">What the sound part holds.</param>
/// <param name="IsFinished">True if its end is there.</param>
/// <param name="SoundBytes">Up to here it is sound.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Fault">What is wrong behind that; null if nothing is.</param>
/// <param name="IsTorn">True if that is what a crash leaves at the end of a file that is being written.</param>
internal sealed record SegmentEnd(SegmentHeader? Header, SegmentFooter Sum, bool IsFinished, long SoundBytes, long Bytes, string? Fault, bool IsTorn);
