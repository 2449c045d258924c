using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Cli.Logs;

/// <summary>Signs a POST to the root of a service with AWS Signature Version 4. Source: doc Create a signed AWS API request.</summary>
internal static class RequestSigner
{
    /// <param name="request">To the path <c>/</c>; gets its headers.</param>
    /// <param name="body">What it sends.</param>
    /// <param name="target">The header <c>X-Amz-Target</c>.</param>
    /// <param name="credentials">Whose it is.</param>
    /// <param name="region">As <c>us-east-1</c>.</param>
    /// <param name="service">As <c>logs</c>.</param>
    /// <param name="now">When.</param>
    public static void Sign(HttpRequestMessage request, byte[] body, string target, Credentials credentials, string region, string service, DateTimeOffset now)
    {
        string time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string scope = $"{time[..8]}/{region}/{service}/aws4_request";
        SortedDictionary<string, string> headers = new(StringComparer.Ordinal) { ["host"] = request.RequestUri!.Authority, ["x-amz-date"] = time, ["x-amz-target"] = target };
        if (credentials.SessionToken is { } token) headers["x-amz-security-token"] = token;

        string names = string.Join(';', headers.Keys);
        string canonical = $"POST\n/\n\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{Hex(SHA256.HashData(body))}";
        string toSign = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        byte[] key = Encoding.UTF8.GetBytes($"AWS4{credentials.SecretAccessKey}");
        foreach (string part in scope.Split('/')) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));

        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)))}");
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
