using System.Buffers.Binary;
using System.IO.Hashing;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;

namespace Gateway.Replication.AntiEntropy;

/// <summary>The hash that stands for one item in sums and lists: of its table, its key and what its document has merged. Layout: docs/formats/replication.md.</summary>
internal static class ItemFingerprint
{
    private const int IdBytes = 16;
    private const int EntryBytes = 16;
    private const int StackMax = 1024;

    /// <summary>The fingerprint of an item that shows.</summary>
    public static UInt128 Of(UInt128 table, ReadOnlySpan<byte> itemKey, Context context)
    {
        int length = IdBytes + sizeof(int) + itemKey.Length + (context.Count * EntryBytes);
        Span<byte> bytes = length <= StackMax ? stackalloc byte[length] : new byte[length];
        Span<byte> rest = WriteItem(bytes, table, itemKey);
        for (int i = 0; i < context.Count; i++, rest = rest[EntryBytes..])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(rest, context.Replicas[i].Value);
            BinaryPrimitives.WriteUInt64LittleEndian(rest[sizeof(ulong)..], context.Times[i].Ticks);
        }

        return XxHash128.HashToUInt128(bytes);
    }

    /// <summary>The same of what a document holds: what a byte that has rotted would change.</summary>
    public static UInt128 OfContent(UInt128 table, Document document)
    {
        // Stores prune at different times: what does not show, and may go once it is stable, is left out.
        UInt128 content = DocumentHash.Of(Pruning.Prune(document, document.Context));
        int length = IdBytes + sizeof(int) + document.Key.Bytes.Length + IdBytes;
        Span<byte> bytes = length <= StackMax ? stackalloc byte[length] : new byte[length];
        BinaryPrimitives.WriteUInt128LittleEndian(WriteItem(bytes, table, document.Key.Bytes), content);
        return XxHash128.HashToUInt128(bytes);
    }

    /// <summary>What stands for an item in a list.</summary>
    public static ulong Short(UInt128 fingerprint) => (ulong)fingerprint;

    private static Span<byte> WriteItem(Span<byte> bytes, UInt128 table, ReadOnlySpan<byte> itemKey)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, table);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[IdBytes..], itemKey.Length);
        itemKey.CopyTo(bytes[(IdBytes + sizeof(int))..]);
        return bytes[(IdBytes + sizeof(int) + itemKey.Length)..];
    }
}
