namespace Gateway.Replication.Receiving;

/// <summary>What was received over one link since it began.</summary>
public sealed class PullMeter
{
    private long entries;
    private long changes;
    private long bytes;
    private long waited;
    private long fetched;
    private long setAside;

    /// <summary>Log entries of the peer that were applied.</summary>
    public long Entries => Volatile.Read(ref entries);

    /// <summary>Pieces of items that were applied.</summary>
    public long Changes => Volatile.Read(ref changes);

    /// <summary>Bytes of frames, before compression.</summary>
    public long Bytes => Volatile.Read(ref bytes);

    /// <summary>Units that had to wait for what they build on.</summary>
    public long Waited => Volatile.Read(ref waited);

    /// <summary>Units whose documents were fetched because the waiting was in vain.</summary>
    public long Fetched => Volatile.Read(ref fetched);

    /// <summary>Units that did not fit and were set aside.</summary>
    public long SetAside => Volatile.Read(ref setAside);

    internal void Add(long moreEntries, long moreChanges, long moreBytes)
    {
        Interlocked.Add(ref entries, moreEntries);
        Interlocked.Add(ref changes, moreChanges);
        Interlocked.Add(ref bytes, moreBytes);
    }

    internal void Wait() => Interlocked.Increment(ref waited);

    internal void Fetch() => Interlocked.Increment(ref fetched);

    internal void PutAside() => Interlocked.Increment(ref setAside);
}
