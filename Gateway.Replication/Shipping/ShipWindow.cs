namespace Gateway.Replication.Shipping;

/// <summary>How long writes are gathered before they are shipped: not at all on an idle link, a moment on a busy one, longer the more gathering saves, longest when the link does not keep up.</summary>
/// <remarks>Source: DOCUMENT 4.5. Times in milliseconds.</remarks>
internal sealed class ShipWindow(ReplicationOptions options)
{
    private const long Smallest = 5;

    private readonly long usual = (long)options.CoalesceUsual.TotalMilliseconds;
    private readonly long longest = (long)options.CoalesceMax.TotalMilliseconds;
    private long length;

    /// <summary>When the next may be shipped.</summary>
    public long OpensAt { get; private set; }

    /// <summary>Notes what was shipped.</summary>
    /// <param name="now">When.</param>
    /// <param name="entries">Log entries.</param>
    /// <param name="changes">Pieces that they became.</param>
    /// <param name="isBehind">The receiver had no credit left, or more was waiting than fits.</param>
    public void Shipped(long now, int entries, int changes, bool isBehind)
    {
        bool saves = entries >= changes + Math.Max(1, changes / 4);
        long bound = isBehind ? longest : usual;
        if (saves || isBehind) length = Math.Min(Math.Max(length * 2, Smallest), bound);
        else length /= 2;
        length = Math.Max(length, Smallest); // a frame costs more than what it carries
        OpensAt = now + length;
    }
}
