namespace Gateway.StackCompat.S3.Storage;

/// <summary>An upload in parts that is not complete.</summary>
internal sealed record UploadRecord
{
    public required string UploadId { get; init; }

    public required DateTimeOffset Initiated { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
