namespace Gateway.Replication.Receiving;

/// <summary>How many bytes a peer may send ahead: enough to keep a fast link full, little on a slow one, so that its source goes on coalescing.</summary>
/// <remarks>Times in milliseconds.</remarks>
internal sealed class CreditWindow
{
    /// <summary>The smallest window.</summary>
    public const long BytesMin = 256 * 1024;

    /// <summary>The largest window.</summary>
    public const long BytesMax = 8 * 1024 * 1024;

    /// <summary>A window that is used up faster than this is too small.</summary>
    private const long FastMilliseconds = 250;

    /// <summary>A window that lasts longer than this is too large.</summary>
    private const long SlowMilliseconds = 1000;

    private long size = BytesMin;
    private long consumed;
    private long sinceResize;
    private long owed;

    /// <summary>The first grant.</summary>
    public long Begin(long now)
    {
        consumed = 0;
        owed = 0;
        sinceResize = now;
        return size;
    }

    /// <summary>Notes a frame that was taken in.</summary>
    /// <returns>The bytes to grant now; 0 for none.</returns>
    public long Consume(long bytes, long now)
    {
        consumed += bytes;
        owed += bytes;
        if (owed < size / 4) return 0;
        long grant = owed;
        owed = 0;
        return grant + Resize(now);
    }

    private long Resize(long now)
    {
        if (consumed < size) return 0;
        long took = now - sinceResize;
        consumed = 0;
        sinceResize = now;
        long before = size;
        if (took < FastMilliseconds) size = Math.Min(size * 2, BytesMax);
        else if (took > SlowMilliseconds) size = Math.Max(size / 2, BytesMin);
        return size - before; // may be negative: less is granted back than was taken
    }
}
