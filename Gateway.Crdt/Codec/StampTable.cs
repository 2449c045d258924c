using System.Buffers.Binary;
using Gateway.Crdt.Time;

namespace Gateway.Crdt.Codec;

/// <summary>
/// The replicas of one encoding, ascending by id, and for each the time that its stamps are counted down from: its entry in the context,
/// or the newest time of all if it has none (a closed replica's). A stamp is then 1 byte for the replica and 1 to 5 for the time.
/// </summary>
internal sealed class StampTable
{
    private HlcTime[] bases;

    private StampTable(ReplicaId[] replicas, HlcTime[] known, HlcTime newest)
    {
        Replicas = replicas;
        Known = known;
        Newest = newest;
        bases = known;
        if (HasGaps) bases = System.Array.ConvertAll(known, time => time > HlcTime.Zero ? time : newest);
    }

    public ReplicaId[] Replicas { get; }

    /// <summary>The context's times; zero for a replica that is not in it.</summary>
    public HlcTime[] Known { get; }

    public HlcTime Newest { get; }

    /// <summary>Some replica has no entry in the context.</summary>
    private bool HasGaps
    {
        get
        {
            foreach (HlcTime known in Known)
            {
                if (known.Ticks == 0) return true;
            }

            return false;
        }
    }

    /// <summary>A stamp was asked for whose replica is not here: the encoding must be made anew with <see cref="Of(Context, IReadOnlyCollection{Stamp})"/> a fuller list.</summary>
    public bool Missed { get; private set; }

    /// <summary>A table for a context, and for stamps of replicas outside of it.</summary>
    public static StampTable Of(Context context, IReadOnlyCollection<Stamp> others)
    {
        if (others.Count == 0) return new StampTable(context.Shared.Replicas, context.Shared.Times, context.Highest);
        Context all = context.Union(Context.Of(others));
        HlcTime[] known = System.Array.ConvertAll(all.Replicas.ToArray(), replica => context[replica]);
        return new StampTable(all.Shared.Replicas, known, all.Highest);
    }

    /// <summary>A table for what a write needs, and for the write itself.</summary>
    public static StampTable Of(Context needs, Stamp write)
    {
        int index = needs.IndexOf(write.Replica);
        HlcTime newest = needs.Highest > write.Time ? needs.Highest : write.Time;
        if (index >= 0) return new StampTable(needs.Shared.Replicas, needs.Shared.Times, newest);
        HlcTime[] known = [.. needs.Times[..~index], HlcTime.Zero, .. needs.Times[~index..]];
        return new StampTable(needs.With(write).Shared.Replicas, known, newest);
    }

    public HlcTime BaseOf(int index) => bases[index];

    /// <summary>Counts that replica's stamps down from its new write instead of from what it had seen: for a delta, which speaks of both.</summary>
    public void CountFrom(Stamp stamp)
    {
        int index = IndexOf(stamp.Replica);
        bases = [.. bases];
        bases[index] = stamp.Time;
    }

    public int IndexOf(ReplicaId replica)
    {
        for (int i = 0; i < Replicas.Length; i++)
        {
            if (Replicas[i].Value == replica.Value) return i;
        }

        Missed = true;
        return -1;
    }

    /// <summary>A replica and a time below its base.</summary>
    public void Write(ByteWriter writer, Stamp stamp)
    {
        int index = IndexOf(stamp.Replica);
        if (index < 0) return;
        writer.Varint(index);
        writer.Below(BaseOf(index), stamp.Time);
    }

    public Stamp Read(ref ByteReader reader, string what) => ReadTime(ref reader, ReadIndex(ref reader, what), what);

    public int ReadIndex(ref ByteReader reader, string what)
    {
        int start = reader.At;
        ulong index = reader.Varint(what);
        return index < (ulong)Replicas.Length ? (int)index : throw DocumentFault.Malformed($"{what} names replica {index} of {Replicas.Length}", start);
    }

    public Stamp ReadTime(ref ByteReader reader, int index, string what) => new(reader.Below(BaseOf(index), what), Replicas[index]);

    /// <summary>The replicas, the newest time, and the context's entries as distances from it.</summary>
    public void WriteWhole(ByteWriter writer, ReplicaTable? interned)
    {
        bool gaps = HasGaps;
        writer.Varint((Replicas.Length << 1) | (gaps ? 1 : 0));
        WriteReplicas(writer, interned);
        if (Replicas.Length == 0) return;
        writer.Time(Newest);
        foreach (HlcTime known in Known)
        {
            if (gaps) writer.Byte(known > HlcTime.Zero ? (byte)1 : (byte)0);
            if (known > HlcTime.Zero) writer.Below(Newest, known);
        }
    }

    public static StampTable ReadWhole(ref ByteReader reader, ReplicaTable? interned)
    {
        int begin = reader.At;
        ulong head = reader.Varint("the replicas");
        if (head >> 1 > (ulong)reader.Left) throw DocumentFault.Truncated("the replicas", begin);
        bool gaps = (head & 1) != 0;
        int count = (int)(head >> 1);
        ReplicaId[] replicas = ReadReplicas(ref reader, count, interned);
        if (count == 0) return new StampTable([], [], default);
        HlcTime newest = ReadNewest(ref reader);
        HlcTime[] known = new HlcTime[count];
        for (int i = 0; i < count; i++)
        {
            int start = reader.At;
            byte has = gaps ? reader.Byte("the context") : (byte)1;
            if (has > 1) throw DocumentFault.Malformed("A context entry is neither there nor absent", start);
            if (has == 1) known[i] = reader.Below(newest, "the context");
        }

        return new StampTable(replicas, known, newest);
    }

    /// <summary>The short form for a single replica whose context entry is the newest time.</summary>
    public void WriteSingle(ByteWriter writer, ReplicaTable? interned)
    {
        WriteReplicas(writer, interned);
        writer.Time(Newest);
    }

    public static StampTable ReadSingle(ref ByteReader reader, ReplicaTable? interned)
    {
        ReplicaId[] replicas = ReadReplicas(ref reader, 1, interned);
        HlcTime newest = ReadNewest(ref reader);
        return new StampTable(replicas, [newest], newest);
    }

    public Context ToContext()
    {
        if (!HasGaps) return Context.FromSorted(Replicas, Known);
        return Context.Of(Replicas.Zip(Known, (replica, known) => new Stamp(known, replica)).Where(stamp => stamp.Time > HlcTime.Zero));
    }

    private static HlcTime ReadNewest(ref ByteReader reader)
    {
        int start = reader.At;
        HlcTime newest = reader.Time("the newest time");
        return newest > HlcTime.Zero ? newest : throw DocumentFault.Malformed("The newest time is before every write", start);
    }

    private static ReplicaId[] ReadReplicas(ref ByteReader reader, int count, ReplicaTable? interned)
    {
        int start = reader.At;
        ReplicaId[] replicas = new ReplicaId[count];
        for (int i = 0; i < count; i++)
        {
            if (interned is null) replicas[i] = new ReplicaId(BinaryPrimitives.ReadUInt64LittleEndian(reader.Bytes(ReplicaId.Bytes, "a replica id")));
            else if (!interned.TryGet(reader.Varint("a replica"), out replicas[i])) throw DocumentFault.Malformed("A replica is not in the store's table", start);
            if (i > 0 && replicas[i - 1] >= replicas[i]) throw DocumentFault.Malformed("Replicas do not ascend", start);
        }

        return replicas;
    }

    private void WriteReplicas(ByteWriter writer, ReplicaTable? interned)
    {
        foreach (ReplicaId replica in Replicas)
        {
            if (interned is null)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(writer.Reserve(ReplicaId.Bytes), replica.Value);
                writer.Advance(ReplicaId.Bytes);
            }
            else
            {
                writer.Varint(interned.NumberOf(replica));
            }
        }
    }
}
