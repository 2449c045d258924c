using System.Net;
using System.Net.Sockets;
using Gateway.Api.Listeners;
using Gateway.Api.Options;
using Gateway.Replication.Links.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Cluster;

/// <summary>Kestrel on the port of replication: HTTP/2 over TLS 1.3, for members only. A stranger does not get past the handshake.</summary>
internal sealed class ReplicationListener : IAsyncDisposable
{
    private const int ConnectionsMax = 256;
    private const int StreamsMax = 4;
    private const int FrameBytes = 256 * 1024;
    private readonly KestrelServer server;

    private ReplicationListener(KestrelServer server) => this.server = server;

    /// <summary>The port that it listens on.</summary>
    public int Port => new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <param name="address">Where; with port 0 on any free one.</param>
    /// <param name="gate">Who may come in.</param>
    /// <param name="application">What answers them.</param>
    /// <param name="settings">Times and bounds.</param>
    /// <param name="logs">For Kestrel.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="OptionsFault">The port is taken, or the address is not one of this machine.</exception>
    public static async Task<ReplicationListener> StartAsync(IPEndPoint address, PeerGate gate, PeerApplication application, LinkSettings settings, ILoggerFactory logs, CancellationToken token)
    {
        KestrelServerOptions kestrel = new() { AddServerHeader = false, ApplicationServices = Tls.Services() };
        SetLimits(kestrel.Limits, settings);
        kestrel.Listen(address, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(new TlsHandshakeCallbackOptions { HandshakeTimeout = settings.Connect, OnConnection = context => ValueTask.FromResult(gate.Admit(context.ClientHelloInfo.ServerName)) });
        });
        SocketTransportFactory sockets = new(Microsoft.Extensions.Options.Options.Create(new SocketTransportOptions()), logs);
        KestrelServer server = new(Microsoft.Extensions.Options.Options.Create(kestrel), sockets, logs);
        try
        {
            await server.StartAsync(application, token);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            server.Dispose();
            bool isTaken = failure is AddressInUseException or { InnerException: AddressInUseException };
            throw new OptionsFault(isTaken ? $"port {address.Port} of replication is taken: another program listens on {address}" : $"cannot listen on {address} for replication: {failure.Message}");
        }

        return new ReplicationListener(server);
    }

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync(new CancellationToken(canceled: true));
        server.Dispose();
    }

    private static void SetLimits(KestrelServerLimits limits, LinkSettings settings)
    {
        limits.MaxRequestBodySize = null; // a link never ends
        limits.MinRequestBodyDataRate = null; // and may have nothing to say
        limits.MinResponseDataRate = null;
        limits.MaxConcurrentConnections = ConnectionsMax;
        limits.RequestHeadersTimeout = settings.Connect;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(30); // of connections without a link
        limits.Http2.MaxStreamsPerConnection = StreamsMax;
        limits.Http2.MaxFrameSize = FrameBytes;
        limits.Http2.InitialStreamWindowSize = settings.WindowBytes;
        limits.Http2.InitialConnectionWindowSize = settings.WindowBytes;
        limits.Http2.KeepAlivePingDelay = settings.KeepAlive;
        limits.Http2.KeepAlivePingTimeout = settings.KeepAliveAnswer;
    }
}
