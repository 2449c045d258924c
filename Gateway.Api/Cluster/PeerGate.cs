using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gateway.Replication.Links.Transport;
using Gateway.Replication.Membership;

namespace Gateway.Api.Cluster;

/// <summary>Who gets past the handshake on the port of replication: members, and whoever knows of a token that is waited for.</summary>
/// <param name="identity">What this PoP proves itself with now.</param>
/// <param name="takes">Says whether a certificate of the authority is a member's.</param>
/// <param name="isTokenOpen">Says whether a token of this id is waited for.</param>
/// <param name="time">The clock.</param>
internal sealed class PeerGate(Func<PopIdentity> identity, Func<PopCertificate, bool> takes, Func<string, bool> isTokenOpen, TimeProvider time)
{
    private SslStreamCertificateContext? context;
    private PopIdentity? contextOf;

    /// <param name="serverName">What the other side asks for.</param>
    public SslServerAuthenticationOptions Admit(string serverName)
    {
        bool joins = serverName.StartsWith(LinkPaths.JoinHost, StringComparison.Ordinal) && isTokenOpen(serverName[LinkPaths.JoinHost.Length..]);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = Context(),
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false, // each connection is checked anew
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            ClientCertificateRequired = !joins,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => joins || Member(certificate as X509Certificate2) is not null,
        };
    }

    /// <summary>Who holds a certificate that came through the handshake; null if it is no member, or is none any more.</summary>
    public PopCertificate? Member(X509Certificate2? certificate) => identity().Check(certificate, PeerPurpose.Client, time.GetUtcNow()) is { } shown && takes(shown) ? shown : null;

    private SslStreamCertificateContext Context()
    {
        PopIdentity now = identity();
        if (context is null || contextOf != now)
        {
            context = SslStreamCertificateContext.Create(now.Certificate, [now.Authority], offline: true);
            contextOf = now;
        }

        return context;
    }
}
