using System.Buffers;
using System.Numerics;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>A growing buffer with the few shapes that the formats are made of. One owner at a time.</summary>
internal sealed class ByteWriter
{
    [ThreadStatic]
    private static ByteWriter? cached;

    private byte[] buffer = new byte[1024];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    /// <summary>This thread's spare writer, empty; give it back with <see cref="Return"/>.</summary>
    public static ByteWriter Rent()
    {
        ByteWriter writer = cached ?? new ByteWriter();
        cached = null;
        writer.Length = 0;
        return writer;
    }

    public static void Return(ByteWriter writer)
    {
        // A huge item must not pin its buffer to the thread for ever.
        if (writer.buffer.Length <= 1 << 20) cached = writer;
    }

    /// <summary>A value among the bytes written; good until the writer is rewound before it or returned.</summary>
    public Value ValueAt(int start, int length) => new(buffer, start, length);

    public byte[] ToArray() => buffer.AsSpan(0, Length).ToArray();

    public void Byte(byte value)
    {
        if (Length == buffer.Length) Grow(1);
        buffer[Length++] = value;
    }

    public void Bytes(ReadOnlySpan<byte> source)
    {
        source.CopyTo(Reserve(source.Length));
        Length += source.Length;
    }

    /// <summary>Unsigned LEB128, always in its shortest form.</summary>
    public void Varint(ulong value)
    {
        Span<byte> target = Reserve(10);
        int at = 0;
        while (value >= 0x80)
        {
            target[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[at++] = (byte)value;
        Length += at;
    }

    public void Varint(int value) => Varint((ulong)(uint)value);

    /// <summary>A varint length and the bytes.</summary>
    public void Block(ReadOnlySpan<byte> source)
    {
        Varint(source.Length);
        Bytes(source);
    }

    /// <summary>Room for that many bytes; they count once <see cref="Advance"/> is called.</summary>
    public Span<byte> Reserve(int count)
    {
        if (buffer.Length - Length < count) Grow(count);
        return buffer.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    /// <summary>Starts a container; its body and count are set by <see cref="EndContainer"/>, because neither is known yet.</summary>
    public int BeginContainer(ValueKind kind)
    {
        Byte((byte)kind);
        int mark = Length;
        // One byte each is what nearly all containers need; a longer prefix shifts the body once.
        Reserve(2);
        Length += 2;
        return mark;
    }

    public void EndContainer(int mark, int count)
    {
        int entries = Length - mark - 2;
        int countBytes = VarintBytes((ulong)count);
        int body = entries + countBytes;
        int prefix = VarintBytes((ulong)body) + countBytes;
        if (prefix > 2)
        {
            Reserve(prefix - 2);
            buffer.AsSpan(mark + 2, entries).CopyTo(buffer.AsSpan(mark + prefix));
        }

        Length = mark;
        Varint(body);
        Varint(count);
        Length += entries;
    }

    /// <summary>Forgets everything after the mark.</summary>
    public void Rewind(int mark) => Length = mark;

    /// <summary>Puts the ranges of what lies after <paramref name="from"/> into the given order.</summary>
    public void Permute(int from, ReadOnlySpan<ValueRange> order)
    {
        byte[] scratch = ArrayPool<byte>.Shared.Rent(Length - from);
        int at = 0;
        foreach (ValueRange range in order)
        {
            buffer.AsSpan(range.Start, range.Length).CopyTo(scratch.AsSpan(at));
            at += range.Length;
        }

        scratch.AsSpan(0, at).CopyTo(buffer.AsSpan(from));
        ArrayPool<byte>.Shared.Return(scratch);
        Length = from + at;
    }

    public static int VarintBytes(ulong value) => 1 + ((BitOperations.Log2(value | 1)) / 7);

    private void Grow(int count)
    {
        long wanted = Math.Max((long)buffer.Length * 2, (long)Length + count);
        if (wanted > Array.MaxLength) throw new DocumentFault(DocumentFaultKind.TooLarge, "An encoding passes 2 GB.");
        Array.Resize(ref buffer, (int)wanted);
    }
}
