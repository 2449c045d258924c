using System.Buffers.Binary;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;

namespace Gateway.Crdt.Codec;

/// <summary>Deltas as bytes, with their item's key: what the log and the links carry. Canonical and versioned. Layout: docs/formats/delta.md.</summary>
public static class DeltaCodec
{
    private const int Version = 1;
    private const int VersionMask = 0x0F;
    private const int IsInterned = 0x20;
    private const int HasCondition = 0x40;
    private const int HasGroup = 0x80;
    private const int GroupIdBytes = 16;

    /// <summary>Encodes a delta.</summary>
    /// <param name="delta">The delta.</param>
    /// <param name="replicas">The log's or batch's numbers for replicas; null for bytes that stand for themselves.</param>
    /// <returns>A new array.</returns>
    public static byte[] Encode(Delta delta, ReplicaTable? replicas = null)
    {
        ByteWriter writer = ByteWriter.Rent();
        try
        {
            StampTable stamps = StampTable.Of(delta.Needs, delta.Stamp);
            Write(writer, delta, stamps, replicas);
            if (stamps.Missed)
            {
                writer.Rewind(0);
                HashSet<Stamp> others = [delta.Stamp];
                Collect(delta.Root, others);
                Write(writer, delta, StampTable.Of(delta.Needs, others), replicas);
            }

            return writer.ToArray();
        }
        finally
        {
            ByteWriter.Return(writer);
        }
    }

    /// <summary>The item of an encoded delta; nothing else of it is looked at.</summary>
    /// <param name="encoding">The key is a window onto it.</param>
    /// <exception cref="DocumentFault">The bytes do not begin as a delta does.</exception>
    public static ItemKey ReadKey(ReadOnlyMemory<byte> encoding)
    {
        ByteReader reader = new(encoding.Span);
        byte head = reader.Byte("a delta");
        if ((head & VersionMask) != Version) throw new DocumentFault(DocumentFaultKind.UnknownFormat, $"The delta is of format version {head & VersionMask}; this program knows version {Version}.");
        int bytes = reader.Block("a key").Length;
        return new ItemKey(encoding.Slice(reader.At - bytes, bytes));
    }

    /// <summary>Decodes a delta, checking every byte of it.</summary>
    /// <param name="encoding">Kept, not copied: the delta's values are windows onto it, it must not change.</param>
    /// <param name="replicas">The table that it was encoded with.</param>
    /// <exception cref="DocumentFault">The bytes are not an encoding.</exception>
    public static Delta Decode(byte[] encoding, ReplicaTable? replicas = null)
    {
        ByteReader reader = new(encoding);
        byte head = reader.Byte("a delta");
        if ((head & VersionMask) != Version) throw new DocumentFault(DocumentFaultKind.UnknownFormat, $"The delta is of format version {head & VersionMask}; this program knows version {Version}.");
        if ((head & IsInterned) != 0 != replicas is not null) throw DocumentFault.Malformed("The delta is of another replica table", 0);
        int keyBytes = reader.Block("a key").Length;
        ItemKey key = new(encoding.AsMemory(reader.At - keyBytes, keyBytes));
        StampTable stamps = StampTable.ReadWhole(ref reader, replicas);
        int index = stamps.ReadIndex(ref reader, "the stamp");
        Stamp stamp = new(reader.Below(stamps.Newest, "the stamp"), stamps.Replicas[index]);
        stamps.CountFrom(stamp);
        Context needs = stamps.ToContext();
        if (needs.Highest >= stamp.Time) throw new DocumentFault(DocumentFaultKind.StampBeyondContext, $"The delta {stamp} is not later than what it needs.");
        ConditionClass condition = (head & HasCondition) != 0 ? ReadCondition(ref reader) : ConditionClass.None;
        DeltaGroup? group = (head & HasGroup) != 0 ? ReadGroup(ref reader) : null;
        DeltaNode root = new DeltaReader(encoding, stamps, stamp).Node(ref reader, 0);
        if (reader.Left > 0) throw DocumentFault.Malformed("Something follows the delta", reader.At);
        return new Delta(key, stamp, needs, root) { Condition = condition, Group = group };
    }

    /// <summary>Decodes a delta that somebody else encoded: no other encoding of the same delta is taken.</summary>
    /// <inheritdoc cref="Decode"/>
    public static Delta DecodeForeign(byte[] encoding, ReplicaTable? replicas = null)
    {
        Delta delta = Decode(encoding, replicas);
        return Encode(delta, replicas).AsSpan().SequenceEqual(encoding) ? delta : throw DocumentFault.Malformed("The encoding is not canonical", 0);
    }

    private static void Write(ByteWriter writer, Delta delta, StampTable stamps, ReplicaTable? replicas)
    {
        int head = Version | (replicas is not null ? IsInterned : 0) | (delta.Condition != ConditionClass.None ? HasCondition : 0) | (delta.Group is not null ? HasGroup : 0);
        writer.Byte((byte)head);
        writer.Block(delta.Key.Bytes);
        stamps.WriteWhole(writer, replicas);
        writer.Varint(stamps.IndexOf(delta.Stamp.Replica));
        writer.Below(stamps.Newest, delta.Stamp.Time);
        stamps.CountFrom(delta.Stamp);
        if (delta.Condition != ConditionClass.None) writer.Byte((byte)delta.Condition);
        if (delta.Group is { } group) WriteGroup(writer, group);
        new DeltaWriter(writer, stamps).Node(delta.Root);
    }

    internal static void WriteGroup(ByteWriter writer, DeltaGroup group)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(writer.Reserve(GroupIdBytes), group.Id);
        writer.Advance(GroupIdBytes);
        writer.Varint(group.Size);
    }

    internal static ConditionClass ReadCondition(ref ByteReader reader)
    {
        int start = reader.At;
        ConditionClass condition = (ConditionClass)reader.Byte("a condition class");
        return condition is > ConditionClass.None and <= ConditionClass.Other ? condition : throw DocumentFault.Malformed("Unknown condition class", start);
    }

    internal static DeltaGroup ReadGroup(ref ByteReader reader)
    {
        UInt128 id = BinaryPrimitives.ReadUInt128LittleEndian(reader.Bytes(GroupIdBytes, "a group"));
        int start = reader.At;
        int size = StepCodec.ReadIndex(ref reader);
        return size > 0 ? new DeltaGroup(id, size) : throw DocumentFault.Malformed("A group of no deltas", start);
    }

    internal static void Collect(DeltaNode node, HashSet<Stamp> stamps)
    {
        foreach (Cover cover in node.Covers) stamps.Add(cover.Stamp);
        foreach (SeenRun seen in node.Ghost) stamps.Add(seen.Run);
        foreach (DeltaChild child in node.Children)
        {
            if (child.Step.Kind == StepKind.ListElement) StampCollector.CollectId(child.Step.ElementId, stamps);
            Collect(child.Node, stamps);
        }
    }
}
