using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gateway.Replication.Membership;

namespace Gateway.Replication.Links.Transport;

/// <summary>The dialing end of links: one connection of HTTP/2 over TLS 1.3 for each, with certificates on both sides.</summary>
/// <param name="identity">What this PoP proves itself with now; asked for each connection.</param>
/// <param name="takes">Says whether a certificate of the authority is a member's.</param>
/// <param name="settings">Times and bounds.</param>
/// <param name="time">The clock.</param>
public sealed class PeerDialer(Func<PopIdentity> identity, Func<PopCertificate, bool> takes, LinkSettings settings, TimeProvider time)
{
    private static readonly TimeSpan LingerMost = TimeSpan.FromSeconds(1);

    /// <summary>Connects to a peer, and makes sure that it is who it should be.</summary>
    /// <exception cref="IOException">It cannot be reached, is a stranger, or does not want us.</exception>
    public async ValueTask<IPeerChannel> ConnectAsync(PeerAddress peer, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(peer);
        if (!PopNames.IsName(peer.Name)) throw new IOException($"'{peer.Name}' is not a name of a PoP");

        using CancellationTokenSource patience = new(settings.Connect, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(token, patience.Token);
        CancellationTokenSource life = new();
        HttpMessageInvoker? client = null;
        DuplexContent? content = null;
        try
        {
            client = new HttpMessageInvoker(HandlerFor(peer));
            content = new DuplexContent();
            // The name of the PoP is what its certificate is checked for; where it is reached stands in the address.
            HttpRequestMessage request = new(HttpMethod.Post, $"https://{peer.Name}{LinkPaths.Link}") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = content };
            using CancellationTokenRegistration givingUp = either.Token.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), life);
            HttpResponseMessage answer = await client.SendAsync(request, life.Token);
            if (answer.StatusCode != HttpStatusCode.OK) throw new IOException($"{peer.Name} answers with {(int)answer.StatusCode}");

            Stream output = await content.Opened.WaitAsync(either.Token);
            Stream input = await answer.Content.ReadAsStreamAsync(either.Token);
            StreamChannel channel = null!;
            channel = new StreamChannel(peer.Name, input, output, async () =>
            {
                content.End();
                await channel.LingerAsync(LingerMost, time);
                await CloseAsync(life, content, answer, client);
            });
            return channel;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException or AuthenticationException)
        {
            await CloseAsync(life, content, null, client);
            token.ThrowIfCancellationRequested();
            if (failure is OperationCanceledException) throw new IOException($"{peer.Name} at {peer.Host}:{peer.Port} does not answer within {settings.Connect.TotalSeconds:0.#} s", failure);
            throw failure is HttpRequestException ? new IOException($"cannot connect to {peer.Name} at {peer.Host}:{peer.Port}: {Innermost(failure).Message}", failure) : failure;
        }
    }

    /// <summary>Asks a member for something that is not a link.</summary>
    /// <exception cref="IOException">It cannot be reached, is a stranger, or has no such thing.</exception>
    public async ValueTask<byte[]> AskAsync(PeerAddress peer, string path, ReadOnlyMemory<byte> body, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(peer);
        using CancellationTokenSource patience = new(settings.Connect, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(token, patience.Token);
        using HttpMessageInvoker client = new(HandlerFor(peer));
        using HttpRequestMessage request = new(HttpMethod.Post, $"https://{peer.Name}{path}") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ReadOnlyMemoryContent(body) };
        try
        {
            using HttpResponseMessage answer = await client.SendAsync(request, either.Token);
            return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsByteArrayAsync(either.Token) : throw new IOException($"{peer.Name} answers with {(int)answer.StatusCode}");
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            token.ThrowIfCancellationRequested();
            throw new IOException($"cannot ask {peer.Name} at {peer.Host}:{peer.Port}: {Innermost(failure).Message}", failure);
        }
    }

    private static async ValueTask CloseAsync(CancellationTokenSource life, DuplexContent? content, HttpResponseMessage? answer, HttpMessageInvoker? client)
    {
        answer?.Dispose();
        await life.CancelAsync();
        content?.Dispose();
        client?.Dispose();
        life.Dispose();
    }

    private SocketsHttpHandler HandlerFor(PeerAddress peer)
    {
        PopIdentity self = identity();
        return new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = settings.Connect,
            KeepAlivePingDelay = settings.KeepAlive,
            KeepAlivePingTimeout = settings.KeepAliveAnswer,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            InitialHttp2StreamWindowSize = settings.WindowBytes,
            ConnectCallback = (_, token) => OpenAsync(peer, token),
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls13,
                ClientCertificateContext = SslStreamCertificateContext.Create(self.Certificate, [self.Authority], offline: true),
                AllowTlsResume = false, // each connection is checked anew
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    self.Check(certificate as X509Certificate2, PeerPurpose.Server, time.GetUtcNow()) is { } shown && shown.Name == peer.Name && takes(shown),
            },
        };
    }

    private static async ValueTask<Stream> OpenAsync(PeerAddress peer, CancellationToken token)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(peer.Host, peer.Port, token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Exception Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure;
}
