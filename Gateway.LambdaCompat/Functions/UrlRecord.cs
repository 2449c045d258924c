namespace Gateway.LambdaCompat.Functions;

/// <summary>A function URL.</summary>
internal sealed record UrlRecord
{
    public required string UrlId { get; init; }

    public required string Url { get; init; }

    public required string AuthType { get; init; }

    public FunctionUrlCors? Cors { get; init; }

    /// <summary>Null if never given.</summary>
    public string? InvokeMode { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastModified { get; init; }
}
