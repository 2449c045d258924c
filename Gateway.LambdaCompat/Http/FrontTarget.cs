namespace Gateway.LambdaCompat.Http;

/// <summary>What a request to the front is for: by its host name, or by a path that begins with <c>/_aws/</c>.</summary>
/// <param name="Kind">Which kind of thing.</param>
/// <param name="Id">The id of the URL or API; the domain name of a custom domain.</param>
/// <param name="Path">What is left of the path: as sent, from its slash on.</param>
/// <param name="IsByPath">Whether the path said it, not the host name.</param>
internal readonly record struct FrontTarget(FrontKind Kind, string Id, string Path, bool IsByPath)
{
    private const string UrlPrefix = "/_aws/lambda-url/";
    private const string ApiPrefix = "/_aws/execute-api/";
    private const string UrlLabel = "lambda-url.";
    private const string ApiLabel = "execute-api.";

    /// <summary>Takes host and path apart. Cheap: the host asks it for every request.</summary>
    /// <returns>Kind <see cref="FrontKind.None"/> unless path or host say that it is for the front; custom domains are not looked at.</returns>
    public static FrontTarget Of(string host, string path)
    {
        if (path.StartsWith(UrlPrefix, StringComparison.Ordinal)) return ByPath(FrontKind.FunctionUrl, path, UrlPrefix.Length);
        if (path.StartsWith(ApiPrefix, StringComparison.Ordinal)) return ByPath(FrontKind.Api, path, ApiPrefix.Length);
        int dot = host.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0) return default;
        ReadOnlySpan<char> rest = host.AsSpan(dot + 1);
        if (rest.StartsWith(ApiLabel, StringComparison.OrdinalIgnoreCase)) return new FrontTarget(FrontKind.Api, host[..dot].ToLowerInvariant(), path, false);
        if (rest.StartsWith(UrlLabel, StringComparison.OrdinalIgnoreCase)) return new FrontTarget(FrontKind.FunctionUrl, host[..dot].ToLowerInvariant(), path, false);
        return default;
    }

    /// <summary>A host name without its port, in small letters.</summary>
    public static string NameOf(string host)
    {
        int colon = host.LastIndexOf(':');
        return (colon > 0 && !host.EndsWith(']') ? host[..colon] : host).ToLowerInvariant();
    }

    private static FrontTarget ByPath(FrontKind kind, string path, int at)
    {
        int slash = path.IndexOf('/', at);
        return slash < 0 ? new FrontTarget(kind, path[at..], "/", true) : new FrontTarget(kind, path[at..slash], path[slash..], true);
    }
}
