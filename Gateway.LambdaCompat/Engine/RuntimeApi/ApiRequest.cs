namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>The head of one request of a runtime or an extension: only what the API knows. One object serves a whole connection.</summary>
internal sealed class ApiRequest
{
    public string Method { get; set; } = "";

    /// <summary>Without query; as sent.</summary>
    public string Path { get; set; } = "";

    /// <summary>Null if the request has no body, or a chunked one.</summary>
    public long? ContentLength { get; set; }

    public bool IsChunked { get; set; }

    public bool KeepsConnection { get; set; }

    public bool ExpectsContinue { get; set; }

    public string? ContentType { get; set; }

    /// <summary><c>Lambda-Runtime-Function-Error-Type</c> or the extension's own; also from the trailer of a streamed response.</summary>
    public string? ErrorType { get; set; }

    /// <summary><c>Lambda-Runtime-Function-Error-Body</c>: a trailer, base64.</summary>
    public string? ErrorBody { get; set; }

    /// <summary><c>Lambda-Runtime-Function-Response-Mode</c>.</summary>
    public string? ResponseMode { get; set; }

    public string? ExtensionName { get; set; }

    public string? ExtensionId { get; set; }

    public string? AcceptFeature { get; set; }

    public void Clear()
    {
        Method = Path = "";
        ContentLength = null;
        IsChunked = ExpectsContinue = false;
        KeepsConnection = true;
        ContentType = ErrorType = ErrorBody = ResponseMode = ExtensionName = ExtensionId = AcceptFeature = null;
    }
}
