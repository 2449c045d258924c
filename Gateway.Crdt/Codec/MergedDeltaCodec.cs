using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>Merged deltas as bytes, with their item's key: what the links carry. Canonical and versioned. Layout: docs/formats/merged.md.</summary>
public static class MergedDeltaCodec
{
    private const int Version = 1;
    private const int VersionMask = 0x0F;
    private const int HasVisible = 0x10;
    private const int IsInterned = 0x20;
    private const int HasCondition = 0x40;
    private const int HasGroups = 0x80;
    private const int GroupBytesMin = 17;

    /// <summary>Encodes merged deltas.</summary>
    /// <param name="merged">The deltas.</param>
    /// <param name="replicas">The batch's numbers for replicas; null for bytes that stand for themselves.</param>
    /// <returns>A new array.</returns>
    public static byte[] Encode(MergedDelta merged, ReplicaTable? replicas = null)
    {
        ByteWriter writer = ByteWriter.Rent();
        try
        {
            StampTable stamps = StampTable.Of(merged.Needs, merged.Stamp);
            Write(writer, merged, stamps, replicas);
            if (stamps.Missed)
            {
                writer.Rewind(0);
                HashSet<Stamp> others = StampCollector.Of(merged.Root);
                others.Add(merged.Stamp);
                DeltaCodec.Collect(merged.Clears, others);
                Write(writer, merged, StampTable.Of(merged.Needs, others), replicas);
            }

            return writer.ToArray();
        }
        finally
        {
            ByteWriter.Return(writer);
        }
    }

    /// <summary>Decodes merged deltas that somebody else encoded: every byte is checked, and no other encoding of the same is taken.</summary>
    /// <param name="encoding">Kept, not copied: the values are windows onto it, it must not change.</param>
    /// <param name="replicas">The table that it was encoded with.</param>
    /// <exception cref="DocumentFault">The bytes are not an encoding.</exception>
    public static MergedDelta DecodeForeign(byte[] encoding, ReplicaTable? replicas = null)
    {
        MergedDelta merged = Read(encoding, replicas);
        MergedCheck.Check(merged);
        return Encode(merged, replicas).AsSpan().SequenceEqual(encoding) ? merged : throw DocumentFault.Malformed("The encoding is not canonical", 0);
    }

    private static void Write(ByteWriter writer, MergedDelta merged, StampTable stamps, ReplicaTable? replicas)
    {
        FullNode? root = merged.Root;
        bool visible = Reading.IsItemVisible(root);
        int head = Version | (visible ? HasVisible : 0) | (replicas is not null ? IsInterned : 0)
            | (merged.Condition != ConditionClass.None ? HasCondition : 0) | (merged.Groups.Count > 0 ? HasGroups : 0);
        writer.Byte((byte)head);
        writer.Block(merged.Key.Bytes);
        int visibleAt = writer.Length;
        if (visible) Reading.WriteItem(writer, root!);
        int visibleEnd = writer.Length;
        stamps.WriteWhole(writer, replicas);
        writer.Varint(stamps.IndexOf(merged.Stamp.Replica));
        writer.Below(stamps.Newest, merged.Stamp.Time);
        stamps.CountFrom(merged.Stamp);
        writer.Below(merged.Stamp.Time, merged.FirstStamp.Time);
        writer.Varint(((ulong)merged.Count << 1) | (root is null ? 0UL : 1));
        if (merged.Condition != ConditionClass.None) writer.Byte((byte)merged.Condition);
        if (merged.Groups.Count > 0)
        {
            writer.Varint(merged.Groups.Count);
            foreach (DeltaGroup group in merged.Groups) DeltaCodec.WriteGroup(writer, group);
        }

        new DeltaWriter(writer, stamps).Node(merged.Clears);
        if (root is null) return;

        // As in a document: the visible value comes first and tells most, the cells walk beside it.
        Value item = visible ? writer.ValueAt(visibleAt, visibleEnd - visibleAt) : default;
        Winner winner = visible ? Reading.RootWinner(root) with { Kind = ValueKind.Map } : default;
        new DocumentWriter(writer, stamps).Node(root, winner, default, item);
    }

    private static MergedDelta Read(byte[] encoding, ReplicaTable? replicas)
    {
        ByteReader reader = new(encoding);
        byte head = reader.Byte("merged deltas");
        if ((head & VersionMask) != Version) throw new DocumentFault(DocumentFaultKind.UnknownFormat, $"The merged deltas are of format version {head & VersionMask}; this program knows version {Version}.");
        if ((head & IsInterned) != 0 != replicas is not null) throw DocumentFault.Malformed("The merged deltas are of another replica table", 0);
        int keyBytes = reader.Block("a key").Length;
        ItemKey key = new(encoding.AsMemory(reader.At - keyBytes, keyBytes));
        Value visible = (head & HasVisible) != 0 ? ReadVisible(ref reader, encoding) : default;
        StampTable stamps = StampTable.ReadWhole(ref reader, replicas);
        int index = stamps.ReadIndex(ref reader, "the stamp");
        Stamp stamp = new(reader.Below(stamps.Newest, "the stamp"), stamps.Replicas[index]);
        stamps.CountFrom(stamp);
        Stamp first = stamp with { Time = reader.Below(stamp.Time, "the first stamp") };
        Context needs = stamps.ToContext();
        if (needs.Highest >= first.Time) throw new DocumentFault(DocumentFaultKind.StampBeyondContext, $"The delta {first} is not later than what it needs.");
        (int count, bool hasCells) = ReadCount(ref reader, first, stamp);
        ConditionClass condition = (head & HasCondition) != 0 ? DeltaCodec.ReadCondition(ref reader) : ConditionClass.None;
        DeltaGroup[] groups = (head & HasGroups) != 0 ? ReadGroups(ref reader, count) : [];
        DeltaNode clears = new DeltaReader(encoding, stamps, stamp).Node(ref reader, 0);
        FullNode? root = hasCells ? new DocumentReader(encoding, stamps).Node(ref reader, default, visible, 0).Full() : null;
        if (reader.Left > 0) throw DocumentFault.Malformed("Something follows the merged deltas", reader.At);
        return new MergedDelta(key, needs, first, stamp, count, clears, root) { Condition = condition, Groups = groups };
    }

    private static Value ReadVisible(ref ByteReader reader, byte[] encoding)
    {
        int start = reader.At;
        Value visible = ValueSkip.Read(ref reader, encoding);
        return visible.Kind == ValueKind.Map ? visible : throw DocumentFault.Malformed("An item is not a map", start);
    }

    /// <summary>How many deltas: one has one stamp, more have no more than there are times between the first and the last.</summary>
    private static (int Count, bool HasCells) ReadCount(ref ByteReader reader, Stamp first, Stamp last)
    {
        int start = reader.At;
        ulong head = reader.Varint("a count");
        ulong count = head >> 1;
        bool fits = count is > 0 and <= int.MaxValue && count == 1 == (first == last) && count - 1 <= last.Time.Ticks - first.Time.Ticks;
        return fits ? ((int)count, (head & 1) != 0) : throw DocumentFault.Malformed("The count of deltas contradicts their stamps", start);
    }

    private static DeltaGroup[] ReadGroups(ref ByteReader reader, int deltas)
    {
        int start = reader.At;
        DeltaGroup[] groups = new DeltaGroup[reader.Count(GroupBytesMin, "groups")];
        if (groups.Length == 0 || groups.Length > deltas) throw DocumentFault.Malformed("The groups are none, or more than the deltas", start);
        for (int i = 0; i < groups.Length; i++) groups[i] = DeltaCodec.ReadGroup(ref reader);
        return groups;
    }
}
