namespace Gateway.Replication.Shipping;

/// <summary>What was shipped over one link since it began.</summary>
public sealed class ShipMeter
{
    private long entries;
    private long changes;
    private long bytes;
    private long lagEntries;

    /// <summary>Log entries that were shipped.</summary>
    public long Entries => Volatile.Read(ref entries);

    /// <summary>The pieces of items that they became.</summary>
    public long Changes => Volatile.Read(ref changes);

    /// <summary>Bytes of frames, before compression.</summary>
    public long Bytes => Volatile.Read(ref bytes);

    /// <summary>Sequences of the log that the peer has not acknowledged.</summary>
    public long LagEntries => Volatile.Read(ref lagEntries);

    internal void Add(long moreEntries, long moreChanges, long moreBytes)
    {
        Interlocked.Add(ref entries, moreEntries);
        Interlocked.Add(ref changes, moreChanges);
        Interlocked.Add(ref bytes, moreBytes);
    }

    internal void SetLag(long sequences) => Volatile.Write(ref lagEntries, sequences);
}
