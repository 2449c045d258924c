using System.Buffers.Binary;
using Gateway.Crdt.Documents;
using Google.Protobuf;

namespace Gateway.Replication.AntiEntropy;

/// <summary>Where an item stands in the order that all PoPs share: by table id, hash of the partition key, key.</summary>
/// <param name="Table">The table's id.</param>
/// <param name="Hash">The hash of the partition key.</param>
/// <param name="Key">Which item.</param>
internal readonly record struct ItemPosition(UInt128 Table, uint Hash, ItemKey Key) : IComparable<ItemPosition>
{
    private const int PrefixBytes = 16 + sizeof(uint);

    public int CompareTo(ItemPosition other)
    {
        int order = Table.CompareTo(other.Table);
        if (order == 0) order = Hash.CompareTo(other.Hash);
        return order != 0 ? order : Key.Bytes.SequenceCompareTo(other.Key.Bytes);
    }

    /// <summary>As bytes, which compare as positions do.</summary>
    public ByteString Encode()
    {
        byte[] bytes = new byte[PrefixBytes + Key.Bytes.Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Table);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), Hash);
        Key.Bytes.CopyTo(bytes.AsSpan(PrefixBytes));
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <summary>From bytes; null for none.</summary>
    /// <exception cref="InvalidDataException">They are no position.</exception>
    public static ItemPosition? Decode(ByteString bytes)
    {
        if (bytes.IsEmpty) return null;
        if (bytes.Length is < PrefixBytes or > PrefixBytes + ItemKey.BytesMax) throw new InvalidDataException("A position in the store has a length that none has.");
        ReadOnlySpan<byte> span = bytes.Span;
        return new ItemPosition(BinaryPrimitives.ReadUInt128BigEndian(span), BinaryPrimitives.ReadUInt32BigEndian(span[16..]), new ItemKey(bytes.Memory[PrefixBytes..]));
    }
}
