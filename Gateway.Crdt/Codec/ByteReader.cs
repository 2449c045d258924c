namespace Gateway.Crdt.Codec;

/// <summary>Reads what <see cref="ByteWriter"/> wrote; every step is checked against the end of the bytes.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> source, int at = 0)
{
    private readonly ReadOnlySpan<byte> source = source;

    /// <summary>Where the next byte is read.</summary>
    public int At { get; private set; } = at;

    public readonly int Left => source.Length - At;

    public readonly ReadOnlySpan<byte> Rest => source[At..];

    public byte Byte(string what)
    {
        if (At >= source.Length) throw DocumentFault.Truncated(what, At);
        return source[At++];
    }

    public ReadOnlySpan<byte> Bytes(int count, string what)
    {
        if (count < 0 || count > Left) throw DocumentFault.Truncated(what, At);
        ReadOnlySpan<byte> bytes = source.Slice(At, count);
        At += count;
        return bytes;
    }

    public ulong Varint(string what)
    {
        if (At < source.Length && source[At] < 0x80) return source[At++];
        return LongVarint(what);
    }

    /// <summary>A varint that counts things of at least <paramref name="bytesEach"/> bytes: never more than can still follow.</summary>
    public int Count(int bytesEach, string what)
    {
        int start = At;
        ulong count = Varint(what);
        if (count > (ulong)(Left / bytesEach)) throw DocumentFault.Truncated(what, start);
        return (int)count;
    }

    public ReadOnlySpan<byte> Block(string what) => Bytes(Count(1, what), what);

    public void Skip(int count, string what) => Bytes(count, what);

    private ulong LongVarint(string what)
    {
        int start = At;
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte(what);
            if (shift == 63 && next > 1) break;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                // The shortest form only: equal documents must have equal bytes.
                if (next == 0 && shift > 0) break;
                return value;
            }
        }

        throw DocumentFault.Malformed($"A varint of {what} is not in its shortest form", start);
    }
}
