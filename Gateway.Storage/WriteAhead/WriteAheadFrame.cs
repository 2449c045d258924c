using System.Buffers.Binary;
using System.IO.Hashing;

namespace Gateway.Storage.WriteAhead;

/// <summary>The head of a frame: what one call put into the log. Layout: docs/formats/store.md.</summary>
/// <param name="First">Number of its first write.</param>
/// <param name="Writes">How many writes; at least 1.</param>
/// <param name="Records">How many records they hold together.</param>
/// <param name="Length">Bytes of these records.</param>
internal readonly record struct WriteAheadFrame(long First, int Writes, int Records, int Length)
{
    /// <summary>Bytes of the head: a checksum (8), first (8), writes (4), records (4), length (4).</summary>
    public const int HeadBytes = 28;

    private const int ChecksumBytes = sizeof(ulong);

    /// <summary>Number of its last write.</summary>
    public long Last => First + Writes - 1;

    /// <summary>Writes the head.</summary>
    /// <param name="frame">The whole frame, the records in their place.</param>
    /// <param name="segment">Which segment it lies in: a frame that an earlier segment left in the same file does not count.</param>
    public void WriteHead(Span<byte> frame, long segment)
    {
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], First);
        BinaryPrimitives.WriteInt32LittleEndian(frame[16..], Writes);
        BinaryPrimitives.WriteInt32LittleEndian(frame[20..], Records);
        BinaryPrimitives.WriteInt32LittleEndian(frame[24..], Length);
        BinaryPrimitives.WriteUInt64LittleEndian(frame, ChecksumOf(frame, segment));
    }

    /// <summary>Reads the head of the frame that bytes begin with, and checks the frame.</summary>
    /// <returns>False if there is none, or not a whole one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, long segment, out WriteAheadFrame frame)
    {
        frame = default;
        if (bytes.Length < HeadBytes) return false;

        WriteAheadFrame found = new(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]));
        if (found.Length < 0 || found.Length > bytes.Length - HeadBytes || found.Writes < 1) return false;
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes) != ChecksumOf(bytes[..(HeadBytes + found.Length)], segment)) return false;

        frame = found;
        return true;
    }

    private static ulong ChecksumOf(ReadOnlySpan<byte> frame, long segment) => XxHash3.HashToUInt64(frame[ChecksumBytes..], segment);
}
