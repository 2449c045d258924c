using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Api.Listeners;
using Microsoft.Extensions.Primitives;

namespace Gateway.Api.Auth;

/// <summary>The form of a request that both sides hash.</summary>
/// <remarks>Source: doc Create a signed AWS API request. The path is encoded once more than it was sent, and the body is hashed; of S3 the path counts as it was sent, and the
/// hash of the body is the one that the request names.</remarks>
internal static class CanonicalRequest
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    private static readonly SearchValues<char> Plain = SearchValues.Create(Unreserved);

    /// <summary>Names that requests sign most often: found without making a string of each.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> UsualNames = FrozenSet.Create(
        StringComparer.Ordinal,
        "accept-encoding", "amz-sdk-invocation-id", "amz-sdk-request", "content-encoding", "content-length", "content-type", "host", "user-agent", "x-amz-content-sha256",
        "x-amz-date", "x-amz-security-token", "x-amz-target", "x-amz-user-agent", "x-amz-api-version").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="into">Takes the text as UTF-8.</param>
    /// <param name="request">The request.</param>
    /// <param name="signedHeaders">Names in small letters, joined by semicolons.</param>
    /// <param name="isS3">By the rules of S3.</param>
    public static void Write(AnswerBuffer into, in SignedRequest request, ReadOnlySpan<char> signedHeaders, bool isS3 = false)
    {
        Append(into, request.Method);
        Append(into, "\n");
        Append(into, request.Path is "/" or "" ? "/" : isS3 ? request.Path : PathOf(request.Path));
        Append(into, "\n");
        if (request.Query.Length > 0) Append(into, QueryOf(request.Query));
        Append(into, "\n");
        foreach (Range range in signedHeaders.Split(';')) AppendHeader(into, request, signedHeaders[range]);
        Append(into, "\n");
        Append(into, signedHeaders);
        Append(into, "\n");
        if (isS3) Append(into, PayloadHashOf(request));
        else AppendHash(into, request.Body.Span);
    }

    /// <summary>What a request to S3 says of its body: a hash in hexadecimal, or that it is not signed, or signed in pieces.</summary>
    public static string PayloadHashOf(in SignedRequest request) => request.Headers["x-amz-content-sha256"] is { Count: > 0 } said ? said.ToString() : "UNSIGNED-PAYLOAD";

    /// <summary>Each segment encoded, without empty ones and dots.</summary>
    internal static string PathOf(string path)
    {
        List<string> segments = [];
        foreach (string segment in path.Split('/'))
        {
            if (segment == ".." && segments.Count > 0) segments.RemoveAt(segments.Count - 1);
            else if (segment is not ("" or "." or "..")) segments.Add(Encode(segment));
        }

        return segments.Count == 0 ? "/" : $"/{string.Join('/', segments)}{(path.EndsWith('/') ? "/" : "")}";
    }

    /// <summary>Decoded, encoded again in the one right way, ordered; without the signature itself.</summary>
    internal static string QueryOf(string query)
    {
        List<(string Name, string Value)> pairs = [];
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            (string name, string value) = SignatureClaim.PairOf(pair);
            if (name != "X-Amz-Signature") pairs.Add((Encode(name), Encode(value)));
        }

        pairs.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name) is not 0 and int byName ? byName : string.CompareOrdinal(a.Value, b.Value));
        return string.Join('&', pairs.Select(pair => $"{pair.Name}={pair.Value}"));
    }

    private static string Encode(string text)
    {
        if (text.AsSpan().IndexOfAnyExcept(Plain) < 0) return text;

        StringBuilder encoded = new();
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            if (value < 128 && Plain.Contains((char)value)) encoded.Append((char)value);
            else encoded.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }

        return encoded.ToString();
    }

    private static void AppendHeader(AnswerBuffer into, in SignedRequest request, ReadOnlySpan<char> name)
    {
        Append(into, name);
        Append(into, ":");
        if (!UsualNames.TryGetValue(name, out string? key)) key = name.ToString();
        if (key == ":authority") key = "host";

        StringValues values = request.Headers[key];
        for (int i = 0; i < values.Count; i++)
        {
            if (i > 0) Append(into, ",");
            AppendTrimmed(into, values[i].AsSpan().Trim(' '));
        }

        Append(into, "\n");
    }

    /// <summary>Of several spaces in a row one counts.</summary>
    private static void AppendTrimmed(AnswerBuffer into, ReadOnlySpan<char> value)
    {
        while (value.IndexOf("  ", StringComparison.Ordinal) is >= 0 and int gap)
        {
            Append(into, value[..(gap + 1)]);
            value = value[gap..].TrimStart(' ');
        }

        Append(into, value);
    }

    internal static void AppendHash(AnswerBuffer into, ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        Convert.TryToHexStringLower(hash, into.GetSpan(64), out int count);
        into.Advance(count);
    }

    internal static void Append(AnswerBuffer into, ReadOnlySpan<char> text) =>
        into.Advance(Encoding.UTF8.GetBytes(text, into.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
}
