using System.Buffers;

namespace Gateway.Replication.Backup.Files;

/// <summary>Puts numbers and bytes one behind the other. Shapes: docs/formats/README.md.</summary>
internal sealed class BlockWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    public int Length => buffer.WrittenCount;

    public void Clear() => buffer.ResetWrittenCount();

    public void Varint(ulong value)
    {
        Span<byte> bytes = buffer.GetSpan(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7) bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        buffer.Advance(length);
    }

    /// <summary>A length and so many bytes.</summary>
    public void Block(ReadOnlySpan<byte> bytes)
    {
        Varint((ulong)bytes.Length);
        buffer.Write(bytes);
    }
}
