namespace Gateway.Replication.Receiving;

/// <summary>What this store remembers of a peer's log.</summary>
/// <param name="Replica">The id under which the peer wrote when it was last heard.</param>
/// <param name="Boot">The number of its last start that was heard of.</param>
/// <param name="Position">So far its log is applied here.</param>
/// <param name="Heard">What came of it lies before this; written before that is applied, so that whoever has any of it knows that it was there.</param>
/// <param name="NeedsRepair">Something of it was missed and must be found by comparing.</param>
internal readonly record struct PullRecord(ulong Replica, ulong Boot, long Position, long Heard, bool NeedsRepair);
