namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>Ids from one source of chance. Safe for several threads.</summary>
internal sealed class RandomIds(Random random)
{
    private readonly Lock gate = new();

    /// <summary>A UUID of version 4.</summary>
    public string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>32 hexadecimal digits.</summary>
    public string Hex()
    {
        Span<byte> bytes = stackalloc byte[16];
        Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private void Fill(Span<byte> bytes)
    {
        lock (gate) random.NextBytes(bytes);
    }
}
