using Microsoft.Win32.SafeHandles;

namespace Gateway.StackCompat.S3.Storage;

/// <summary>The bytes of an object, from all its files. All of them are opened at once, so that they stay readable when the object is deleted.</summary>
internal sealed class ObjectStream : Stream
{
    private readonly (SafeFileHandle File, long Start, long Size)[] parts;
    private readonly long length;

    /// <exception cref="FileNotFoundException">The object was deleted meanwhile.</exception>
    public ObjectStream(ObjectFiles files, ObjectRecord content)
    {
        parts = new (SafeFileHandle, long, long)[content.Parts.Count];
        int opened = 0;
        try
        {
            foreach (ContentPart part in content.Parts)
            {
                parts[opened++] = (files.Open(part), length, part.Size);
                length += part.Size;
            }
        }
        catch
        {
            foreach ((SafeFileHandle? file, _, _) in parts) file?.Dispose();
            throw;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Find() is not { } part) return 0;
        int wanted = (int)Math.Min(buffer.Length, part.Start + part.Size - Position);
        int read = await RandomAccess.ReadAsync(part.File, buffer[..wanted], Position - part.Start, cancellationToken).ConfigureAwait(false);
        Position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer)
    {
        if (Find() is not { } part) return 0;
        int wanted = (int)Math.Min(buffer.Length, part.Start + part.Size - Position);
        int read = RandomAccess.Read(part.File, buffer[..wanted], Position - part.Start);
        Position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach ((SafeFileHandle file, _, _) in parts) file.Dispose();
        }

        base.Dispose(disposing);
    }

    private (SafeFileHandle File, long Start, long Size)? Find()
    {
        foreach ((SafeFileHandle File, long Start, long Size) part in parts)
        {
            if (Position >= part.Start && Position < part.Start + part.Size) return part;
        }

        return null;
    }
}
