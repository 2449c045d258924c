using System.Net;
using Gateway.Api.Options;
using Gateway.Replication.Links;
using Gateway.Replication.Links.Transport;
using Gateway.Replication.Membership;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Cluster;

/// <summary>A PoP as a member of a cluster: who it is, whom it knows, and how it connects to them.</summary>
internal sealed class PopCluster : IAsyncDisposable
{
    private readonly ClusterFolder folder;
    private readonly PopIdentity identity;

    private PopCluster(ClusterFolder folder, ClusterFile about, PopIdentity identity, PopDirectory directory)
    {
        this.folder = folder;
        this.identity = identity;
        About = about;
        Directory = directory;
    }

    /// <summary>Who this PoP is.</summary>
    public ClusterFile About { get; private set; }

    /// <summary>Whom it knows.</summary>
    public PopDirectory Directory { get; }

    /// <summary>Connects it to them.</summary>
    public IPeerTransport Transport { get; private set; } = null!;

    /// <summary>The switch that cuts links; null where links cannot be cut.</summary>
    public LinkFaults? Faults { get; private set; }

    /// <summary>Its own record.</summary>
    public PopInfo Self => Directory.Map.Find(About.Name)!;

    /// <summary>Starts to take connections of other members.</summary>
    /// <param name="folder">What it keeps about itself.</param>
    /// <param name="store">The records of members.</param>
    /// <param name="options">Whether links are made worse on purpose.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">For jitter.</param>
    /// <param name="logs">Where it says what an operator should know.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="OptionsFault">A file cannot be used, or the port cannot be had.</exception>
    public static async Task<PopCluster> OpenAsync(ClusterFolder folder, IMembershipStore store, PopOptions options, TimeProvider time, Random random, ILoggerFactory logs, CancellationToken token)
    {
        ClusterFile about = folder.ReadAbout();
        PopIdentity identity = folder.ReadIdentity();
        PopDirectory? directory = null;
        PopCluster? cluster = null;
        try
        {
            directory = new PopDirectory(about.Name, store, folder.ReadMembers(), about.IsLocalCluster);
            cluster = new PopCluster(folder, about, identity, directory);
            await cluster.ListenAsync(options, time, random, logs, token);
            return cluster;
        }
        catch
        {
            directory?.Dispose();
            identity.Dispose();
            throw;
        }
    }

    /// <summary>Tells the others where this PoP is.</summary>
    /// <param name="endpoint">Where apps reach it.</param>
    /// <param name="token">Gives up.</param>
    public async ValueTask PublishAsync(Uri endpoint, CancellationToken token) =>
        await Directory.PutAsync(Self with { Address = About.Address, Endpoint = endpoint.ToString().TrimEnd('/'), Region = About.Region, Fingerprint = identity.Self.Fingerprint, Epoch = identity.Self.Epoch }, token);

    public async ValueTask DisposeAsync()
    {
        if (Transport is not null) await Transport.DisposeAsync();
        Directory.Dispose();
        identity.Dispose();
    }

    private async Task ListenAsync(PopOptions options, TimeProvider time, Random random, ILoggerFactory logs, CancellationToken token)
    {
        if (!HostAndPort.TryParse(About.Address, out HostAndPort? address)) throw new OptionsFault($"the address of replication '{About.Address}' is not host:port");
        PeerTransportParts parts = new() { Identity = () => identity, Takes = peer => Directory.Map.Takes(peer.Name, peer.Epoch) };
        Http2PeerTransport transport = await Http2PeerTransport.StartAsync(EndPointOf(address), parts, time, logs, token);
        Transport = transport;
        if (address.Port == 0)
        {
            About = About with { Address = (address with { Port = transport.Port }).ToString() };
            folder.WriteAbout(About);
        }

        if (!options.IsSupervised) return;
        Faults = new LinkFaults(peer => options.Wan && Directory.Map.Find(peer) is { } there ? WanTable.Between(About.Region, there.Region) : null);
        Transport = new FaultyTransport(transport, Faults, time, random);
    }

    /// <summary>A name may lead here by any of this machine's addresses.</summary>
    private static IPEndPoint EndPointOf(HostAndPort address) =>
        IPAddress.TryParse(address.Host, out IPAddress? ip) ? new IPEndPoint(ip, address.Port) : new IPEndPoint(address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Any, address.Port);
}
