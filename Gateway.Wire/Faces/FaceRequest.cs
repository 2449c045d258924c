namespace Gateway.Wire.Faces;

/// <summary>A request as a face sees it: whole, decompressed, of a caller who is known.</summary>
public sealed record FaceRequest
{
    /// <summary>The tenant: 12 digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>The region of the signature's scope, as <c>us-east-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>A UUID for <c>x-amzn-RequestId</c>.</summary>
    public required string RequestId { get; init; }

    /// <summary>In capitals.</summary>
    public required string Method { get; init; }

    /// <summary>As sent: percent-encoded, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>As sent, without its question mark; empty if there is none.</summary>
    public string Query { get; init; } = "";

    /// <summary>The header <c>Host</c>, port included.</summary>
    public string Host { get; init; } = "";

    /// <summary>The client's address.</summary>
    public string SourceIp { get; init; } = "127.0.0.1";

    /// <summary>As <c>HTTP/1.1</c>.</summary>
    public string Protocol { get; init; } = "HTTP/1.1";

    /// <summary>Names as sent, in the order in which they came; a name may come again. Compare names without case.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Valid until the face has answered.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The first header of a name; null if there is none.</summary>
    public string? Header(string name)
    {
        foreach ((string header, string value) in Headers)
        {
            if (header.Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
        }

        return null;
    }
}
