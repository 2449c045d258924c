using System.Buffers.Binary;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Execution;

/// <summary>Keeps what was there before each write of a table that can be restored to any moment. Layout: docs/formats/tables.md.</summary>
internal static class HistoryWriter
{
    /// <summary>The value of an entry for an item that was not there.</summary>
    public const byte Absent = 0;

    /// <summary>What stands before the document of an item that was there.</summary>
    public const byte Present = 1;

    private const int PrefixBytes = 1 + sizeof(uint);

    /// <summary>Keeps the document as it was.</summary>
    /// <param name="millisecond">When the write is made, since 1970.</param>
    /// <param name="sequence">The write's sequence: order within a millisecond.</param>
    public static void Write(WriteBatch batch, TableSchema table, in ItemAddress address, byte[]? before, long millisecond, long sequence)
    {
        if (!table.KeepsHistory) return;
        KeyWriter writer = new(stackalloc byte[KeyWriter.UsualBytes]);
        writer.Space(KeySpace.History);
        writer.UInt32(table.Number);
        writer.UInt64((ulong)millisecond);
        writer.UInt64((ulong)sequence);
        writer.Raw(address.KeyBytes.Span);
        byte[] value = before is null ? [Absent] : [Present, .. before];
        batch.Put(writer.Written, value);
        writer.Dispose();
    }

    /// <summary>The entries of a table from a millisecond on, that one included.</summary>
    public static KeyRange RangeFrom(uint table, long millisecond)
    {
        byte[] start = new byte[PrefixBytes + sizeof(ulong)];
        start[0] = (byte)KeySpace.History;
        BinaryPrimitives.WriteUInt32BigEndian(start.AsSpan(1), table);
        BinaryPrimitives.WriteUInt64BigEndian(start.AsSpan(PrefixBytes), (ulong)millisecond);
        return new KeyRange(start, KeyRange.After(start.AsSpan(0, PrefixBytes)));
    }

    /// <summary>When an entry was written, and the item's own key.</summary>
    public static (long Millisecond, byte[] ItemKey) Read(ReadOnlySpan<byte> entry)
    {
        KeyReader reader = new(entry);
        reader.Raw(PrefixBytes);
        long millisecond = (long)reader.UInt64();
        reader.UInt64();
        return (millisecond, reader.Rest.ToArray());
    }
}
