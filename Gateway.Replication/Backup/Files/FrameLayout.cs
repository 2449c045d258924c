using System.Buffers.Binary;
using System.IO.Hashing;

namespace Gateway.Replication.Backup.Files;

/// <summary>How frames lie in a file. Layout: docs/formats/backup.md.</summary>
internal static class FrameLayout
{
    /// <summary>Length of what follows the check (4), check (8).</summary>
    public const int PrefixBytes = sizeof(int) + sizeof(ulong);

    /// <summary>What stands in the kind's byte when the payload is packed.</summary>
    public const byte Packed = 0x80;

    /// <summary>No frame is larger: a transaction is at most 4 MB in DynamoDB's measure.</summary>
    public const int FrameBytesMax = 256 << 20;

    /// <summary>Payloads that are smaller are not packed.</summary>
    public const int PackBytesMin = 256;

    /// <summary>The first bytes of every file of a backup; the last of them is the format's version.</summary>
    public static ReadOnlySpan<byte> Magic => "EDGEBAK\u0001"u8;

    /// <summary>The check of a frame: of its place, too, so that a frame is never taken for another one.</summary>
    /// <param name="offset">Where the frame begins in its file.</param>
    /// <param name="content">Kind and payload.</param>
    public static ulong CheckOf(long offset, ReadOnlySpan<byte> content) => XxHash3.HashToUInt64(content, offset ^ ((long)content.Length << 40));

    /// <summary>Writes length and check before a content.</summary>
    public static void WritePrefix(Span<byte> prefix, long offset, ReadOnlySpan<byte> content)
    {
        BinaryPrimitives.WriteInt32LittleEndian(prefix, content.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(prefix[sizeof(int)..], CheckOf(offset, content));
    }
}
