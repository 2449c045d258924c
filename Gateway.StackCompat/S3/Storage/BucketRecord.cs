namespace Gateway.StackCompat.S3.Storage;

/// <summary>A bucket, as it is stored.</summary>
internal sealed record BucketRecord
{
    public required string AccountId { get; init; }

    public required string Name { get; init; }

    /// <summary>Where it was made, as <c>us-east-1</c>.</summary>
    public required string Region { get; init; }

    public required DateTimeOffset Created { get; init; }

    public Versioning Versioning { get; init; }

    /// <summary>Documents that were put and are given back: the subresource's name, and its XML or JSON.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
