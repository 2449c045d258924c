using System.Net;
using Gateway.Api.Cluster;
using Gateway.Api.Telemetry;
using Gateway.Replication.Links;
using Gateway.Replication.Links.Transport;
using Gateway.Replication.Membership;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Tests.Cluster;

/// <summary>The transport of one PoP on a free loopback port, with a certificate of a cluster.</summary>
internal sealed class TestPeer : IAsyncDisposable
{
    private readonly PopIdentity identity;

    private TestPeer(PopIdentity identity, Http2PeerTransport transport)
    {
        this.identity = identity;
        Transport = transport;
    }

    public Http2PeerTransport Transport { get; }

    public PeerAddress Address => new(identity.Self.Name, "127.0.0.1", Transport.Port);

    public static async Task<TestPeer> StartAsync(ClusterAuthority authority, string name, Func<PopCertificate, bool>? takes = null, Func<PeerTransportParts, PeerTransportParts>? change = null)
    {
        PopIdentity identity = new(authority.IssueWithKey(name, epoch: 1, TimeProvider.System.GetUtcNow()), authority.PublicCertificate);
        PeerTransportParts parts = new() { Identity = () => identity, Takes = takes ?? (_ => true), Settings = new LinkSettings { Connect = TimeSpan.FromSeconds(20) } };
        return new TestPeer(identity, await Http2PeerTransport.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), change?.Invoke(parts) ?? parts, TimeProvider.System, new LineLog(TextWriter.Null, LogLevel.Error), TestContext.Current.CancellationToken));
    }

    /// <summary>Connects and accepts.</summary>
    public async Task<(IPeerChannel Here, IPeerChannel There)> ConnectAsync(TestPeer peer)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        IPeerChannel here = await Transport.ConnectAsync(peer.Address, token);
        return (here, await peer.Transport.AcceptAsync(token));
    }

    public async ValueTask DisposeAsync()
    {
        await Transport.DisposeAsync();
        identity.Dispose();
    }
}
