using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;

namespace Gateway.Replication.Shipping;

/// <summary>Ships this PoP's log to one peer: what the peer follows, coalesced, as fast as the peer's credit allows.</summary>
/// <remarks>Rules only: called by its link, one call at a time. Times in milliseconds of a clock that only goes on.</remarks>
internal sealed class LogSource(IReplica replica, ChangeLog changes, CommitLoop commits, PopProfile peer, ReplicationOptions options, ShipMeter meter, Action<Frame> send)
{
    /// <summary>So much is coalesced at once when the peer is behind.</summary>
    private const int PageEntriesMax = 32 * 1024;
    private const int PageBytesMax = 16 * 1024 * 1024;
    private const int FrameUnitsMax = 4096;

    private readonly LogReader log = new(changes, commits);
    private readonly Coalescer coalescer = new(replica);
    private readonly ShipWindow window = new(options);
    private bool isPulled;
    private bool ranDry;
    private long position;
    private long credit;
    private long beaconSent;

    /// <summary>So far the peer has applied durably.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>True when the next thing to do comes with the next durable write.</summary>
    public bool AwaitsWrites => isPulled && credit > 0 && position >= commits.DurableSequence;

    /// <summary>The peer begins, anywhere.</summary>
    /// <param name="pull">What it says.</param>
    /// <param name="least">What lies up to here is not shipped.</param>
    public void OnPull(Pull pull, long least)
    {
        isPulled = true;
        position = Math.Max(least, pull.After);
        Acknowledged = position;
        credit = Math.Max(0, pull.CreditBytes);
    }

    public void OnCredit(Credit more) => credit += Math.Max(0, more.Bytes);

    public void OnAck(Ack ack) => Acknowledged = Math.Max(Acknowledged, ack.Position);

    /// <summary>Ships what may be shipped now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="beacon">The newest beacon of this PoP; null if there is none.</param>
    /// <returns>When to call again even if nothing happens; <see cref="long.MaxValue"/> if there is nothing to wait for.</returns>
    public long Step(long now, Beacon? beacon)
    {
        if (!isPulled) return long.MaxValue;
        long durable = commits.DurableSequence;
        meter.SetLag(Math.Max(0, durable - Acknowledged));
        if (credit <= 0)
        {
            ranDry |= position < durable;
            return long.MaxValue;
        }

        if (now < window.OpensAt) return position < durable || MustSend(beacon) ? window.OpensAt : long.MaxValue;
        if (position < durable) Ship(now, durable);
        if (MustSend(beacon) && position >= beacon!.Position)
        {
            // The log is passed at least as far as the beacon speaks of.
            beaconSent = beacon.Position;
            Send(new Batch { After = position, Position = position, Beacon = beacon });
        }

        return position < commits.DurableSequence ? Math.Max(now, window.OpensAt) : long.MaxValue;
    }

    private bool MustSend(Beacon? beacon) => beacon is not null && beacon.Position > beaconSent;

    private void Ship(long now, long durable)
    {
        LogPage page = log.Read(position, PageEntriesMax, PageBytesMax);
        if (page.IsTrimmed)
        {
            position = changes.TrimmedSequence;
            Send(new Batch { After = position, Position = position, Trimmed = true });
            return;
        }

        // A page that is far from full has reached the end of what was durable, whether or not its last sequences have entries.
        bool isWhole = page.Entries.Count < PageEntriesMax / 2 && page.Entries.Sum(entry => (long)entry.Delta.Length) < PageBytesMax / 2;
        long end = isWhole ? Math.Max(durable, page.Position) : page.Position;
        LogEntry[] followed = [.. page.Entries.Where(entry => replica.Follows(entry.Table, entry.ItemKey.Bytes, peer))];
        List<OutgoingUnit> units = coalescer.Coalesce(followed);
        int count = units.Sum(unit => unit.Changes.Count);
        if (units.Count > 0) SendUnits(units, followed.Length, end);
        meter.Add(followed.Length, count, 0);
        window.Shipped(now, followed.Length, count, isBehind: ranDry || !isWhole);
        ranDry = false;
        position = end;
    }

    /// <summary>In frames of a size that a slow link can take; only the last one moves the position, because the units are not in the order of the log.</summary>
    private void SendUnits(List<OutgoingUnit> units, int entries, long end)
    {
        Batch batch = new() { After = position, Position = position };
        FrameTables tables = new(batch.Tables);
        int bytes = 0;
        foreach (OutgoingUnit unit in units)
        {
            Unit message = UnitCodec.Write(unit, tables);
            int size = message.CalculateSize();
            if (batch.Units.Count > 0 && (bytes + size > options.FrameBytesUsual || batch.Units.Count >= FrameUnitsMax))
            {
                Send(batch);
                batch = new Batch { After = position, Position = position };
                tables = new FrameTables(batch.Tables);
                message = UnitCodec.Write(unit, tables);
                bytes = 0;
            }

            bytes += size;
            batch.Units.Add(message);
        }

        batch.Position = end;
        batch.Entries = entries;
        Send(batch);
    }

    private void Send(Batch batch)
    {
        Frame frame = new() { Batch = batch };
        int bytes = frame.CalculateSize();
        credit -= bytes;
        meter.Add(0, 0, bytes);
        send(frame);
    }
}
