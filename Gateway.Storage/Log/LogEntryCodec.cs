using Gateway.Storage.Keys;

namespace Gateway.Storage.Log;

/// <summary>Entries of the log as bytes. Layout: docs/formats/log.md.</summary>
public static class LogEntryCodec
{
    /// <summary>Space and sequence.</summary>
    public const int KeyBytes = 9;

    /// <summary>A scope longer than this is not written.</summary>
    public const int ScopeBytesMax = 1024;

    private const int Version = 1;
    private const int VersionMask = 0x0F;
    private const int HasScope = 0x40;
    private const int HasTransaction = 0x80;
    private const int HeadBytesMax = 32; // and the scope

    /// <summary>Writes the key of a sequence.</summary>
    /// <param name="destination">At least <see cref="KeyBytes"/>.</param>
    /// <param name="sequence">At least 0.</param>
    public static void WriteKey(Span<byte> destination, long sequence)
    {
        KeyWriter key = new(destination);
        key.Space(KeySpace.Log);
        key.UInt64((ulong)sequence);
    }

    /// <summary>The sequence of a key.</summary>
    /// <exception cref="StoreFault"><see cref="StoreFaultKind.Corrupt"/>.</exception>
    public static long ReadKey(ReadOnlySpan<byte> bytes)
    {
        KeyReader key = new(bytes);
        key.Space(KeySpace.Log);
        ulong sequence = key.UInt64();
        key.End();
        return sequence <= long.MaxValue ? (long)sequence : throw Corrupt("has no sequence");
    }

    /// <summary>Puts an entry into a batch.</summary>
    internal static void Write(WriteBatch batch, long sequence, in LogEntry entry)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Scope.Length, ScopeBytesMax);
        ArgumentOutOfRangeException.ThrowIfNegative(entry.Milliseconds);
        Span<byte> key = stackalloc byte[KeyBytes];
        WriteKey(key, sequence);

        Span<byte> head = stackalloc byte[HeadBytesMax + entry.Scope.Length];
        int length = 0;
        head[length++] = (byte)(Version | (entry.Scope.IsEmpty ? 0 : HasScope) | (entry.TransactionSize > 0 ? HasTransaction : 0));
        Varint(head, ref length, (ulong)entry.Milliseconds);
        Varint(head, ref length, entry.Table);
        if (!entry.Scope.IsEmpty)
        {
            Varint(head, ref length, (uint)entry.Scope.Length);
            entry.Scope.Span.CopyTo(head[length..]);
            length += entry.Scope.Length;
        }

        if (entry.TransactionSize > 0)
        {
            Varint(head, ref length, (uint)entry.TransactionSize);
            Varint(head, ref length, (uint)entry.TransactionPosition);
        }

        batch.Put(key, head[..length], entry.Delta.Span);
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="sequence">That of its key.</param>
    /// <param name="bytes">Kept, not copied.</param>
    /// <exception cref="StoreFault"><see cref="StoreFaultKind.Corrupt"/>, <see cref="StoreFaultKind.NewerFormat"/>.</exception>
    public static LogEntry Read(long sequence, ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> rest = bytes.Span;
        int head = ReadHead(ref rest);
        long milliseconds = (long)Varint(ref rest, long.MaxValue);
        uint table = (uint)Varint(ref rest, uint.MaxValue);
        ReadOnlyMemory<byte> scope = default;
        if ((head & HasScope) != 0)
        {
            int scopeBytes = (int)Varint(ref rest, ScopeBytesMax);
            if (scopeBytes > rest.Length) throw Corrupt("is cut off");
            scope = bytes.Slice(bytes.Length - rest.Length, scopeBytes);
            rest = rest[scopeBytes..];
        }

        int size = 0;
        int position = 0;
        if ((head & HasTransaction) != 0)
        {
            size = (int)Varint(ref rest, int.MaxValue);
            position = (int)Varint(ref rest, int.MaxValue);
            if (position >= size) throw Corrupt("lies outside of its transaction");
        }

        return new LogEntry
        {
            Sequence = sequence,
            Milliseconds = milliseconds,
            Table = table,
            Scope = scope,
            TransactionSize = size,
            TransactionPosition = position,
            Delta = bytes[(bytes.Length - rest.Length)..],
        };
    }

    /// <summary>Only when an entry was written.</summary>
    internal static long ReadMilliseconds(ReadOnlySpan<byte> bytes)
    {
        ReadHead(ref bytes);
        return (long)Varint(ref bytes, long.MaxValue);
    }

    private static int ReadHead(ref ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty) throw Corrupt("is empty");
        int head = rest[0];
        if ((head & VersionMask) > Version) throw new StoreFault(StoreFaultKind.NewerFormat, $"An entry of the log is of format version {head & VersionMask}; this program knows version {Version}.");
        if ((head & ~(HasScope | HasTransaction)) != Version) throw Corrupt("has a wrong head");
        rest = rest[1..];
        return head;
    }

    private static void Varint(Span<byte> target, ref int at, ulong value)
    {
        for (; value >= 0x80; value >>= 7) target[at++] = (byte)(value | 0x80);
        target[at++] = (byte)value;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> rest, ulong max)
    {
        ulong value = 0;
        for (int i = 0; i < Math.Min(rest.Length, 10); i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] >= 0x80) continue;
            if (value > max) break;
            rest = rest[(i + 1)..];
            return value;
        }

        throw Corrupt("holds a wrong number");
    }

    private static StoreFault Corrupt(string what) => new(StoreFaultKind.Corrupt, $"An entry of the log {what}.");
}
