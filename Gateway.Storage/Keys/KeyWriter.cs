using System.Buffers;
using System.Buffers.Binary;
using Gateway.Crdt.Values;

namespace Gateway.Storage.Keys;

/// <summary>Builds a key from parts so that keys compare, byte by byte, as their parts do one after the other.</summary>
/// <param name="initial">Where the key is built as long as it fits, usually on the stack; a longer one moves to a rented buffer.</param>
/// <remarks>Dispose it: that gives the rented buffer back. Source: docs/formats/store.md.</remarks>
public ref struct KeyWriter(Span<byte> initial)
{
    /// <summary>Fits nearly every key; for <c>stackalloc</c>.</summary>
    public const int UsualBytes = 512;

    private const byte Escape = 0x00;
    private const byte EscapedZero = 0xFF;
    private const byte Terminator = 0x01;

    private Span<byte> buffer = initial;
    private byte[]? rented;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>The key so far; valid until the next write.</summary>
    public readonly ReadOnlySpan<byte> Written => buffer[..Length];

    /// <summary>One byte.</summary>
    public void Byte(byte value)
    {
        if (Length == buffer.Length) Grow(1);
        buffer[Length++] = value;
    }

    /// <summary>The space, always the first part.</summary>
    public void Space(KeySpace space) => Byte((byte)space);

    /// <summary>4 bytes, big-endian.</summary>
    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Reserve(4), value);
        Length += 4;
    }

    /// <summary>8 bytes, big-endian.</summary>
    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(Reserve(8), value);
        Length += 8;
    }

    /// <summary>Bytes as they are: for the last part, and for parts of one fixed length.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Bytes of any length with other parts behind them: a zero becomes 00 FF, the end is 00 01.</summary>
    public void Terminated(ReadOnlySpan<byte> bytes)
    {
        for (int zero = bytes.IndexOf(Escape); zero >= 0; zero = bytes.IndexOf(Escape))
        {
            Raw(bytes[..(zero + 1)]);
            Byte(EscapedZero);
            bytes = bytes[(zero + 1)..];
        }

        Raw(bytes);
        Byte(Escape);
        Byte(Terminator);
    }

    /// <summary>A number: 2 to 21 bytes that order as numbers do and show their own end.</summary>
    public void Number(ExactNumber number) => Length += number.WriteKey(Reserve(ExactNumber.KeyBytesMax));

    /// <summary>Writes a number over one that was written before.</summary>
    /// <param name="at">The <see cref="Length"/> at which that one began.</param>
    /// <param name="value">The number.</param>
    public readonly void PatchUInt32(int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(buffer[at..Length], value);

    /// <summary>Goes back to an earlier <see cref="Length"/>, to write another end to the same beginning.</summary>
    public void Rewind(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length, nameof(length));
        Length = length;
    }

    /// <summary>A copy of the key.</summary>
    public readonly byte[] ToArray() => Written.ToArray();

    /// <summary>Gives the rented buffer back.</summary>
    public void Dispose()
    {
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        this = default;
    }

    private Span<byte> Reserve(int count)
    {
        if (buffer.Length - Length < count) Grow(count);
        return buffer[Length..];
    }

    private void Grow(int count)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, Length + count));
        Written.CopyTo(larger);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        buffer = rented = larger;
    }
}
