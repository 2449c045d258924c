using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Indexes;

/// <summary>The keys of index entries. An entry is its key: it ends in the item's own key, and the item is read where it lies. Layout: docs/formats/tables.md.</summary>
internal static class IndexKeys
{
    /// <summary>The entry of an item.</summary>
    /// <param name="table">The table.</param>
    /// <param name="index">The index.</param>
    /// <param name="item">The whole item; none if there is none.</param>
    /// <param name="address">Where the item lies.</param>
    /// <returns>Null if the item is not in the index: it lacks a key attribute of it, or has one of another type (which only a merge can leave).</returns>
    public static byte[]? EntryOf(TableSchema table, SecondaryIndex index, Value item, in ItemAddress address)
    {
        if (item.IsNone || !IsIn(index, item)) return null;
        KeyWriter writer = new(stackalloc byte[KeyWriter.UsualBytes]);
        try
        {
            WritePartition(ref writer, table, index, [.. index.Key.Partition.Select(part => ItemKeys.Member(item, part))]);
            foreach (KeyAttribute part in index.Key.Sort) ItemKeys.WritePart(ref writer, ItemKeys.Member(item, part));
            writer.Raw(address.KeyBytes.Span);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>True if the item has every key attribute of the index, with the right type.</summary>
    public static bool IsIn(SecondaryIndex index, Value item)
    {
        foreach (KeyAttribute part in index.Key.All)
        {
            if (!item.TryGetMember(part.Utf8Name, out Value value) || value.Kind != part.Type || IsEmpty(value)) return false;
        }

        return true;
    }

    /// <summary>True if two items of an index have the same place in it.</summary>
    public static bool HaveSameKey(SecondaryIndex index, Value one, Value other)
    {
        foreach (KeyAttribute part in index.Key.All)
        {
            if (ItemKeys.Member(one, part) != ItemKeys.Member(other, part)) return false;
        }

        return true;
    }

    /// <summary>The start of the entries of one item collection of the index.</summary>
    /// <param name="partition">The values of its partition attributes, in the key's order.</param>
    public static void WritePartition(ref KeyWriter writer, TableSchema table, SecondaryIndex index, IReadOnlyList<Value> partition)
    {
        WriteIndex(ref writer, table.Number, index.Number);
        int hash = writer.Length;
        writer.UInt32(0);
        int start = writer.Length;
        foreach (Value value in partition) ItemKeys.WritePart(ref writer, value);
        writer.PatchUInt32(hash, KeyHash.Of(writer.Written[start..]));
    }

    /// <summary>All entries of an index, or those of one segment.</summary>
    public static KeyRange RangeOf(uint table, uint index, int segment = 0, int segments = 1) => HashRange.Of(IndexPrefix(table, index), segment, segments);

    /// <summary>All entries of all indexes of a table.</summary>
    public static KeyRange RangeOf(uint table)
    {
        KeyWriter writer = new(stackalloc byte[16]);
        writer.Space(KeySpace.IndexEntry);
        writer.UInt32(table);
        return KeyRange.WithPrefix(writer.ToArray());
    }

    /// <summary>The item's own key at the end of an entry.</summary>
    public static ReadOnlySpan<byte> ItemKeyOf(SecondaryIndex index, ReadOnlySpan<byte> entry)
    {
        KeyReader reader = new(entry);
        reader.Raw(PrefixBytes + sizeof(uint));
        foreach (KeyAttribute part in index.Key.All) ItemKeys.SkipPart(ref reader, part.Type);
        return reader.Rest;
    }

    private const int PrefixBytes = 1 + sizeof(uint) + sizeof(uint);

    private static bool IsEmpty(Value value) => value.Kind switch
    {
        ValueKind.String => value.Utf8.IsEmpty,
        ValueKind.Binary => value.BinaryBytes.IsEmpty,
        _ => false,
    };

    private static byte[] IndexPrefix(uint table, uint index)
    {
        KeyWriter writer = new(stackalloc byte[PrefixBytes]);
        WriteIndex(ref writer, table, index);
        return writer.ToArray();
    }

    private static void WriteIndex(ref KeyWriter writer, uint table, uint index)
    {
        writer.Space(KeySpace.IndexEntry);
        writer.UInt32(table);
        writer.UInt32(index);
    }
}
