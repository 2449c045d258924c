using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Replication.Backup.Files;

/// <summary>Reads the frames of a file one after the other, up to its end or to the first that is not whole.</summary>
internal sealed class FrameReader : IDisposable
{
    private readonly SafeFileHandle file;

    /// <exception cref="BackupFault">The file cannot be read, or is of a newer format.</exception>
    public FrameReader(string path)
    {
        Path = path;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            Size = RandomAccess.GetLength(file);
            ReadMagic();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupFault($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    public string Path { get; }

    /// <summary>How long the file was when it was opened.</summary>
    public long Size { get; }

    /// <summary>Behind the last whole frame.</summary>
    public long Offset { get; private set; }

    /// <summary>What is wrong at <see cref="Offset"/>; null if nothing is.</summary>
    public string? Damage { get; private set; }

    /// <summary>True if nothing sound can lie behind the damage: a crash while the last frame was written leaves such an end.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>Reads the next frame.</summary>
    /// <returns>False at the end, and where <see cref="Damage"/> says what is wrong.</returns>
    public bool TryRead(out Frame frame)
    {
        frame = default;
        if (Damage is not null || Offset == Size) return false;
        try
        {
            return TryReadContent(out frame);
        }
        catch (IOException failure)
        {
            return Fail($"it cannot be read there: {failure.Message}");
        }
    }

    public void Dispose() => file.Dispose();

    private void ReadMagic()
    {
        Span<byte> magic = stackalloc byte[FrameLayout.Magic.Length];
        int read = RandomAccess.Read(file, magic, 0);
        if (read == magic.Length && magic[..^1].SequenceEqual(FrameLayout.Magic[..^1]) && magic[^1] > FrameLayout.Magic[^1])
        {
            throw new BackupFault($"{Path} is of format version {magic[^1]}; this program knows version {FrameLayout.Magic[^1]}");
        }

        if (read == magic.Length && magic.SequenceEqual(FrameLayout.Magic)) Offset = magic.Length;
        else Fail("it does not begin as a file of a backup does", isTorn: Size < magic.Length);
    }

    private bool TryReadContent(out Frame frame)
    {
        frame = default;
        Span<byte> prefix = stackalloc byte[FrameLayout.PrefixBytes];
        if (Size - Offset < prefix.Length || RandomAccess.Read(file, prefix, Offset) < prefix.Length) return Fail("a frame is cut off", isTorn: true);
        int length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (length is < 1 or > FrameLayout.FrameBytesMax) return Fail("a frame's length is wrong", isTorn: length == 0 && IsZero());
        if (length > Size - Offset - prefix.Length) return Fail("a frame is cut off, or its length is wrong", isTorn: true);

        byte[] content = new byte[length];
        if (RandomAccess.Read(file, content, Offset + prefix.Length) < length) return Fail("a frame is cut off");
        if (FrameLayout.CheckOf(Offset, content) != BinaryPrimitives.ReadUInt64LittleEndian(prefix[sizeof(int)..])) return Fail("a frame's checksum does not match", isTorn: Offset + prefix.Length + length == Size);

        byte[]? payload = (content[0] & FrameLayout.Packed) == 0 ? content[1..] : Unpack(content.AsSpan(1));
        if (payload is null) return Fail("a frame cannot be unpacked");
        frame = new Frame((FrameKind)(content[0] & ~FrameLayout.Packed), payload);
        Offset += prefix.Length + length;
        return true;
    }

    private static byte[]? Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < sizeof(int)) return null;
        int length = BinaryPrimitives.ReadInt32LittleEndian(packed);
        if (length is < 0 or > FrameLayout.FrameBytesMax) return null;
        byte[] payload = new byte[length];
        return BrotliDecoder.TryDecompress(packed[sizeof(int)..], payload, out int written) && written == length ? payload : null;
    }

    /// <summary>True if only zeros follow: a file that was made longer before its bytes came to the disk.</summary>
    private bool IsZero()
    {
        byte[] rest = new byte[64 << 10];
        for (long at = Offset; at < Size;)
        {
            int read = RandomAccess.Read(file, rest, at);
            if (read == 0 || rest.AsSpan(0, read).ContainsAnyExcept((byte)0)) return read == 0;
            at += read;
        }

        return true;
    }

    private bool Fail(string damage, bool isTorn = false)
    {
        IsTorn = isTorn;
        Damage = damage;
        return false;
    }
}
