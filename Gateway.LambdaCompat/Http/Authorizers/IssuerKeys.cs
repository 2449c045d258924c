using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace Gateway.LambdaCompat.Http.Authorizers;

/// <summary>The keys of token issuers, fetched once and kept. A key that is not known makes it look again, but not for every request.</summary>
internal sealed class IssuerKeys(KeyFetch fetch, TimeProvider time)
{
    private const int IssuersMax = 1000;
    private const int KeysMax = 100;
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(2);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Known> issuers = new(StringComparer.Ordinal);

    /// <summary>Verifies with the issuer's key of an id; without an id with any of its keys.</summary>
    public async Task<bool> VerifyAsync(string issuer, string? keyId, string algorithm, byte[] signed, byte[] signature, CancellationToken token)
    {
        Known known = await KeysOfAsync(issuer, mustBeNewerThan: null, token).ConfigureAwait(false);
        if (keyId is not null && !known.Keys.ContainsKey(keyId)) known = await KeysOfAsync(issuer, mustBeNewerThan: time.GetUtcNow() - LookAgainAfter, token).ConfigureAwait(false);
        IEnumerable<JwkKey> candidates = keyId is null ? known.Keys.Values : known.Keys.TryGetValue(keyId, out JwkKey? named) ? [named] : [];
        return candidates.Any(key => key.Verifies(algorithm, signed, signature));
    }

    private async Task<Known> KeysOfAsync(string issuer, DateTimeOffset? mustBeNewerThan, CancellationToken token)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (issuers.TryGetValue(issuer, out Known? known))
        {
            bool isNew = known.Fetched > (mustBeNewerThan ?? now - (known.Keys.Count == 0 ? LookAgainAfter : KeptFor));
            if (isNew) return known;
        }

        Known fresh = new(await FetchAsync(issuer, token).ConfigureAwait(false) ?? known?.Keys ?? [], now);
        if (issuers.Count >= IssuersMax) issuers.Clear();
        issuers[issuer] = fresh;
        return fresh;
    }

    private async Task<Dictionary<string, JwkKey>?> FetchAsync(string issuer, CancellationToken token)
    {
        if (!Uri.TryCreate(issuer.TrimEnd('/') + "/.well-known/openid-configuration", UriKind.Absolute, out Uri? configuration)) return null;
        try
        {
            if (await fetch(configuration, token).ConfigureAwait(false) is not { } found) return null;
            using JsonDocument document = JsonDocument.Parse(found);
            if (!document.RootElement.TryGetProperty("jwks_uri", out JsonElement address) || !Uri.TryCreate(address.GetString(), UriKind.Absolute, out Uri? keysAt)) return null;
            if (await fetch(keysAt, token).ConfigureAwait(false) is not { } keys) return null;
            using JsonDocument set = JsonDocument.Parse(keys);
            Dictionary<string, JwkKey> read = new(StringComparer.Ordinal);
            foreach (JsonElement key in set.RootElement.GetProperty("keys").EnumerateArray().Take(KeysMax))
            {
                if (JwkKey.Read(key) is { } one) read[one.Id] = one;
            }

            return read;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or CryptographicException)
        {
            return null;
        }
    }

    private sealed record Known(Dictionary<string, JwkKey> Keys, DateTimeOffset Fetched);

    /// <summary>A public key of a set.</summary>
    private sealed class JwkKey(string id, RSAParameters? rsa, ECParameters? curve)
    {
        public string Id => id;

        public static JwkKey? Read(JsonElement key)
        {
            string id = key.TryGetProperty("kid", out JsonElement kid) ? kid.GetString() ?? "" : "";
            return (key.TryGetProperty("kty", out JsonElement type) ? type.GetString() : null) switch
            {
                "RSA" => new JwkKey(id, new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") }, null),
                "EC" when key.GetProperty("crv").GetString() == "P-256" => new JwkKey(id, null, new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") } }),
                _ => null,
            };
        }

        public bool Verifies(string algorithm, byte[] signed, byte[] signature)
        {
            try
            {
                if (rsa is { } parameters)
                {
                    HashAlgorithmName? hash = algorithm switch { "RS256" => HashAlgorithmName.SHA256, "RS384" => HashAlgorithmName.SHA384, "RS512" => HashAlgorithmName.SHA512, _ => null };
                    if (hash is not { } name) return false;
                    using RSA key = RSA.Create(parameters);
                    return key.VerifyData(signed, signature, name, RSASignaturePadding.Pkcs1);
                }

                if (algorithm != "ES256") return false;
                using ECDsa elliptic = ECDsa.Create(curve!.Value);
                return elliptic.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            }
            catch (CryptographicException)
            {
                return false;
            }
        }

        private static byte[] Bytes(JsonElement key, string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString());
    }
}
