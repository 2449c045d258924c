namespace Gateway.Replication.Receiving;

/// <summary>What this store remembers of a peer's log.</summary>
/// <param name="Replica">The id under which the peer wrote when it was last heard.</param>
/// <param name="Boot">The number of its last start that was heard of.</param>
/// <param name="Position">So far its log is applied here.</param>
/// <param name="NeedsRepair">Something of it was missed and must be found by comparing.</param>
internal readonly record struct PullRecord(ulong Replica, ulong Boot, long Position, bool NeedsRepair);
