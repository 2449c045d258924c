using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Storage.WriteAhead;

/// <summary>One file of the log. It has its length before anything is written to it and is used again and again, so that a sync has nothing to write but the data.</summary>
/// <remarks>Layout: docs/formats/store.md. Not for several threads at once.</remarks>
internal sealed class WriteAheadSegment : IDisposable
{
    private const uint Magic = 0x4C415745; // "EWAL"
    private const int HeadBytes = 32;
    private const int HeadChecksumAt = 24;

    private readonly SafeFileHandle file;
    private long position = HeadBytes;

    private WriteAheadSegment(string path, SafeFileHandle file)
    {
        Path = path;
        this.file = file;
        Bytes = RandomAccess.GetLength(file);
    }

    /// <summary>Its file.</summary>
    public string Path { get; }

    /// <summary>How long the file is.</summary>
    public long Bytes { get; private set; }

    /// <summary>Rises from segment to segment; 0 for a file that was never one.</summary>
    public long Id { get; private set; }

    /// <summary>Number of the first write that is in it, or will be.</summary>
    public long First { get; private set; }

    /// <summary>Makes a file, durably.</summary>
    public static WriteAheadSegment Create(string path, long bytes)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, FileOptions.None, bytes);
        try
        {
            SetLength(file, bytes);
            RandomAccess.FlushToDisk(file);
            FileSync.Folder(System.IO.Path.GetDirectoryName(path)!);
            return new WriteAheadSegment(path, file);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Opens a file that is there, and reads its head.</summary>
    public static WriteAheadSegment Open(string path)
    {
        WriteAheadSegment segment = new(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read));
        segment.ReadHead();
        return segment;
    }

    /// <summary>Begins a segment in this file: what was in it does not count any more, once the first frame is on the disk.</summary>
    /// <param name="id">Higher than those of all others.</param>
    /// <param name="first">Number of the first write that will come.</param>
    public void Begin(long id, long first)
    {
        Id = id;
        First = first;
        position = HeadBytes;
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], id);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], first);
        BinaryPrimitives.WriteUInt64LittleEndian(head[HeadChecksumAt..], XxHash3.HashToUInt64(head[..HeadChecksumAt]));
        RandomAccess.Write(file, head, 0);
    }

    /// <summary>Whether so much more fits behind what is there.</summary>
    public bool HasRoom(long bytes) => Bytes - position >= bytes;

    /// <summary>Makes the file long enough for a frame of so many bytes; only before anything is written to the segment.</summary>
    public void Lengthen(long frameBytes)
    {
        if (HasRoom(frameBytes)) return;
        SetLength(file, HeadBytes + frameBytes);
        Bytes = HeadBytes + frameBytes;
    }

    /// <summary>Writes a frame behind what is there.</summary>
    public void Append(ReadOnlySpan<byte> frame)
    {
        RandomAccess.Write(file, frame, position);
        position += frame.Length;
    }

    /// <summary>Makes durable what was written.</summary>
    public void Sync() => FileSync.Data(file);

    /// <summary>All that the file holds.</summary>
    public byte[] Read()
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)Bytes);
        int read = 0;
        while (read < bytes.Length)
        {
            int some = RandomAccess.Read(file, bytes.AsSpan(read), read);
            if (some == 0) break;
            read += some;
        }

        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>Where frames begin in what <see cref="Read"/> gives.</summary>
    public static int FramesAt => HeadBytes;

    public void Dispose() => file.Dispose();

    private static void SetLength(SafeFileHandle file, long bytes)
    {
        try
        {
            RandomAccess.SetLength(file, bytes);
        }
        catch (ArgumentOutOfRangeException exception) // the framework's word for a limit of the system
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private void ReadHead()
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        if (RandomAccess.Read(file, head, 0) < HeadBytes) return;
        if (BinaryPrimitives.ReadUInt32LittleEndian(head) != Magic || BinaryPrimitives.ReadUInt64LittleEndian(head[HeadChecksumAt..]) != XxHash3.HashToUInt64(head[..HeadChecksumAt])) return;
        Id = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
        First = BinaryPrimitives.ReadInt64LittleEndian(head[16..]);
    }
}
