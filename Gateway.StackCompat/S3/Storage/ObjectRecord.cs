namespace Gateway.StackCompat.S3.Storage;

/// <summary>One version of an object, or a marker that says that it was deleted.</summary>
internal sealed record ObjectRecord
{
    public const string NullVersion = "null";

    /// <summary><see cref="NullVersion"/> for what was written while the bucket kept no versions.</summary>
    public required string VersionId { get; init; }

    /// <summary>Grows with each write of the bucket's keys; the newest is what is shown.</summary>
    public required ulong Order { get; init; }

    public bool IsDeleteMarker { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    /// <summary>Without quotes.</summary>
    public string ETag { get; init; } = "";

    /// <summary>In bytes.</summary>
    public long Size { get; init; }

    /// <summary>The files that hold its bytes, in their order.</summary>
    public IReadOnlyList<ContentPart> Parts { get; init; } = [];

    /// <summary>Headers that were sent and are given back: Content-Type, Cache-Control and their like.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>User metadata: names in small letters, without <c>x-amz-meta-</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Checksums that were verified: header names as <c>x-amz-checksum-crc32</c>, and base64.</summary>
    public IReadOnlyDictionary<string, string> Checksums { get; init; } = new Dictionary<string, string>();
}
