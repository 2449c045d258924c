using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Replication.Membership;

/// <summary>The small authority of one cluster: its certificates are all that PoPs trust. Its key is at the CPoP only.</summary>
public sealed class ClusterAuthority : IDisposable
{
    private const int YearsOfAuthority = 20;
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromDays(1);
    private readonly X509Certificate2 certificate;

    /// <param name="certificate">With its private key; this takes it over.</param>
    public ClusterAuthority(X509Certificate2 certificate) => this.certificate = certificate;

    /// <summary>How long the certificates are good that it makes.</summary>
    public CertificateTerms Terms { get; init; } = new();

    /// <summary>With its private key.</summary>
    public X509Certificate2 Certificate => certificate;

    /// <summary>Without the key, for those that check by it. The caller's.</summary>
    public X509Certificate2 PublicCertificate => X509CertificateLoader.LoadCertificate(certificate.RawData);

    /// <summary>SHA-256 of the certificate.</summary>
    public byte[] Fingerprint => certificate.GetCertHash(HashAlgorithmName.SHA256);

    /// <summary>Makes the authority of a new cluster.</summary>
    /// <param name="cluster">The cluster's id.</param>
    /// <param name="now">The time.</param>
    /// <param name="terms">Of the certificates that it makes; null for the usual.</param>
    public static ClusterAuthority Create(string cluster, DateTimeOffset now, CertificateTerms? terms = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN=EdgeGateway cluster {cluster}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return new ClusterAuthority(request.CreateSelfSigned(now - ClocksDiffer, now.AddYears(YearsOfAuthority))) { Terms = terms ?? new() };
    }

    /// <summary>Makes a key and a certificate for a PoP on this machine.</summary>
    /// <returns>With the key; the caller's.</returns>
    public X509Certificate2 IssueWithKey(string name, long epoch, DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 issued = Issue(new PublicKey(key), name, epoch, now);
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>Makes a certificate for whoever holds the key of a request.</summary>
    /// <param name="signingRequest">PKCS #10, in DER. Only its key and the proof that its sender holds it count.</param>
    /// <param name="name">The PoP.</param>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="now">The time.</param>
    /// <returns>Without a key; the caller's.</returns>
    /// <exception cref="CryptographicException">It is no such request, its signature is wrong, or its key is of another kind than P-256.</exception>
    public X509Certificate2 Issue(byte[] signingRequest, string name, long epoch, DateTimeOffset now)
    {
        CertificateRequest request;
        try
        {
            request = CertificateRequest.LoadSigningRequest(signingRequest, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.Default);
        }
        catch (AsnContentException failure)
        {
            throw new CryptographicException("not a certificate request", failure);
        }

        using ECDsa? key = request.PublicKey.GetECDsaPublicKey();
        return key is { KeySize: 256 } ? Issue(request.PublicKey, name, epoch, now) : throw new CryptographicException("a key on the curve P-256 is expected");
    }

    /// <summary>A request for a certificate with a key that its PoP keeps to itself.</summary>
    /// <returns>PKCS #10, in DER.</returns>
    public static byte[] RequestFor(ECDsa key, string name)
    {
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        return request.CreateSigningRequest();
    }

    private X509Certificate2 Issue(PublicKey key, string name, long epoch, DateTimeOffset now)
    {
        if (!PopNames.IsName(name)) throw new ArgumentException($"'{name}' is not a name of a PoP", nameof(name));
        CertificateRequest request = new(new X500DistinguishedName(string.Create(CultureInfo.InvariantCulture, $"CN={name}, OU={PopIdentity.EpochPrefix}{epoch}")), key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F; // a positive number
        DateTimeOffset from = now - ClocksDiffer;
        DateTimeOffset authorityFrom = certificate.NotBefore.ToUniversalTime();
        return request.Create(certificate, from < authorityFrom ? authorityFrom : from, now + Terms.Lasts, serial);
    }

    /// <inheritdoc/>
    public void Dispose() => certificate.Dispose();
}
