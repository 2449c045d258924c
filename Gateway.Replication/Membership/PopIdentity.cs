using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Replication.Membership;

/// <summary>What a PoP proves itself with: its certificate with the key, and the authority of its cluster, which it checks others by.</summary>
public sealed class PopIdentity : IDisposable
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";
    private const string CommonName = "2.5.4.3";
    private const string UnitName = "2.5.4.11";
    internal const string EpochPrefix = "epoch-";

    /// <param name="certificate">With its private key; this takes it over.</param>
    /// <param name="authority">The authority's certificate, without a key; this takes it over.</param>
    public PopIdentity(X509Certificate2 certificate, X509Certificate2 authority)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        Certificate = certificate;
        Authority = authority;
        Self = Read(certificate) ?? throw new CryptographicException("the certificate names no PoP");
    }

    /// <summary>The certificate, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Of the cluster.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>What its own certificate says.</summary>
    public PopCertificate Self { get; }

    /// <summary>Checks the certificate of another PoP against the authority, and nothing else: not the machine's list of authorities.</summary>
    /// <param name="certificate">As the other side has shown it; null if it has shown none.</param>
    /// <param name="purpose">What it is used for.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null if it is a stranger's.</returns>
    public PopCertificate? Check(X509Certificate2? certificate, PeerPurpose purpose, DateTimeOffset now)
    {
        if (certificate is null) return null;
        using X509Chain chain = new();
        X509ChainPolicy policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.Add(Authority);
        policy.RevocationMode = X509RevocationMode.NoCheck; // who is a member no more is refused by name
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = now.UtcDateTime;
        policy.VerificationTimeIgnored = false;
        policy.ApplicationPolicy.Add(new Oid(purpose == PeerPurpose.Server ? ServerPurpose : ClientPurpose));
        try
        {
            return chain.Build(certificate) ? Read(certificate) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            foreach (X509ChainElement element in chain.ChainElements) element.Certificate.Dispose();
        }
    }

    /// <summary>What the subject says: <c>CN=pop-1, OU=epoch-1</c>.</summary>
    private static PopCertificate? Read(X509Certificate2 certificate)
    {
        string? name = null;
        long epoch = 0;
        foreach (X500RelativeDistinguishedName part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements) return null;
            string? value = part.GetSingleElementValue();
            if (part.GetSingleElementType().Value == CommonName) name = value;
            if (part.GetSingleElementType().Value == UnitName && (value?.StartsWith(EpochPrefix, StringComparison.Ordinal) != true || !long.TryParse(value.AsSpan(EpochPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out epoch))) return null;
        }

        return PopNames.IsName(name) && epoch > 0 ? new PopCertificate(name!, epoch, certificate.GetCertHashString(HashAlgorithmName.SHA256)) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        Authority.Dispose();
    }
}
