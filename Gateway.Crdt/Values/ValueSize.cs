using Gateway.Crdt.Codec;

namespace Gateway.Crdt.Values;

/// <summary>DynamoDB's rules for how many bytes a value counts.</summary>
/// <remarks>
/// Source: doc CapacityUnitCalculations (item sizes): text and bytes their length, lists and maps 3 bytes and 1 for each entry. One pass over the bytes:
/// every write counts its item before and after.
/// </remarks>
internal static class ValueSize
{
    private const string What = "a value";
    private const int ContainerBytes = 3;
    private const int EntryBytes = 1;
    private const int EntryBytesNone = 0;

    /// <summary>The size without an attribute name. Values of a store are not checked for depth: hence the bound.</summary>
    public static int Of(Value value)
    {
        if (value.IsNone) return 0;
        ByteReader reader = new(value.Bytes);
        return Of(ref reader, ValueDepth.LevelsMax);
    }

    /// <summary>The size of an item's attributes: names and values, without the overhead of a map.</summary>
    public static int OfItem(Value item)
    {
        if (item.IsNone) return 0;
        ByteReader reader = new(item.Bytes);
        reader.Byte(What);
        return Entries(ref reader, hasNames: true, EntryBytesNone, ValueDepth.LevelsMax);
    }

    private static int Of(ref ByteReader reader, int levelsLeft)
    {
        int start = reader.At;
        byte tag = reader.Byte(What);
        switch ((ValueKind)tag)
        {
            case ValueKind.String or ValueKind.Binary:
                return reader.Block(What).Length;
            case ValueKind.Number:
                if (!ExactNumber.TryMeasureKey(reader.Rest, out int bytes)) throw DocumentFault.Truncated("a number", start);
                return ExactNumber.SizeOfKey(reader.Bytes(bytes, "a number"));
            case ValueKind.Map or ValueKind.List:
                return ContainerBytes + Entries(ref reader, (ValueKind)tag == ValueKind.Map, EntryBytes, ValueDepth.Down(levelsLeft));
            case ValueKind.StringSet or ValueKind.NumberSet or ValueKind.BinarySet:
                return Entries(ref reader, hasNames: false, EntryBytesNone, ValueDepth.Down(levelsLeft));
            case ValueKind.Boolean or ValueKind.Null or (ValueKind)((byte)ValueKind.Boolean | Value.TrueFlag):
                return 1;
            default:
                throw DocumentFault.Malformed($"Unknown value type {tag}", start);
        }
    }

    private static int Entries(ref ByteReader reader, bool hasNames, int bytesEach, int levelsLeft)
    {
        reader.Varint(What); // how many bytes follow
        int count = reader.Count(1, What);
        int size = count * bytesEach;
        for (; count > 0; count--)
        {
            if (hasNames) size += reader.Block("a name").Length;
            size += Of(ref reader, levelsLeft);
        }

        return size;
    }
}
