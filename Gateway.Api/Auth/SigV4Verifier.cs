using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Gateway.Api.Listeners;
using Gateway.DynamoCompat;

namespace Gateway.Api.Auth;

/// <summary>Verifies AWS Signature Version 4, in headers and presigned. Safe for many threads.</summary>
/// <remarks>Source: doc AWS Signature Version 4 for API requests; the 15 minutes are those of DynamoDB's own answers.</remarks>
internal sealed class SigV4Verifier(TimeProvider time, SessionKeys? sessions = null)
{
    private const int SigningKeysMax = 1024;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    /// <summary>By credential: what the secret, the day, the region and the service come to. Good for a day, like the credential.</summary>
    private readonly ConcurrentDictionary<string, SigningKey> signingKeys = new(StringComparer.Ordinal);

    /// <param name="request">The request, its body as it was sent.</param>
    /// <param name="keys">The keys that count now.</param>
    /// <param name="service">Whose scope the signature must have, as <c>dynamodb</c>.</param>
    /// <param name="scratch">Empty; left empty.</param>
    /// <param name="key">The key it names, if there is such a key: also when it is refused.</param>
    /// <param name="region">The region it is scoped to.</param>
    /// <returns>Null if the signature is right.</returns>
    public DynamoError? Verify(in SignedRequest request, KeySet keys, string service, AnswerBuffer scratch, out AccessKey? key, out string region)
    {
        key = null;
        region = "";
        if (SignatureClaim.Read(request, out SignatureClaim claim) is { } unreadable) return unreadable;

        if (!keys.TryGet(claim.AccessKeyId, out key)) key = sessions?.Find(claim.AccessKeyId, claim.SessionToken);
        if (CheckScope(claim, request, service) is { } misplaced) return misplaced;
        if (CheckTime(claim) is { } untimely) return untimely;
        if (key is null || !HasRightToken(key, claim.SessionToken)) return AuthErrors.UnknownKey;

        region = claim.Region.ToString();
        try
        {
            return CheckSignature(claim, request, key, scratch);
        }
        finally
        {
            scratch.Clear();
        }
    }

    private static DynamoError? CheckScope(in SignatureClaim claim, in SignedRequest request, string service)
    {
        if (!claim.Service.SequenceEqual(service)) return AuthErrors.Service(service);
        if (!claim.Terminator.SequenceEqual("aws4_request")) return AuthErrors.Terminator(claim.Terminator.ToString());
        if (!AwsEndpoint.IsRegion(claim.Region)) return AuthErrors.Region(claim.Region.ToString());
        if (!claim.TimeText[..8].SequenceEqual(claim.ScopeDate)) return AuthErrors.ScopeDate(claim.ScopeDate.ToString(), claim.TimeText[..8].ToString(), claim.TimeText.ToString());
        if (!IsSigned(claim, "host") && !IsSigned(claim, ":authority")) return AuthErrors.HostNotSigned();

        // What decides what a request does must be covered, or it could be exchanged.
        if (!IsSigned(claim, "x-amz-target") && request.Headers.ContainsKey("X-Amz-Target")) return AuthErrors.NotSigned("X-Amz-Target");
        if (!IsSigned(claim, "x-amz-security-token") && request.Headers.ContainsKey("X-Amz-Security-Token")) return AuthErrors.NotSigned("X-Amz-Security-Token");
        return null;
    }

    private DynamoError? CheckTime(in SignatureClaim claim)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (claim.Time > now + Skew) return AuthErrors.NotYet(claim.Time, now, Skew);

        TimeSpan allowed = claim.Lasts ?? Skew;
        return claim.Time < now - allowed ? AuthErrors.Expired(claim.Time, now, allowed) : null;
    }

    private DynamoError? CheckSignature(in SignatureClaim claim, in SignedRequest request, AccessKey key, AnswerBuffer scratch)
    {
        bool isS3 = claim.Service is "s3";
        if (isS3 && !HoldsPayload(request)) return AuthErrors.PayloadMismatch;
        CanonicalRequest.Write(scratch, request, claim.SignedHeaders, isS3);
        int canonicalEnd = scratch.Written.Length;
        CanonicalRequest.Append(scratch, "AWS4-HMAC-SHA256\n");
        CanonicalRequest.Append(scratch, claim.TimeText);
        CanonicalRequest.Append(scratch, "\n");
        CanonicalRequest.Append(scratch, claim.Scope);
        CanonicalRequest.Append(scratch, "\n");
        CanonicalRequest.AppendHash(scratch, scratch.Written.Span[..canonicalEnd]);
        ReadOnlySpan<byte> stringToSign = scratch.Written.Span[canonicalEnd..];

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(SigningKeyOf(claim, key), stringToSign, expected);
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        bool isHex = claim.Signature.Length == 2 * given.Length && Convert.FromHexString(claim.Signature, given, out _, out _) == System.Buffers.OperationStatus.Done;
        if (CryptographicOperations.FixedTimeEquals(expected, given) && isHex) return null;

        return AuthErrors.Mismatch(Encoding.UTF8.GetString(scratch.Written.Span[..canonicalEnd]), Encoding.UTF8.GetString(stringToSign));
    }

    /// <summary>If the request names a hash of its body, it must be that.</summary>
    private static bool HoldsPayload(in SignedRequest request)
    {
        string said = CanonicalRequest.PayloadHashOf(request);
        return said.Length != 2 * SHA256.HashSizeInBytes || said.Equals(Convert.ToHexString(SHA256.HashData(request.Body.Span)), StringComparison.OrdinalIgnoreCase);
    }

    private byte[] SigningKeyOf(in SignatureClaim claim, AccessKey key)
    {
        if (signingKeys.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(claim.Credential, out SigningKey? known) && ReferenceEquals(known.Of, key)) return known.Bytes;

        byte[] day = Derive(Encoding.UTF8.GetBytes($"AWS4{key.Secret}"), claim.ScopeDate);
        byte[] signing = Derive(Derive(Derive(day, claim.Region), claim.Service), claim.Terminator);
        if (signingKeys.Count >= SigningKeysMax) signingKeys.Clear();
        signingKeys[claim.Credential.ToString()] = new SigningKey(key, signing);
        return signing;
    }

    private static byte[] Derive(byte[] key, ReadOnlySpan<char> text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text.ToArray()));

    private static bool HasRightToken(AccessKey key, ReadOnlySpan<char> token) =>
        key.SessionToken is not { } expected || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(token.ToArray()));

    private static bool IsSigned(in SignatureClaim claim, ReadOnlySpan<char> name)
    {
        foreach (Range range in claim.SignedHeaders.Split(';'))
        {
            if (claim.SignedHeaders[range].SequenceEqual(name)) return true;
        }

        return false;
    }

    private sealed record SigningKey(AccessKey Of, byte[] Bytes);
}
