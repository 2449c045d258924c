using System.Buffers.Binary;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Streams;

/// <summary>The keys of stream records: table, stream, then the store's sequence. Layout: docs/formats/tables.md.</summary>
internal static class StreamKeys
{
    private const int TableBytes = 1 + sizeof(uint);

    private const int PrefixBytes = TableBytes + sizeof(ulong);

    public static byte[] KeyOf(uint table, ulong stream, long sequence)
    {
        byte[] key = new byte[PrefixBytes + sizeof(long)];
        key[0] = (byte)KeySpace.StreamRecord;
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(1), table);
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(TableBytes), stream);
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(PrefixBytes), (ulong)sequence);
        return key;
    }

    /// <summary>The records of a stream between two sequences, both included.</summary>
    public static KeyRange RangeOf(uint table, ulong stream, long first, long last) =>
        new(KeyOf(table, stream, first), last == long.MaxValue ? KeyRange.After(KeyOf(table, stream, 0).AsSpan(0, PrefixBytes)) : KeyOf(table, stream, last + 1));

    /// <summary>The records of all streams of a table.</summary>
    public static KeyRange RangeOf(uint table) => KeyRange.WithPrefix(KeyOf(table, 0, 0).AsMemory(0, TableBytes));

    public static long SequenceOf(ReadOnlySpan<byte> key) => (long)BinaryPrimitives.ReadUInt64BigEndian(key[PrefixBytes..]);
}
