using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Primitives;

namespace Gateway.Api.Listeners;

/// <summary>Compressed bodies, both ways.</summary>
/// <remarks>Source: doc Request compression (AWS SDKs and Tools); answers over 4 KB, as DynamoDB is reported to compress them.</remarks>
internal static class Gzip
{
    /// <summary>Shorter answers go out as they are.</summary>
    public const int AnswerBytesMin = 4096;

    /// <summary>Whether the request asks for gzip: <c>Accept-Encoding: gzip</c>, not with <c>q=0</c>.</summary>
    public static bool IsAccepted(StringValues acceptEncoding)
    {
        foreach (string? line in acceptEncoding)
        {
            foreach (Range part in line.AsSpan().Split(','))
            {
                ReadOnlySpan<char> coding = line.AsSpan(part).Trim();
                if (!coding.StartsWith("gzip", StringComparison.OrdinalIgnoreCase)) continue;

                ReadOnlySpan<char> weight = coding[4..].TrimStart();
                if (weight.IsEmpty) return true;
                if (weight[0] == ';') return weight[1..].Trim() is not ("q=0" or "q=0.0" or "q=0.00" or "q=0.000");
            }
        }

        return false;
    }

    public static bool IsIn(StringValues contentEncoding) => contentEncoding.Count == 1 && "gzip".Equals(contentEncoding, StringComparison.OrdinalIgnoreCase);

    /// <summary>Compresses an answer.</summary>
    public static void Compress(ReadOnlyMemory<byte> plain, AnswerBuffer into)
    {
        using BufferStream target = new(into);
        using GZipStream gzip = new(target, CompressionLevel.Fastest, leaveOpen: true);
        gzip.Write(plain.Span);
    }

    /// <summary>Expands a body.</summary>
    /// <param name="compressed">The body.</param>
    /// <param name="into">Takes at most one piece more than <paramref name="bytesMax"/>, whatever the body would grow to.</param>
    /// <param name="bytesMax">How long it may become.</param>
    public static GzipOutcome Expand(ReadOnlyMemory<byte> compressed, AnswerBuffer into, int bytesMax)
    {
        using MemoryStream source = MemoryMarshal.TryGetArray(compressed, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(compressed.ToArray());
        using GZipStream gzip = new(source, CompressionMode.Decompress);
        try
        {
            while (gzip.Read(into.GetSpan(16 * 1024)) is > 0 and int count)
            {
                into.Advance(count);
                if (into.Written.Length > bytesMax) return GzipOutcome.TooLong;
            }

            return GzipOutcome.Whole;
        }
        catch (InvalidDataException)
        {
            return GzipOutcome.Broken;
        }
    }

    /// <summary>A stream that only writes, into a buffer.</summary>
    private sealed class BufferStream(AnswerBuffer target) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => target.Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => target.Write(buffer);
    }
}
