using Gateway.Api.Cluster;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Replication;
using Gateway.Replication;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Backup;
using Gateway.Replication.Bookmarks;
using Gateway.Replication.Following;
using Gateway.Replication.Joining;
using Gateway.Replication.Membership;
using Gateway.Replication.Replica;
using Gateway.Replication.Status;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Wiring;

/// <summary>A PoP's part in its cluster: its data, the rules of replication and the connections to other members, put together.</summary>
internal sealed partial class ReplicationWiring : IReplicationRun
{
    /// <summary>A member of this group keeps everything, as the central PoP does.</summary>
    private const string BackupGroup = "backup";

    /// <summary>A member of which nothing was heard for so long holds stability back.</summary>
    private const long SilentMilliseconds = 15_000;

    /// <summary>More are not counted for a status.</summary>
    private const int RemainsCountMax = 100_000;

    private readonly ReplicaPort port;
    private readonly Func<PopMap> pops;
    private readonly string cluster;
    private readonly ReplicationNode node;
    private readonly ComparerSet comparers;
    private readonly Joiner joiner;
    private readonly ReplicationService service;
    private readonly MemberUpkeep members;
    private readonly Action forget;
    private readonly BucketFingerprints fingerprints;
    private readonly Func<bool> isFull;
    private readonly LinkStatusReader links;
    private readonly LogHoldWatch hold;
    private readonly WorkPace pace;
    private readonly PartitionFollower follower;
    private readonly ReplicationMetrics metrics;
    private readonly TimeProvider time;

    private ReplicationWiring(ReplicaPort port, string cluster, Func<PopMap> pops, ReplicationNode node, ComparerSet comparers, Joiner joiner, ReplicationService service, MemberUpkeep members, LogHoldWatch hold, PartitionFollower follower, BucketFingerprints fingerprints, Func<bool> isFull, Action forget, TimeProvider time)
    {
        this.port = port;
        this.cluster = cluster;
        this.pops = pops;
        this.node = node;
        this.comparers = comparers;
        this.joiner = joiner;
        this.service = service;
        this.members = members;
        this.forget = forget;
        this.fingerprints = fingerprints;
        this.isFull = isFull;
        this.time = time;
        this.hold = hold;
        this.follower = follower;
        links = new LinkStatusReader(service, node, time);
        pace = new WorkPace(time);
        metrics = new ReplicationMetrics(Status, time);
    }

    /// <summary>How far every PoP's log is visible here.</summary>
    public AppliedPositions Positions => node.House.Positions;

    /// <summary>How far every PoP's log is merged here, durably.</summary>
    public IReadOnlyList<AppliedPosition> Applied =>
        [.. pops().Peers.Select(peer => (peer.Name, Record: node.House.Journal.Find(peer.Name))).Where(peer => peer.Record is not null).Select(peer => new AppliedPosition(peer.Name, new ReplicaId(peer.Record!.Value.Replica), peer.Record.Value.Position))];

    /// <summary>Begins to replicate.</summary>
    /// <param name="cluster">Who this PoP is, and whom it knows.</param>
    /// <param name="dynamo">The data.</param>
    /// <param name="options">Intervals and bounds.</param>
    /// <param name="logHeldShare">From this share of the free disk on, what the log keeps for a peer is too much.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Spreads attempts to connect.</param>
    /// <param name="log">Where it says what an operator should know.</param>
    public static ReplicationWiring Start(PopCluster cluster, DynamoWiring dynamo, ReplicationOptions options, double logHeldShare, TimeProvider time, Random random, ILogger log)
    {
        ReplicaPort port = dynamo.Face.Replica;
        Func<PopMap> pops = () => cluster.Directory.Map;
        ReplicationNode? started = null;
        Action tell = () => TellMembers(port, pops(), name => pops().Find(name) is { State: PopState.Active } && HasHeard(started, name, time));
        tell(); // before the first table is followed: who this PoP is decides which it holds
        cluster.Directory.Changed += tell;
        port.BeginReplication();
        ReplicaAdapter replica = new(port, name => pops().Find(name)?.Region, cluster.About.Name);
        ReplicationNode node = new(
            cluster.About.Cluster,
            ProfileOf(cluster.Self),
            replica,
            dynamo.Store,
            dynamo.Log,
            dynamo.Commits,
            options,
            time,
            random,
            () => [.. pops().Peers.Select(peer => peer.Name)], // one that joins, too: it must have all that is declared stable before it writes
            name => pops().Find(name) is { IsMember: true } peer ? ProfileOf(peer) : null,
            () => [.. pops().Departed],
            name => pops().Find(name)?.Evictions ?? 0);
        started = node;
        cluster.AwaitedFor = name => node.Departures.AwaitedFor(name, [.. pops().Peers.Select(peer => peer.Name)]);
        Joiner? joiner = null;
        replica.OwnerOf = id => node.House.Owners.GetValueOrDefault(id);
        ItemScopesAdapter scopes = new(port, () => node.House.Self, () => joiner is { IsWhole: true } && cluster.Self.State == PopState.Active);
        BucketFingerprints fingerprints = new(replica, scopes);
        scopes.Fingerprints = fingerprints;
        port.Observer = port.Observer is { } others ? new BothObservers(others, scopes) : scopes; // a backup may listen already
        ComparerSet comparers = new(node.House, fingerprints, scopes);
        joiner = new Joiner(node.House, fingerprints, scopes, new JoinJournal(dynamo.Store, dynamo.Commits), cluster.Self.State == PopState.Joining, () => Activate(cluster, port, log));
        node.House.Warn = what => Warning(log, what);
        FolderChange change = FolderMark.Look(dynamo.Store, dynamo.Folder);
        if (change == FolderChange.Moved)
        {
            joiner.Compare();
            port.RenewIdentity();
            IsCopy(log);
        }
        else if (change == FolderChange.Started && !node.House.Journal.IsEmpty && !node.House.IsReplaying)
        {
            port.RenewIdentity(); // a copy of the machine may go on under the old one
        }

        replica.IsWhole = () => joiner.IsWhole;
        PartitionFollower follower = new(node.House, new FollowedData(port, scopes), new FollowOptions(), new FollowJournal(dynamo.Store, dynamo.Commits));
        replica.FollowsAll = () => node.House.Self.FollowsAll;
        replica.HasLease = (table, partition, pop) => follower.Given.Has(new PartitionName(table, partition), pop);
        port.Gate = new PartitionGate(follower);
        ReplicationService service = new(node, cluster.Transport, () => [.. pops().Reachable.Select(peer => peer.Peer)], name => pops().Find(name) is { IsTaken: true } peer ? ProfileOf(peer) : null, comparers, joiner, random, (peer, what) => Link(log, peer, what), follower);
        dynamo.Upkeep.HoldFor(() => node.ReadersPosition);
        Evictions? evictions = cluster.About.IsCentral ? new Evictions(cluster, node, options.EvictAfter, time, log) : null;
        node.House.Returned = name => evictions?.Return(name);
        service.Start();
        LogHoldWatch hold = new(node, dynamo, pops, logHeldShare, time, log);
        MemberUpkeep members = new(cluster, new FollowedTables(port, joiner, fingerprints), hold, evictions, () => joiner.IsWhole, time, log);
        port.HoldsMore += members.LookNow;
        return new ReplicationWiring(port, cluster.About.Cluster, pops, node, comparers, joiner, service, members, hold, follower, fingerprints, () => dynamo.IsFull, () =>
        {
            port.Gate = null;
            port.HoldsMore -= members.LookNow;
            cluster.Directory.Changed -= tell;
        }, time);
    }

    public ReplicationStatus Status()
    {
        PopMap map = pops();
        PopInfo? self = map.Find(map.Self);
        PopInfo[] peers = [.. map.Peers];
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        IReadOnlyList<ComparisonStatus> compared = comparers.Status;
        IReadOnlyList<RemainsCount> remains = port.CountRemains(RemainsCountMax);
        IReadOnlyList<ConflictCount> conflicts = port.Conflicts;
        IReadOnlyDictionary<string, long> heard = node.House.Stability.Heard();
        return new ReplicationStatus
        {
            Pop = map.Self,
            Region = self?.Region ?? "",
            Cluster = cluster,
            IsCentral = self?.IsCentral ?? false,
            State = self?.State ?? PopState.Active,
            Links = [.. peers.Select(peer => links.Read(peer.Name, compared.FirstOrDefault(status => status.Peer == peer.Name), hold.Of(peer.Name)))],
            StabilityAgeSeconds = node.House.Stability.Lowest.Milliseconds == 0 ? null : Math.Max(0, (now - node.House.Stability.Lowest.Milliseconds) / 1000.0),
            Evicted = [.. map.Members.Where(pop => pop.State == PopState.Evicted).Select(pop => pop.Name)],
            HeldBackBy = [.. node.Departures.Open.Where(departure => !departure.IsBack).Select(departure => departure.Pop), .. peers.Where(peer => !heard.TryGetValue(peer.Name, out long last) || now - last > SilentMilliseconds).Select(peer => peer.Name)],
            Remains = remains.Sum(table => table.Items),
            Ghosts = remains.Sum(table => table.Ghosts),
            Siblings = remains.Sum(table => table.Siblings),
            RemainsByTable = [.. remains.Select(table => new TableRemains(table.Table, table.Ghosts, table.Siblings))],
            UnshippedEntries = Math.Max(0, node.House.Commits.DurableSequence - Math.Min(node.House.Commits.DurableSequence, node.ReadersPosition)),
            LogHeld = hold.Held,
            LeasesOwn = follower.LeaseCount,
            LeasesGiven = follower.Given.Count,
            LeasesAwaited = follower.AwaitedCount,
            Repairs = [.. compared.OrderBy(status => status.Peer, StringComparer.Ordinal).Select(RepairOf)],
            Conflicts = conflicts.GroupBy(one => one.Class).ToDictionary(group => group.Key, group => group.Sum(one => one.Count), StringComparer.Ordinal),
            ConflictsByTable = [.. conflicts.Where(one => one.Count > 0 || one.Table == TableLabels.Records).Select(one => new TableConflicts(one.Table, one.Class, one.Count))],
            RepairFetches = new Dictionary<string, long> { ["predecessor"] = service.Connections.Sum(connection => connection.Link.Pulled.Fetched) },
            Work = Work(),
            Quarantined = node.House.Quarantine.Count(),
            IsDiskFull = isFull(),
        };
    }

    public IReadOnlyList<WorkStatus> Work() => [.. JoinWork().Concat(comparers.Status.Where(status => status.IsRunning || status.Ended > 0).Select(WorkOf)).Select(pace.Look)];

    public IReadOnlyList<AskedComparison> Compare(string? peer)
    {
        RepairStatus[] before = [.. comparers.Status.Select(RepairOf)];
        return [.. comparers.Request(ComparisonCause.Operator, peer).OrderBy(asked => asked.Key, StringComparer.Ordinal).Select(asked => new AskedComparison(pops().Self, asked.Key, asked.Value, before.First(status => status.Peer == asked.Key)))];
    }

    public async ValueTask DisposeAsync()
    {
        metrics.Dispose();
        forget();
        await members.DisposeAsync();
        await service.DisposeAsync();
        fingerprints.Dispose();
    }

    /// <summary>Tells the tables who takes part: regions, groups, and who was heard of lately.</summary>
    private static void TellMembers(ReplicaPort port, PopMap map, Func<string, bool> isLive) => port.SetMembers(
        map.Self,
        [.. map.Members.Where(pop => pop.IsMember || pop.Name == map.Self).Select(pop => new ClusterMember(pop.Name, pop.Region, pop.Groups) { FollowsAll = ProfileOf(pop).FollowsAll })],
        isLive);

    private static bool HasHeard(ReplicationNode? node, string pop, TimeProvider time) =>
        node is not null && node.House.Stability.Heard().TryGetValue(pop, out long last) && time.GetUtcNow().ToUnixTimeMilliseconds() - last <= SilentMilliseconds;

    /// <summary>From here on this PoP counts. The record travels like all data, so nobody need be in reach.</summary>
    private static void Activate(PopCluster cluster, ReplicaPort port, ILogger log) => _ = Task.Run(async () =>
    {
        await port.CompleteTablesAsync();
        await cluster.ActivateAsync(CancellationToken.None);
        HasJoined(log);
    });

    private IEnumerable<WorkStatus> JoinWork()
    {
        if (node.House.Tail is { IsActive: true } tail)
        {
            (string source, long done, long total, bool waits) = tail.Status;
            yield return new WorkStatus
            {
                Kind = "reentry",
                Peer = source,
                Done = done,
                Total = total,
                Text = (tail.IsFork ? "Another machine went on under the name of this PoP" : "This PoP was evicted") + (waits ? "; this one waits until all others let it in." : ": what was written here last is written anew.")
                    + (tail.Lost is { } lost ? $" What lay in its log from {lost.After + 1} to {lost.To}, and others have not taken, is lost: the log is cut off there." : ""),
            };
        }

        JoinStatus status = joiner.Status;
        if (status.Phase == JoinPhase.None) yield break;
        yield return new WorkStatus
        {
            Kind = "join",
            Peer = status.Source ?? "",
            Done = status.Documents,
            Total = status.DocumentsTotal,
            Bytes = status.Bytes,
            IsDone = status.Phase == JoinPhase.Joined,
            Text = status.Waiting ?? status.Phase.ToString(),
        };
    }

    private static WorkStatus WorkOf(ComparisonStatus status) => new()
    {
        Kind = "repair",
        Peer = status.Peer,
        Done = status.BucketsDone,
        Total = status.BucketsTotal,
        Bytes = status.BytesSent + status.BytesReceived,
        IsDone = !status.IsRunning,
        Text = status.Waiting ?? $"{status.Cause}: {status.DocumentsSent} documents sent, {status.DocumentsReceived} received, {status.ItemsDifferent} items differed",
    };

    private static RepairStatus RepairOf(ComparisonStatus status) => new()
    {
        Peer = status.Peer,
        Ended = status.Ended,
        IsEqual = status.IsEqual,
        ItemsDifferent = status.ItemsDifferent,
        DocumentsSent = status.DocumentsSent,
        DocumentsReceived = status.DocumentsReceived,
        BytesSent = status.BytesSent,
        BytesReceived = status.BytesReceived,
    };

    private static PopProfile ProfileOf(PopInfo pop) => new(pop.Name, pop.Region, pop.Groups, pop.IsCentral || pop.Groups.Contains(BackupGroup));

    [LoggerMessage(506, LogLevel.Warning, "the data folder is a copy, or was moved: this PoP writes under a new id from now on")]
    private static partial void IsCopy(ILogger log);

    [LoggerMessage(511, LogLevel.Warning, "{What}")]
    private static partial void Warning(ILogger log, string what);

    [LoggerMessage(502, LogLevel.Information, "this PoP has joined its cluster")]
    private static partial void HasJoined(ILogger log);

    [LoggerMessage(501, LogLevel.Information, "link to {Peer}: {What}")]
    private static partial void Link(ILogger log, string peer, string what);
}
