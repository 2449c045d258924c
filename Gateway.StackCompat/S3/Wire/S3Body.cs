using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.S3.Wire;

/// <summary>The bytes of a request, freed from the frames of <c>aws-chunked</c>, with their checksums.</summary>
/// <remarks>Source: the guide on chunked uploads: <c>hex-size[;chunk-signature=…]\r\n bytes \r\n … 0[;…]\r\n [name:value\r\n] \r\n</c>.</remarks>
internal sealed class S3Body
{
    private const int FrameHeadBytesMax = 512;
    private readonly Dictionary<string, string> checksums;

    private S3Body(IReadOnlyList<ReadOnlyMemory<byte>> pieces, Dictionary<string, string> checksums)
    {
        Pieces = pieces;
        Size = pieces.Sum(piece => (long)piece.Length);
        this.checksums = checksums;
    }

    /// <summary>The bytes, in their order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces { get; }

    public long Size { get; }

    /// <summary>The checksums that were sent, all verified: names as <c>x-amz-checksum-crc32</c>.</summary>
    public IReadOnlyDictionary<string, string> Checksums => checksums;

    /// <summary>Reads the body, and compares what was sent about it with what it is.</summary>
    /// <exception cref="S3Fault">It is broken, or not what its digests say.</exception>
    public static S3Body Read(FaceRequest request)
    {
        Dictionary<string, string> checksums = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in request.Headers) AddChecksum(checksums, name, value);

        string? contentHash = request.Header("x-amz-content-sha256");
        bool isChunked = contentHash?.StartsWith("STREAMING-", StringComparison.Ordinal) == true
            || request.Header("Content-Encoding")?.Contains("aws-chunked", StringComparison.OrdinalIgnoreCase) == true;
        S3Body body = new(isChunked ? Unframe(request.Body, checksums) : [request.Body], checksums);
        body.Verify(request, isChunked ? null : contentHash);
        return body;
    }

    /// <summary>The MD5 of the bytes, hexadecimal: the ETag of an object in one piece.</summary>
    public string Md5Hex() => Convert.ToHexStringLower(Md5());

    /// <summary>All bytes in one array: for documents, which are small.</summary>
    public byte[] Bytes() => Pieces is [var only] ? only.ToArray() : [.. Pieces.SelectMany(piece => piece.ToArray())];

    private static void AddChecksum(Dictionary<string, string> checksums, string name, string value)
    {
        const string Prefix = "x-amz-checksum-";
        if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return;
        if (name[Prefix.Length..].ToLowerInvariant() is "crc32" or "crc32c" or "sha1" or "sha256" or "crc64nvme") checksums[name.ToLowerInvariant()] = value.Trim();
    }

    private static List<ReadOnlyMemory<byte>> Unframe(ReadOnlyMemory<byte> framed, Dictionary<string, string> checksums)
    {
        List<ReadOnlyMemory<byte>> pieces = [];
        while (true)
        {
            ReadOnlySpan<byte> head = Line(ref framed);
            int semicolon = head.IndexOf((byte)';');
            if (semicolon >= 0) head = head[..semicolon];
            if (!Utf8Parser.TryParse(head, out int size, out int used, 'x') || used != head.Length || size < 0) throw new S3Fault(S3Errors.IncompleteBody);
            if (size == 0) break;
            if (framed.Length < size + 2) throw new S3Fault(S3Errors.IncompleteBody);
            pieces.Add(framed[..size]);
            framed = framed[(size + 2)..];
        }

        while (!framed.IsEmpty)
        {
            string trailer = Encoding.ASCII.GetString(Line(ref framed));
            if (trailer.Length == 0) break;
            int colon = trailer.IndexOf(':');
            if (colon > 0) AddChecksum(checksums, trailer[..colon], trailer[(colon + 1)..]);
        }

        return pieces;
    }

    private static ReadOnlySpan<byte> Line(ref ReadOnlyMemory<byte> framed)
    {
        int end = framed.Span[..Math.Min(framed.Length, FrameHeadBytesMax)].IndexOf("\n"u8);
        if (end < 0) throw new S3Fault(S3Errors.IncompleteBody);
        ReadOnlySpan<byte> line = framed.Span[..end];
        framed = framed[(end + 1)..];
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    private void Verify(FaceRequest request, string? contentHash)
    {
        if (request.Header("x-amz-decoded-content-length") is { } decoded && long.TryParse(decoded, NumberStyles.None, CultureInfo.InvariantCulture, out long length) && length != Size)
        {
            throw new S3Fault(S3Errors.IncompleteBody);
        }

        if (request.Header("Content-MD5") is { } md5)
        {
            byte[] sent = new byte[16];
            if (!Convert.TryFromBase64String(md5, sent, out int bytes) || bytes != 16) throw new S3Fault(S3Errors.InvalidDigest);
            if (!Md5().AsSpan().SequenceEqual(sent)) throw new S3Fault(S3Errors.BadDigest);
        }

        if (contentHash is { Length: 64 } && !contentHash.Equals(Convert.ToHexStringLower(Hash(HashAlgorithmName.SHA256)), StringComparison.OrdinalIgnoreCase))
        {
            throw new S3Fault(S3Errors.ContentHashMismatch);
        }

        foreach ((string name, string value) in checksums)
        {
            string algorithm = name["x-amz-checksum-".Length..];
            string found = algorithm switch
            {
                "crc32" => ReflectedCrc.Crc32.Base64(Pieces),
                "crc32c" => ReflectedCrc.Crc32C.Base64(Pieces),
                "crc64nvme" => ReflectedCrc.Crc64Nvme.Base64(Pieces),
                "sha1" => Convert.ToBase64String(Hash(HashAlgorithmName.SHA1)),
                _ => Convert.ToBase64String(Hash(HashAlgorithmName.SHA256)),
            };
            if (found != value) throw new S3Fault(S3Errors.ChecksumMismatch(algorithm));
        }
    }

    private byte[] Md5() => Hash(HashAlgorithmName.MD5);

    private byte[] Hash(HashAlgorithmName algorithm)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(algorithm);
        foreach (ReadOnlyMemory<byte> piece in Pieces) hash.AppendData(piece.Span);
        return hash.GetHashAndReset();
    }
}
