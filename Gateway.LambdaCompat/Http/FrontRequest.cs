using System.Globalization;
using System.Text;
using Gateway.Wire.Faces;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Http;

/// <summary>A request of an end user, taken apart once for all that look at it.</summary>
internal sealed class FrontRequest
{
    private static readonly string[] TextTypes = ["application/json", "application/javascript", "application/xml"];

    /// <param name="face">As it came.</param>
    /// <param name="path">What is routed: as sent.</param>
    /// <param name="domainName">Under which name it came, or would have come.</param>
    /// <param name="now">When.</param>
    public FrontRequest(FaceRequest face, string path, string domainName, DateTimeOffset now)
    {
        Face = face;
        RawPath = path.Length == 0 ? "/" : path;
        DomainName = domainName;
        Now = now;
        Segments = [.. RawPath.Trim('/') is { Length: > 0 } trimmed ? trimmed.Split('/').Select(Uri.UnescapeDataString) : []];
        Query = UrlText.ParseQuery(face.Query);
        TraceId = face.Header("X-Amzn-Trace-Id") ?? $"Root=1-{now.ToUnixTimeSeconds():x8}-{face.RequestId.Replace("-", "", StringComparison.Ordinal)[..24]}";
        foreach ((string name, string value) in face.Headers)
        {
            if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)) Cookies.AddRange(value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }
    }

    public FaceRequest Face { get; }

    /// <summary>As sent, from its slash on.</summary>
    public string RawPath { get; }

    /// <summary>Decoded.</summary>
    public string Path => Uri.UnescapeDataString(RawPath);

    /// <summary>The decoded parts of the path.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>Decoded, in order; a name may come again.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; }

    /// <summary>As <c>name=value</c>.</summary>
    public List<string> Cookies { get; } = [];

    public string DomainName { get; }

    public string DomainPrefix => DomainName.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? DomainName[..dot] : DomainName;

    public DateTimeOffset Now { get; }

    public string TraceId { get; }

    public string UserAgent => Face.Header("User-Agent") ?? "";

    /// <summary>As <c>12/Mar/2026:19:03:58 +0000</c>.</summary>
    public string Time => Now.UtcDateTime.ToString("dd'/'MMM'/'yyyy':'HH':'mm':'ss' +0000'", CultureInfo.InvariantCulture);

    /// <summary>The headers that AWS's front adds.</summary>
    public IEnumerable<KeyValuePair<string, string>> AddedHeaders()
    {
        string? forwarded = Face.Header("X-Forwarded-For");
        yield return KeyValuePair.Create("X-Forwarded-For", forwarded is null ? Face.SourceIp : $"{forwarded}, {Face.SourceIp}");
        if (Face.Header("X-Forwarded-Port") is null) yield return KeyValuePair.Create("X-Forwarded-Port", Face.Host.LastIndexOf(':') is var colon and > 0 && !Face.Host.EndsWith(']') ? Face.Host[(colon + 1)..] : "80");
        if (Face.Header("X-Forwarded-Proto") is null) yield return KeyValuePair.Create("X-Forwarded-Proto", "http");
        if (Face.Header("X-Amzn-Trace-Id") is null) yield return KeyValuePair.Create("X-Amzn-Trace-Id", TraceId);
    }

    /// <summary>All headers with those that are added; in the order in which they came.</summary>
    public IEnumerable<KeyValuePair<string, string>> AllHeaders() =>
        Face.Headers.Where(header => !header.Key.Equals("X-Forwarded-For", StringComparison.OrdinalIgnoreCase)).Concat(AddedHeaders());

    /// <summary>Whether an HTTP API or a function URL sees the body as text.</summary>
    public bool HasTextBody()
    {
        if (Face.Header("Content-Encoding") is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)) return false;
        string type = (Face.Header("Content-Type") ?? "text/plain").Split(';')[0].Trim();
        bool isText = type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || TextTypes.Contains(type, StringComparer.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase);
        return isText && System.Text.Unicode.Utf8.IsValid(Face.Body.Span);
    }

    /// <summary>The body as text; bytes that are none become replacement characters.</summary>
    public string BodyText() => Encoding.UTF8.GetString(Face.Body.Span);
}
