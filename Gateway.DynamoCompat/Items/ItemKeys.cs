using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Items;

/// <summary>The keys under which items lie in the store. Layout: docs/formats/tables.md.</summary>
internal static class ItemKeys
{
    /// <summary>Space, table number and hash: what stands before the item's own key.</summary>
    public const int PrefixBytes = TablePrefixBytes + sizeof(uint);

    private const int TablePrefixBytes = 1 + sizeof(uint);

    /// <summary>The place of an item.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="key">A map with the key attributes, of the right types; other members do not matter.</param>
    public static ItemAddress AddressOf(TableSchema table, Value key)
    {
        KeyWriter writer = new(stackalloc byte[KeyWriter.UsualBytes]);
        try
        {
            WritePartition(ref writer, table, Member(key, table.Key.Partition[0]));
            if (table.Key.Sort.Length > 0) WritePart(ref writer, Member(key, table.Key.Sort[0]));
            return new ItemAddress(writer.ToArray());
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>The place of the item whose own key is known from elsewhere, such as an index entry or a delta.</summary>
    public static ItemAddress AddressOf(TableSchema table, ReadOnlySpan<byte> itemKey)
    {
        KeyReader reader = new(itemKey);
        SkipPart(ref reader, table.Key.Partition[0].Type);
        KeyWriter writer = new(stackalloc byte[KeyWriter.UsualBytes]);
        try
        {
            WriteTable(ref writer, table.Number);
            writer.UInt32(KeyHash.Of(itemKey[..reader.At]));
            writer.Raw(itemKey);
            return new ItemAddress(writer.ToArray());
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>The start of the keys of one item collection: everything but the sort key.</summary>
    public static void WritePartition(ref KeyWriter writer, TableSchema table, Value partition)
    {
        WriteTable(ref writer, table.Number);
        int hash = writer.Length;
        writer.UInt32(0);
        int start = writer.Length;
        WritePart(ref writer, partition);
        writer.PatchUInt32(hash, KeyHash.Of(writer.Written[start..]));
    }

    /// <summary>All items of a table, or those of one of its segments for a parallel scan.</summary>
    public static KeyRange RangeOf(uint table, int segment = 0, int segments = 1) => HashRange.Of(TablePrefix(table), segment, segments);

    public static byte[] TablePrefix(uint table)
    {
        KeyWriter writer = new(stackalloc byte[TablePrefixBytes]);
        WriteTable(ref writer, table);
        return writer.ToArray();
    }

    /// <summary>The key attributes of the item that lies at a key of the store.</summary>
    public static Value KeyOf(TableSchema table, ReadOnlySpan<byte> storeKey) => KeyOf(table.Key, storeKey[PrefixBytes..]);

    /// <summary>The key attributes that an item's own key holds.</summary>
    public static Value KeyOf(KeySchema schema, ReadOnlySpan<byte> itemKey)
    {
        ValueBuilder builder = SpareBuilder.Take();
        KeyReader reader = new(itemKey);
        builder.BeginMap();
        foreach (KeyAttribute part in schema.All)
        {
            builder.Name(part.Utf8Name);
            ReadPart(ref reader, part.Type, builder);
        }

        builder.EndMap();
        Value key = builder.Build();
        SpareBuilder.Return(builder);
        return key;
    }

    /// <summary>One key attribute's value, so that the order of the bytes is DynamoDB's order of the values.</summary>
    public static void WritePart(ref KeyWriter writer, Value value)
    {
        if (value.Kind == ValueKind.Number) writer.Number(value.AsNumber());
        else writer.Terminated(value.Kind == ValueKind.String ? value.Utf8 : value.BinaryBytes);
    }

    public static void SkipPart(ref KeyReader reader, ValueKind type)
    {
        if (type == ValueKind.Number) reader.Number();
        else reader.SkipTerminated();
    }

    public static Value Member(Value item, KeyAttribute part) =>
        item.TryGetMember(part.Utf8Name, out Value value) ? value : throw new InvalidOperationException($"The key lacks {part.Name}.");

    private static void ReadPart(ref KeyReader reader, ValueKind type, ValueBuilder builder)
    {
        if (type == ValueKind.Number) builder.Number(reader.Number());
        else if (type == ValueKind.String) builder.String(reader.Terminated());
        else builder.Binary(reader.Terminated());
    }

    private static void WriteTable(ref KeyWriter writer, uint table)
    {
        writer.Space(KeySpace.Item);
        writer.UInt32(table);
    }
}
