using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.TimeToLive;

/// <summary>The keys that order a table's items by the second in which they expire. Layout: docs/formats/tables.md.</summary>
internal static class ExpiryKeys
{
    private const int PrefixBytes = 1 + sizeof(uint);

    /// <summary>The entry of an item.</summary>
    /// <returns>Null if it does not expire: no attribute, no number, not a time that DynamoDB takes.</returns>
    public static byte[]? EntryOf(TableSchema table, string attribute, Value item, in ItemAddress address)
    {
        if (item.IsNone || !TryGetExpiry(item, attribute, out long second)) return null;
        KeyWriter writer = new(stackalloc byte[KeyWriter.UsualBytes]);
        try
        {
            writer.Space(KeySpace.TimeToLive);
            writer.UInt32(table.Number);
            writer.UInt64((ulong)second);
            writer.Raw(address.KeyBytes.Span);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>The second in which an item expires, since 1970.</summary>
    public static bool TryGetExpiry(Value item, string attribute, out long second)
    {
        second = 0;
        return item.TryGetMember(attribute, out Value value) && value.Kind == ValueKind.Number && ExpiryOf(value, out second) && second > 0;
    }

    /// <summary>The entries of a table up to a second, that one included.</summary>
    public static KeyRange RangeUpTo(uint table, long second)
    {
        KeyWriter start = new(stackalloc byte[PrefixBytes]);
        start.Space(KeySpace.TimeToLive);
        start.UInt32(table);
        KeyWriter end = new(stackalloc byte[PrefixBytes + sizeof(ulong)]);
        end.Raw(start.Written);
        end.UInt64((ulong)second + 1);
        return new KeyRange(start.ToArray(), end.ToArray());
    }

    /// <summary>All entries of a table.</summary>
    public static KeyRange RangeOf(uint table) => RangeUpTo(table, long.MaxValue);

    /// <summary>The second and the item's own key of an entry.</summary>
    public static (long Second, byte[] ItemKey) Read(ReadOnlySpan<byte> entry)
    {
        KeyReader reader = new(entry);
        reader.Raw(PrefixBytes);
        return ((long)reader.UInt64(), reader.Rest.ToArray());
    }

    /// <summary>A number's whole part, if it is in reach of a time.</summary>
    private static bool ExpiryOf(Value value, out long second)
    {
        ExactNumber number = value.AsNumber();
        if (number.TryToInt64(out second)) return true;
        second = 0;
        return false;
    }
}
