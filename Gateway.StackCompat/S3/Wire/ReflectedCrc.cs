using System.Buffers.Binary;

namespace Gateway.StackCompat.S3.Wire;

/// <summary>The checksums of S3 that the runtime does not have: reflected CRCs, all ones before and after.</summary>
internal sealed class ReflectedCrc
{
    private readonly ulong[] table = new ulong[256];
    private readonly int bytes;

    private ReflectedCrc(ulong polynomial, int bytes)
    {
        this.bytes = bytes;
        for (uint i = 0; i < 256; i++)
        {
            ulong value = i;
            for (int bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ polynomial : value >> 1;
            table[i] = value;
        }
    }

    public static ReflectedCrc Crc32 { get; } = new(0xEDB88320, 4);

    public static ReflectedCrc Crc32C { get; } = new(0x82F63B78, 4);

    public static ReflectedCrc Crc64Nvme { get; } = new(0x9A6C9329AC4BC9B5, 8);

    /// <summary>The checksum, big-endian, in base64.</summary>
    public string Base64(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        ulong ones = bytes == 8 ? ulong.MaxValue : uint.MaxValue;
        ulong crc = ones;
        foreach (ReadOnlyMemory<byte> piece in pieces)
        {
            foreach (byte one in piece.Span) crc = (crc >> 8) ^ table[(byte)(crc ^ one)];
        }

        byte[] result = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(result, crc ^ ones);
        return Convert.ToBase64String(result.AsSpan(8 - bytes));
    }
}
