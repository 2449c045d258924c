using Gateway.DynamoCompat.Replication;
using Gateway.Replication;
using Gateway.Replication.Bookmarks;
using Gateway.Replication.Links;
using Gateway.Replication.Membership;
using Gateway.Replication.Replica;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Wiring;

/// <summary>A PoP's part in its cluster: its data, the rules of replication and the connections to other members, put together.</summary>
internal sealed partial class ReplicationWiring : IAsyncDisposable
{
    /// <summary>A member of this group keeps everything, as the central PoP does.</summary>
    private const string BackupGroup = "backup";

    private readonly ReplicationNode node;
    private readonly ReplicationService service;

    private ReplicationWiring(ReplicationNode node, ReplicationService service)
    {
        this.node = node;
        this.service = service;
    }

    /// <summary>How far every PoP's log is visible here.</summary>
    public AppliedPositions Positions => node.House.Positions;

    /// <summary>Begins to replicate.</summary>
    /// <param name="cluster">The cluster's id.</param>
    /// <param name="pops">Who is in it, now.</param>
    /// <param name="dynamo">The data.</param>
    /// <param name="transport">Connections; disposed with this.</param>
    /// <param name="options">Intervals and bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Spreads attempts to connect.</param>
    /// <param name="log">Where it says what an operator should know.</param>
    public static ReplicationWiring Start(string cluster, Func<PopMap> pops, DynamoWiring dynamo, IPeerTransport transport, ReplicationOptions options, TimeProvider time, Random random, ILogger log)
    {
        ReplicaPort port = dynamo.Face.Replica;
        port.BeginReplication();
        PopMap map = pops();
        PopInfo self = map.Find(map.Self) ?? throw new InvalidOperationException("This PoP is not in its own cluster.");
        ReplicaAdapter replica = new(port, name => pops().Find(name)?.Region);
        ReplicationNode node = new(
            cluster,
            ProfileOf(self),
            replica,
            dynamo.Store,
            dynamo.Log,
            dynamo.Commits,
            options,
            time,
            random,
            () => [.. pops().Peers.Where(peer => peer.State == PopState.Active).Select(peer => peer.Name)],
            name => pops().Find(name) is { IsTaken: true } peer ? ProfileOf(peer) : null);
        ReplicationService service = new(node, transport, () => [.. pops().Peers.Select(peer => peer.Peer)], random, (peer, what) => Link(log, peer, what));
        dynamo.Upkeep.HoldFor(() => node.ReadersPosition);
        service.Start();
        return new ReplicationWiring(node, service);
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    private static PopProfile ProfileOf(PopInfo pop) => new(pop.Name, pop.Region, pop.Groups, pop.IsCentral || pop.Groups.Contains(BackupGroup));

    [LoggerMessage(501, LogLevel.Information, "link to {Peer}: {What}")]
    private static partial void Link(ILogger log, string peer, string what);
}
