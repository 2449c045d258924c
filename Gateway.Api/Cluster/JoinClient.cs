using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Gateway.Api.Options;
using Gateway.Replication.Links.Transport;
using Gateway.Replication.Membership;

namespace Gateway.Api.Cluster;

/// <summary>The joining side: with a token, a PoP that is alone becomes a member.</summary>
internal static class JoinClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Gets a certificate and keeps all that makes a member in the data folder.</summary>
    /// <param name="token">From the CPoP.</param>
    /// <param name="dataFolder">Of this PoP, which is in no cluster.</param>
    /// <param name="replication">Where others will reach it; port 0 takes any free one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="OptionsFault">It gets none; the message says why.</exception>
    public static async Task JoinAsync(JoinToken token, string dataFolder, HostAndPort replication, TimeProvider time, CancellationToken cancel)
    {
        HostAndPort own = replication.Port == 0 ? replication with { Port = FreePorts.Find(replication) } : replication;
        using CancellationTokenSource patience = new(Patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        X509Certificate2? shown = null;
        using HttpClient client = new(HandlerFor(token, certificate => shown = certificate));
        try
        {
            // The secret leaves only when the other side has shown a certificate of the authority that the token names.
            JoinAnswer authority = await AskAsync(client, token, LinkPaths.Authority, null, either.Token);
            if (!SHA256.HashData(authority.Authority).AsSpan().SequenceEqual(token.Fingerprint.Span)) throw new OptionsFault($"{token.Address} is not the PoP that the token was made at");
            using X509Certificate2 trusted = X509CertificateLoader.LoadCertificate(authority.Authority);
            if (shown is null || !IsIssuedBy(shown, trusted, time)) throw new OptionsFault($"{token.Address} is not the PoP that the token was made at");

            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            JoinRequest request = new(token.Secret, own.ToString(), ClusterAuthority.RequestFor(key, "new"));
            JoinAnswer answer = await AskAsync(client, token, LinkPaths.Join, request, either.Token);
            Keep(answer, key, trusted, dataFolder, own);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException or CryptographicException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            throw new OptionsFault(Explain(token, failure));
        }
        finally
        {
            shown?.Dispose();
        }
    }

    private static SocketsHttpHandler HandlerFor(JoinToken token, Action<X509Certificate2> onShown) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        EnableMultipleHttp2Connections = false,
        ConnectTimeout = Patience,
        ConnectCallback = async (_, cancel) => await TcpStreams.OpenAsync(token.Address.Host, token.Address.Port, cancel),
        SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                if (certificate is null) return false;
                onShown(X509CertificateLoader.LoadCertificate(certificate.GetRawCertData())); // judged as soon as the authority is known
                return true;
            },
        },
    };

    private static async Task<JoinAnswer> AskAsync(HttpClient client, JoinToken token, string path, JoinRequest? request, CancellationToken cancel)
    {
        using ByteArrayContent content = new(request is null ? [] : JsonSerializer.SerializeToUtf8Bytes(request, ClusterJson.Default.JoinRequest));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpRequestMessage message = new(HttpMethod.Post, $"https://{LinkPaths.JoinHost}{token.Id}{path}") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = content };
        using HttpResponseMessage response = await client.SendAsync(message, cancel);
        if (response.StatusCode != HttpStatusCode.OK) throw new OptionsFault($"{token.Address} answers with {(int)response.StatusCode}: it is not the central PoP of a cluster");
        JoinAnswer answer = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancel), ClusterJson.Default.JoinAnswer) ?? throw new JsonException("an empty answer");
        return answer.Error is null ? answer : throw new OptionsFault($"{token.Address} lets nobody join with this token: {answer.Error}");
    }

    private static bool IsIssuedBy(X509Certificate2 shown, X509Certificate2 authority, TimeProvider time)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(shown);
    }

    private static void Keep(JoinAnswer answer, ECDsa key, X509Certificate2 authority, string dataFolder, HostAndPort own)
    {
        using X509Certificate2 issued = X509CertificateLoader.LoadCertificate(answer.Certificate);
        using X509Certificate2 certificate = issued.CopyWithPrivateKey(key);
        using PopIdentity identity = new(X509CertificateLoader.LoadCertificate(answer.Certificate), X509CertificateLoader.LoadCertificate(authority.RawData));
        PopInfo self = answer.Members.FirstOrDefault(member => member.Name == identity.Self.Name) ?? throw new JsonException("the answer does not name the new member");
        ClusterFile about = new() { Cluster = answer.Cluster, Name = self.Name, Region = self.Region, Groups = self.Groups, Address = own.ToString() };
        ClusterFolder.Create(dataFolder, about, certificate, authority, answer.Members, authorityKey: null);
    }

    private static string Explain(JoinToken token, Exception failure)
    {
        if (failure is OperationCanceledException) return $"{token.Address} does not answer within {Patience.TotalSeconds} s";
        Exception inner = failure;
        while (inner.InnerException is not null) inner = inner.InnerException;
        bool cannotConnect = inner is SocketException { SocketErrorCode: not (SocketError.ConnectionReset or SocketError.ConnectionAborted) }; // else it was there and has hung up, somewhere in the handshake
        bool isRefused = !cannotConnect && failure is (HttpRequestException or IOException);
        return isRefused
            ? $"{token.Address} ends the connection: the token was used, or has expired, or never was one: make another with 'edgectl pops add'"
            : $"cannot join by way of {token.Address}: {inner.Message}";
    }
}
