using System.Net;
using Gateway.Replication.Links;
using Gateway.Replication.Links.Transport;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Cluster;

/// <summary>Links over HTTP/2 with certificates on both sides: one stream of it for each, in a connection of its own.</summary>
internal sealed class Http2PeerTransport : IPeerTransport
{
    private readonly PeerDialer dialer;
    private readonly PeerApplication application;
    private readonly ReplicationListener listener;
    private int isDisposed;

    private Http2PeerTransport(PeerDialer dialer, PeerApplication application, ReplicationListener listener)
    {
        this.dialer = dialer;
        this.application = application;
        this.listener = listener;
    }

    /// <summary>The port that peers connect to.</summary>
    public int Port => listener.Port;

    /// <summary>Starts to listen.</summary>
    /// <param name="address">Where; with port 0 on any free one.</param>
    /// <param name="parts">What it needs to know.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">For Kestrel.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="Options.OptionsFault">The port cannot be had.</exception>
    public static async Task<Http2PeerTransport> StartAsync(IPEndPoint address, PeerTransportParts parts, TimeProvider time, ILoggerFactory logs, CancellationToken token)
    {
        PeerGate gate = new(parts.Identity, parts.Takes, parts.IsTokenOpen, time);
        PeerApplication application = new(gate, parts.Desk);
        ReplicationListener listener = await ReplicationListener.StartAsync(address, gate, application, parts.Settings, logs, token);
        return new Http2PeerTransport(new PeerDialer(parts.Identity, parts.Takes, parts.Settings, time), application, listener);
    }

    public ValueTask<IPeerChannel> ConnectAsync(PeerAddress peer, CancellationToken token) => dialer.ConnectAsync(peer, token);

    public ValueTask<IPeerChannel> AcceptAsync(CancellationToken token) => application.AcceptAsync(token);

    /// <summary>Asks a member for something that is not a link.</summary>
    /// <exception cref="IOException">It cannot be reached, or has no such thing.</exception>
    public ValueTask<byte[]> AskAsync(PeerAddress peer, string path, ReadOnlyMemory<byte> body, CancellationToken token) => dialer.AskAsync(peer, path, body, token);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) != 0) return;
        application.Close();
        await listener.DisposeAsync();
        application.Dispose();
    }
}
