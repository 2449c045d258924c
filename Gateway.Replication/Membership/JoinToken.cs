using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Replication.Membership;

/// <summary>What an operator carries from the CPoP to a new PoP, once: where to ask, whom to trust, and a secret.</summary>
/// <remarks>Form: <c>edge1.ADDRESS.FINGERPRINT.SECRET</c>, each part in base64url.</remarks>
public sealed class JoinToken
{
    private const string Prefix = "edge1";
    private const int SecretBytes = 24;
    private const int IdBytes = 8;
    private readonly byte[] secret;

    private JoinToken(HostAndPort address, byte[] fingerprint, byte[] secret)
    {
        Address = address;
        Fingerprint = fingerprint;
        this.secret = secret;
    }

    /// <summary>Where the CPoP takes connections of other PoPs.</summary>
    public HostAndPort Address { get; }

    /// <summary>SHA-256 of the authority's certificate.</summary>
    public ReadOnlyMemory<byte> Fingerprint { get; }

    /// <summary>Names the token without giving it away.</summary>
    public string Id => Convert.ToHexStringLower(Hashed("id").AsSpan(0, IdBytes));

    /// <summary>What the CPoP keeps of the secret.</summary>
    public string Hash => Convert.ToHexStringLower(Hashed("hash"));

    /// <summary>The secret, as it is sent.</summary>
    public string Secret => Base64Url.EncodeToString(secret);

    /// <summary>Makes one.</summary>
    public static JoinToken Create(HostAndPort address, byte[] fingerprint) => new(address, fingerprint, RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Reads one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out JoinToken? token)
    {
        token = null;
        if (text is null || text.Trim().Split('.') is not [Prefix, { } address, { } fingerprint, { } secret]) return false;
        if (!Base64Url.IsValid(address) || !Base64Url.IsValid(fingerprint, out int fingerprintBytes) || !Base64Url.IsValid(secret, out int secretBytes)) return false;
        if (fingerprintBytes != SHA256.HashSizeInBytes || secretBytes != SecretBytes) return false;
        if (!HostAndPort.TryParse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(address)), out HostAndPort? parts)) return false;

        token = new JoinToken(parts, Base64Url.DecodeFromChars(fingerprint), Base64Url.DecodeFromChars(secret));
        return true;
    }

    /// <summary>What the CPoP keeps of a secret that was sent to it; null if it has not the form of one.</summary>
    public static string? HashOf(string? secret) =>
        secret is not null && Base64Url.IsValid(secret, out int bytes) && bytes == SecretBytes ? new JoinToken(new HostAndPort("", 0), [], Base64Url.DecodeFromChars(secret)).Hash : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Prefix}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Address.ToString()))}.{Base64Url.EncodeToString(Fingerprint.Span)}.{Secret}";

    private byte[] Hashed(string purpose) => SHA256.HashData([.. Encoding.ASCII.GetBytes($"edge-join {purpose} "), .. secret]);
}
