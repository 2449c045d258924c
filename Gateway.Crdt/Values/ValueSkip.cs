using Gateway.Crdt.Codec;

namespace Gateway.Crdt.Values;

/// <summary>Finds the end of an encoded value without looking into it.</summary>
internal static class ValueSkip
{
    public static void Skip(ref ByteReader reader)
    {
        int start = reader.At;
        byte tag = reader.Byte("a value");
        switch ((ValueKind)tag)
        {
            case ValueKind.String or ValueKind.Binary or ValueKind.Map or ValueKind.List:
            case ValueKind.StringSet or ValueKind.NumberSet or ValueKind.BinarySet:
                reader.Block("a value");
                break;
            case ValueKind.Number:
                if (!ExactNumber.TryMeasureKey(reader.Rest, out int bytes)) throw DocumentFault.Truncated("a number", start);
                reader.Skip(bytes, "a number");
                break;
            case ValueKind.Boolean or ValueKind.Null or (ValueKind)((byte)ValueKind.Boolean | Value.TrueFlag):
                break;
            default:
                throw DocumentFault.Malformed($"Unknown value type {tag}", start);
        }
    }

    /// <summary>Reads one value as a window onto <paramref name="array"/>, which the reader must be reading.</summary>
    public static Value Read(ref ByteReader reader, byte[] array)
    {
        int start = reader.At;
        Skip(ref reader);
        return new Value(array, start, reader.At - start);
    }
}
