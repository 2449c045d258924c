using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace Gateway.Compat.Dynamo.Tests.Driver;

/// <summary>Signature version 4 in the header, for bodies in memory and paths without a query.</summary>
internal static class RequestSigner
{
    public static void Sign(HttpRequestMessage request, byte[] body, string region, ImmutableCredentials keys, DateTimeOffset now)
    {
        string time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string scope = $"{time[..8]}/{region}/dynamodb/aws4_request";
        SortedDictionary<string, string> headers = new(StringComparer.Ordinal) { ["host"] = request.RequestUri!.Authority, ["x-amz-date"] = time };
        if (request.Headers.TryGetValues("X-Amz-Target", out IEnumerable<string>? target)) headers["x-amz-target"] = string.Join(",", target);
        if (keys.UseToken) headers["x-amz-security-token"] = keys.Token;

        string signed = string.Join(';', headers.Keys);
        string canonical = $"{request.Method}\n{request.RequestUri.AbsolutePath}\n\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value.Trim()}\n"))}\n{signed}\n{Hash(body)}";
        string toSign = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + keys.SecretKey);
        foreach (string part in scope.Split('/')) key = Mac(key, part);

        request.Headers.TryAddWithoutValidation("X-Amz-Date", time);
        if (keys.UseToken) request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", keys.Token);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={keys.AccessKey}/{scope}, SignedHeaders={signed}, Signature={Convert.ToHexStringLower(Mac(key, toSign))}");
    }

    private static string Hash(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
