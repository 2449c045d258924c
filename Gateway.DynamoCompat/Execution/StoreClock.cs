using System.Buffers.Binary;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Execution;

/// <summary>
/// The stamps of this store, which never go back even where the document that held the last one was forgotten: a mark ahead of all stamps is kept in
/// the store, and after a restart stamps begin at the mark.
/// </summary>
/// <remarks>Source: DESIGN 4.7, ADR 5 (what was declared stable is the floor of new stamps).</remarks>
internal sealed class StoreClock
{
    /// <summary>How far ahead of the last stamp the mark is set: as often is it written, and as far may stamps jump at a restart.</summary>
    private const long AheadMilliseconds = 2_000;

    private static readonly byte[] MarkKey = [(byte)KeySpace.Meta, .. "clock"u8];

    private readonly Lock gate = new();
    private readonly IKeyValueStore store;
    private readonly TimeProvider time;
    private volatile HybridClock clock;
    private volatile bool isTrusted = true;
    private ulong floor;
    private ulong mark;

    public StoreClock(IKeyValueStore store, TimeProvider time, ReplicaId replica)
    {
        this.store = store;
        this.time = time;
        clock = new HybridClock(time, replica);
        if (store.Get(MarkKey) is { } kept) floor = mark = BinaryPrimitives.ReadUInt64LittleEndian(kept);
    }

    /// <summary>False while this machine's clock is known to be far off: nothing is stamped then.</summary>
    public bool IsTrusted { get => isTrusted; set => isTrusted = value; }

    /// <summary>False while this PoP takes over what others have: tables take no writes then.</summary>
    public bool TakesWrites { get; set; } = true;

    /// <summary>The stamp of the next write to an item.</summary>
    public Stamp Next(Context seen)
    {
        if (!isTrusted) throw new WireException(DynamoErrors.ClockIsOff);
        Stamp stamp = clock.Next(seen, new HlcTime(Volatile.Read(ref floor)));
        if (stamp.Time.Ticks > Volatile.Read(ref mark)) Extend(stamp.Time);
        return stamp;
    }

    /// <summary>Whose stamps these are.</summary>
    public ReplicaId Replica => clock.Replica;

    /// <summary>False for what bears this store's id and lies beyond all stamps that it ever made: its id is in use elsewhere, or its disk is an old copy.</summary>
    public bool MayHaveMade(Fragment fragment, ReplicaId self)
    {
        HlcTime brings = fragment.Brings[self];
        HlcTime needs = fragment.Needs[self];
        return (brings > needs ? brings : needs).Ticks <= Volatile.Read(ref mark);
    }

    /// <summary>From here on the stamps are another replica's. No write may be under way.</summary>
    public void Become(ReplicaId replica) => clock = new HybridClock(time, replica);

    /// <summary>Stamps that are made from here on lie above this one. The floor is not in the store until a mark above it is.</summary>
    /// <returns>The floor, which may have been higher.</returns>
    public HlcTime Raise(HlcTime time)
    {
        ulong known = Volatile.Read(ref floor);
        while (time.Ticks > known)
        {
            ulong found = Interlocked.CompareExchange(ref floor, time.Ticks, known);
            if (found == known) return time;
            known = found;
        }

        return new HlcTime(known);
    }

    /// <summary>Notes that the store is about to drop a document: no later stamp may lie below its stamps.</summary>
    public void Forget(Context context) => Raise(context.Highest);

    /// <summary>Notes that the store is about to drop a document that is stable everywhere: only its own stamps have to stay below those to come.</summary>
    public void ForgetOwn(Context context) => Raise(context[Replica]);

    /// <summary>Sees to it that after a restart no stamp lies at or below one.</summary>
    /// <param name="stamp">The stamp.</param>
    /// <param name="write">Writes a batch; null for an ordinary write.</param>
    public void Extend(HlcTime stamp, Action<WriteBatch>? write = null)
    {
        if (stamp.Ticks <= Volatile.Read(ref mark)) return;
        lock (gate)
        {
            if (stamp.Ticks <= mark) return;
            ulong ahead = HlcTime.At(Math.Min(stamp.Milliseconds + AheadMilliseconds, (1L << 48) - 1)).Ticks;
            byte[] value = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(value, Math.Max(ahead, stamp.Ticks));
            WriteBatch batch = new();
            batch.Put(MarkKey, value);
            if (write is null) store.Write(batch); // before the write that bears the stamp, so it is durable whenever that one is
            else write(batch);
            Volatile.Write(ref mark, Math.Max(ahead, stamp.Ticks));
        }
    }
}
