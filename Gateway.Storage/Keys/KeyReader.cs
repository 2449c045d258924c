using System.Buffers.Binary;
using Gateway.Crdt.Values;

namespace Gateway.Storage.Keys;

/// <summary>Takes a key apart again, in the order in which <see cref="KeyWriter"/> built it.</summary>
/// <remarks>Every step throws <see cref="StoreFault"/> (<see cref="StoreFaultKind.Corrupt"/>) when the bytes are not such a part.</remarks>
public ref struct KeyReader(ReadOnlySpan<byte> key)
{
    private readonly ReadOnlySpan<byte> key = key;

    /// <summary>Where the next part begins.</summary>
    public int At { get; private set; }

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => key[At..];

    /// <summary>One byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>The space, which must be the expected one.</summary>
    public void Space(KeySpace expected)
    {
        byte found = Byte();
        if (found != (byte)expected) throw Corrupt($"space {found:X2} where {(byte)expected:X2} should be");
    }

    /// <summary>4 bytes, big-endian.</summary>
    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>8 bytes, big-endian.</summary>
    public ulong UInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    /// <summary>So many bytes as they are.</summary>
    public ReadOnlySpan<byte> Raw(int count) => Take(count);

    /// <summary>What <see cref="KeyWriter.Terminated"/> wrote.</summary>
    /// <returns>A part of the key, or of a new array when something was escaped.</returns>
    public ReadOnlySpan<byte> Terminated()
    {
        int start = At;
        int escapes = Skip();
        ReadOnlySpan<byte> escaped = key[start..(At - 2)];
        if (escapes == 0) return escaped;

        byte[] bytes = new byte[escaped.Length - escapes];
        int length = 0;
        for (int i = 0; i < escaped.Length; i++)
        {
            bytes[length++] = escaped[i];
            if (escaped[i] == 0) i++;
        }

        return bytes;
    }

    /// <summary>Passes over what <see cref="KeyWriter.Terminated"/> wrote.</summary>
    public void SkipTerminated() => Skip();

    /// <summary>A number.</summary>
    public ExactNumber Number()
    {
        if (!ExactNumber.TryReadKey(Rest, out ExactNumber number, out int bytes)) throw Corrupt("no number");
        At += bytes;
        return number;
    }

    /// <summary>Says that the key must be over.</summary>
    public readonly void End()
    {
        if (At != key.Length) throw Corrupt("more than its parts");
    }

    /// <summary>Goes behind the terminator and counts the escaped zeros before it.</summary>
    private int Skip()
    {
        int at = At;
        for (int escapes = 0; ; escapes++)
        {
            int zero = key[at..].IndexOf((byte)0);
            if (zero < 0 || at + zero + 1 >= key.Length) throw Corrupt("no end of a part");
            at += zero + 2;
            byte mark = key[at - 1];
            if (mark == 0x01)
            {
                At = at;
                return escapes;
            }

            if (mark != 0xFF) throw Corrupt("a wrong escape");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || key.Length - At < count) throw Corrupt("an end too soon");
        At += count;
        return key.Slice(At - count, count);
    }

    private readonly StoreFault Corrupt(string what) => new(StoreFaultKind.Corrupt, $"A key of the store cannot be read: {what}, at byte {At} of {Convert.ToHexStringLower(key)}.");
}
