using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Replication.Backup.Files;

/// <summary>Appends frames to a file.</summary>
internal sealed class FrameWriter : IDisposable
{
    private const int PackQuality = 3; // fast, and still two thirds of what the best one saves
    private const int PackWindow = 20;

    private readonly SafeFileHandle file;

    private FrameWriter(string path, SafeFileHandle file, long length)
    {
        Path = path;
        this.file = file;
        Length = length;
    }

    public string Path { get; }

    /// <summary>How long the file is.</summary>
    public long Length { get; private set; }

    /// <summary>True if the disk may lack something.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>Begins a file; one of the same name is replaced.</summary>
    public static FrameWriter Create(string path)
    {
        FrameWriter writer = new(path, File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read), 0);
        RandomAccess.Write(writer.file, FrameLayout.Magic, 0);
        writer.Length = FrameLayout.Magic.Length;
        return writer;
    }

    /// <summary>Goes on with a file behind its last whole frame; what follows is cut off.</summary>
    public static FrameWriter Continue(string path, long length)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        if (RandomAccess.GetLength(file) != length) RandomAccess.SetLength(file, length);
        return new FrameWriter(path, file, length) { IsDirty = true };
    }

    /// <summary>Appends a frame, packed if that pays.</summary>
    public void Write(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        byte[] frame = Frame(kind, payload);
        FrameLayout.WritePrefix(frame, Length, frame.AsSpan(FrameLayout.PrefixBytes));
        IsDirty = true;
        RandomAccess.Write(file, frame, Length); // after a failure the next one writes over it
        Length += frame.Length;
    }

    /// <summary>Makes all durable.</summary>
    public void Sync()
    {
        if (!IsDirty) return;
        RandomAccess.FlushToDisk(file);
        IsDirty = false;
    }

    public void Dispose() => file.Dispose();

    private static byte[] Frame(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        const int Head = FrameLayout.PrefixBytes + 1;
        if (payload.Length >= FrameLayout.PackBytesMin)
        {
            byte[] packed = new byte[Head + sizeof(int) + payload.Length];
            if (BrotliEncoder.TryCompress(payload, packed.AsSpan(Head + sizeof(int), payload.Length - sizeof(int) - 1), out int bytes, PackQuality, PackWindow))
            {
                packed[Head - 1] = (byte)((byte)kind | FrameLayout.Packed);
                BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(Head), payload.Length);
                return packed[..(Head + sizeof(int) + bytes)];
            }
        }

        byte[] plain = new byte[Head + payload.Length];
        plain[Head - 1] = (byte)kind;
        payload.CopyTo(plain.AsSpan(Head));
        return plain;
    }
}
