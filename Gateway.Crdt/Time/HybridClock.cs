namespace Gateway.Crdt.Time;

/// <summary>Makes the stamps of one replica.</summary>
/// <param name="time">The wall clock.</param>
/// <param name="replica">Whose stamps.</param>
/// <remarks>
/// The ratchet is per item, not global (docs/document.md): a clock that runs ahead spoils only the items it wrote, and nothing is ever held back.
/// Safe for several threads, because it keeps no state; stamps of one item are unique under that item's lock.
/// </remarks>
public sealed class HybridClock(TimeProvider time, ReplicaId replica)
{
    private const long MillisecondsMax = (1L << 48) - 1;

    /// <summary>Whose stamps these are.</summary>
    public ReplicaId Replica => replica;

    /// <summary>The stamp of the next write to an item: later than all that was merged into it, and than <paramref name="floor"/>.</summary>
    /// <param name="seen">The item's context.</param>
    /// <param name="floor">
    /// What this replica has already declared stable: a stamp at or below it would pass for known everywhere. It also keeps order for items whose
    /// document was forgotten after its deletion became stable.
    /// </param>
    /// <exception cref="DocumentFault"><see cref="DocumentFaultKind.ClockExhausted"/>: a merged stamp lies at the end of time.</exception>
    public Stamp Next(Context seen, HlcTime floor = default)
    {
        long now = Math.Clamp(time.GetUtcNow().ToUnixTimeMilliseconds(), 0, MillisecondsMax);
        HlcTime last = seen.Highest > floor ? seen.Highest : floor;
        HlcTime wall = HlcTime.At(now);
        if (wall > last) return new Stamp(wall, replica);

        // The last tick is kept as the mark of a closed replica.
        if (last.Ticks >= ulong.MaxValue - 1) throw new DocumentFault(DocumentFaultKind.ClockExhausted, "The item holds a stamp at the end of time.");
        return new Stamp(new HlcTime(last.Ticks + 1), replica);
    }
}
