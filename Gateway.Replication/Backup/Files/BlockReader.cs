namespace Gateway.Replication.Backup.Files;

/// <summary>Reads what <see cref="BlockWriter"/> wrote.</summary>
/// <remarks>Each step throws <see cref="InvalidDataException"/> where the bytes are something else.</remarks>
internal struct BlockReader(byte[] bytes)
{
    private int at;

    public readonly bool IsAtEnd => at == bytes.Length;

    public ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            byte one = bytes[at++];
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80) return value;
        }

        throw new InvalidDataException("A number is cut off.");
    }

    /// <summary>A window onto the bytes.</summary>
    public ReadOnlyMemory<byte> Block()
    {
        ulong length = Varint();
        if (length > (ulong)(bytes.Length - at)) throw new InvalidDataException("A block is cut off.");
        at += (int)length;
        return bytes.AsMemory(at - (int)length, (int)length);
    }
}
