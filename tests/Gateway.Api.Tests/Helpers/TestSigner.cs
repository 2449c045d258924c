using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Api.Tests.Helpers;

/// <summary>Signs a POST to DynamoDB, step by step as the guide says: a second opinion on the verifier.</summary>
internal sealed record TestSigner(string KeyId, string Secret)
{
    public string Region { get; init; } = "eu-west-1";

    public string Service { get; init; } = "dynamodb";

    public string Terminator { get; init; } = "aws4_request";

    public string? SessionToken { get; init; }

    /// <summary>Written as the time of the request, whatever the clock says.</summary>
    public required DateTimeOffset Time { get; init; }

    public string[] Unsigned { get; init; } = [];

    private string TimeText => Time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private string Scope => $"{TimeText[..8]}/{Region}/{Service}/{Terminator}";

    /// <summary>The headers of a signed request, in the form of <see cref="RawClient.Post"/>.</summary>
    public string[] Headers(string body, string host = "127.0.0.1")
    {
        SortedDictionary<string, string> signed = new(StringComparer.Ordinal) { ["host"] = host, ["x-amz-date"] = TimeText, ["x-amz-target"] = "DynamoDB_20120810.ListTables" };
        if (SessionToken is not null) signed["x-amz-security-token"] = SessionToken;
        foreach (string name in Unsigned) signed.Remove(name);
        string names = string.Join(';', signed.Keys);
        string canonical = $"POST\n/\n\n{string.Concat(signed.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{Hash(body)}";
        List<string> headers = [$"X-Amz-Date: {TimeText}", $"Authorization: AWS4-HMAC-SHA256 Credential={KeyId}/{Scope}, SignedHeaders={names}, Signature={Sign(canonical)}"];
        if (SessionToken is not null) headers.Add($"X-Amz-Security-Token: {SessionToken}");
        return [.. headers, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}"];
    }

    /// <summary>The query of a presigned request whose target is signed as a header.</summary>
    public string Query(string body, int expiresSeconds)
    {
        const string Names = "host;x-amz-target";
        SortedDictionary<string, string> query = new(StringComparer.Ordinal)
        {
            ["X-Amz-Algorithm"] = "AWS4-HMAC-SHA256",
            ["X-Amz-Credential"] = $"{KeyId}/{Scope}",
            ["X-Amz-Date"] = TimeText,
            ["X-Amz-Expires"] = expiresSeconds.ToString(CultureInfo.InvariantCulture),
            ["X-Amz-SignedHeaders"] = Names,
        };
        if (SessionToken is not null) query["X-Amz-Security-Token"] = SessionToken;
        string text = string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        string canonical = $"POST\n/\n{text}\nhost:127.0.0.1\nx-amz-target:DynamoDB_20120810.ListTables\n\n{Names}\n{Hash(body)}";
        return $"{text}&X-Amz-Signature={Sign(canonical)}";
    }

    private string Sign(string canonical)
    {
        byte[] key = Encoding.UTF8.GetBytes($"AWS4{Secret}");
        foreach (string part in (string[])[TimeText[..8], Region, Service, Terminator]) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{TimeText}\n{Scope}\n{Hash(canonical)}")));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
