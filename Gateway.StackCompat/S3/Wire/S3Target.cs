using System.Text;

namespace Gateway.StackCompat.S3.Wire;

/// <summary>Which bucket and which object a request means: by its path, or by its host name.</summary>
/// <param name="Bucket">Empty for the service itself.</param>
/// <param name="Key">Decoded; empty for the bucket itself.</param>
internal sealed record S3Target(string Bucket, string Key)
{
    /// <summary>Takes path and host apart.</summary>
    /// <returns>Null if the path is not rightly encoded.</returns>
    public static S3Target? Of(string host, string path)
    {
        string? ofHost = BucketInHost(host);
        string rest = path.StartsWith('/') ? path[1..] : path;
        string bucket = ofHost ?? (rest.IndexOf('/') is var slash and >= 0 ? rest[..slash] : rest);
        string key = ofHost is not null ? rest : rest.IndexOf('/') is var end and >= 0 ? rest[(end + 1)..] : "";
        return Decode(bucket) is { } bucketName && Decode(key) is { } keyName ? new S3Target(bucketName, keyName) : null;
    }

    /// <summary>The bucket in a host name as <c>bucket.s3.us-east-1.amazonaws.com</c>, <c>bucket.s3.localhost</c> or <c>bucket.localhost</c>.</summary>
    /// <returns>Null if the host names the service only.</returns>
    public static string? BucketInHost(string host)
    {
        string name = host.LastIndexOf(':') is var colon and >= 0 && !host.EndsWith(']') ? host[..colon] : host;
        if (name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        {
            string before = name[..^".localhost".Length];
            if (before.Equals("s3", StringComparison.OrdinalIgnoreCase)) return null;
            return before.EndsWith(".s3", StringComparison.OrdinalIgnoreCase) ? before[..^".s3".Length] : before;
        }

        bool isAmazon = name.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase);
        if (!isAmazon) return null;
        int dot = name.LastIndexOf(".s3.", StringComparison.OrdinalIgnoreCase);
        int dash = name.LastIndexOf(".s3-", StringComparison.OrdinalIgnoreCase);
        int at = Math.Max(dot, dash);
        return at > 0 ? name[..at] : null;
    }

    /// <summary>The parameters of a query, decoded; of a name that comes again the first.</summary>
    public static IReadOnlyDictionary<string, string> ReadQuery(string query)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=');
            string name = equals < 0 ? pair : pair[..equals];
            string value = equals < 0 ? "" : pair[(equals + 1)..];
            if (Decode(name.Replace('+', ' ')) is not { } decodedName || Decode(value.Replace('+', ' ')) is not { } decodedValue) throw new S3Fault(S3Errors.InvalidUri);
            found.TryAdd(decodedName, decodedValue);
        }

        return found;
    }

    /// <summary>Percent-decodes; null if that gives no UTF-8.</summary>
    public static string? Decode(string text)
    {
        if (!text.Contains('%') && Ascii.IsValid(text)) return text;
        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                int width = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                length += Encoding.UTF8.GetBytes(text.AsSpan(i, width), bytes.AsSpan(length));
                i += width - 1;
                continue;
            }

            if (i + 2 >= text.Length) return null;
            if (!char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])) return null;
            bytes[length++] = Convert.ToByte(text.Substring(i + 1, 2), 16);
            i += 2;
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
