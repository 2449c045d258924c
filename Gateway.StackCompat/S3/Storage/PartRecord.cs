namespace Gateway.StackCompat.S3.Storage;

/// <summary>A part of an upload.</summary>
internal sealed record PartRecord
{
    /// <summary>1 to 10,000.</summary>
    public required int Number { get; init; }

    /// <summary>Without quotes: the MD5 of its bytes, hexadecimal.</summary>
    public required string ETag { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public required ContentPart Content { get; init; }
}
