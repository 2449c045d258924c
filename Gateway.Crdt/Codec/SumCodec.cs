using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>Exact sums between other fields.</summary>
internal static class SumCodec
{
    public static void Sum(this ByteWriter writer, ExactSum sum) => writer.Advance(sum.Write(writer.Reserve(sum.MeasureBytes())));

    public static ExactSum Sum(this ref ByteReader reader, string what)
    {
        int start = reader.At;
        if (!ExactSum.TryRead(reader.Rest, out ExactSum sum, out int bytes)) throw DocumentFault.Malformed($"{what} is not a canonical sum", start);
        reader.Skip(bytes, what);
        return sum;
    }

    /// <summary>How many increments a run has: never none, and always room for more.</summary>
    public static ulong RunCount(this ref ByteReader reader, string what)
    {
        int start = reader.At;
        ulong count = reader.Varint(what);
        return count is > 0 and <= long.MaxValue ? count : throw DocumentFault.Malformed($"{what} is out of range", start);
    }
}
