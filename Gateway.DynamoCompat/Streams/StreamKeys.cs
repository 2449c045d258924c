using System.Buffers.Binary;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Streams;

/// <summary>The keys of stream records: table, then the store's sequence. Layout: docs/formats/tables.md.</summary>
internal static class StreamKeys
{
    private const int PrefixBytes = 1 + sizeof(uint);

    public static byte[] KeyOf(uint table, long sequence)
    {
        byte[] key = new byte[PrefixBytes + sizeof(long)];
        key[0] = (byte)KeySpace.StreamRecord;
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(1), table);
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(PrefixBytes), (ulong)sequence);
        return key;
    }

    /// <summary>The records of a table between two sequences, both included.</summary>
    public static KeyRange RangeOf(uint table, long first, long last) => new(KeyOf(table, first), last == long.MaxValue ? KeyRange.After(KeyOf(table, 0).AsSpan(0, PrefixBytes)) : KeyOf(table, last + 1));

    public static long SequenceOf(ReadOnlySpan<byte> key) => (long)BinaryPrimitives.ReadUInt64BigEndian(key[PrefixBytes..]);
}
