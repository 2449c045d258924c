using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Api.Wiring;
using Gateway.DynamoCompat;
using Gateway.DynamoCompat.Cluster;
using Gateway.Replication;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Joining;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Gateway.Simulation.Tests.World;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;

namespace Gateway.Simulation.Tests.Pops;

/// <summary>The program of a PoP, from its start to its end: the real face, log, rules of links and of the PoP, with simulated shells around them.</summary>
internal sealed class PopProcess
{
    private static readonly TimeSpan BackgroundDelayMax = TimeSpan.FromMilliseconds(2);

    private const long SilentMilliseconds = 15_000;

    private readonly DiskHandle store;
    private readonly ProcessTime time;
    private readonly Dialer dialer;
    private readonly ClockWatch clocks;
    private readonly Joiner? joiner;
    private readonly Dictionary<string, LinkRunner> links = [];
    private readonly List<LinkRunner> runners = [];
    private bool isSyncPlanned;
    private bool isDead;

    public PopProcess(SimulatedPop pop)
    {
        Pop = pop;
        time = new ProcessTime(pop.Clock);
        store = pop.Disk.Open(Wrote);
        Random random = new(Simulation.Random.Next());
        Log = ChangeLog.Open(store);
        Commits = new CommitLoop(store, Log.LastSequence, isStepped: true, onFailure: fault => OnBug(fault, "sync"));
        Face = DynamoFace.Open(store, Commits, new DynamoOptions { ExpiryInterval = TimeSpan.FromSeconds(3), ExpiryFallback = TimeSpan.FromSeconds(10), MakeReplica = pop.Cluster.MakeReplica, Post = Post }, time, random, OnBug);
        Members = new SimulatedMembers(pop, Face, TellMembers);
        TellMembers(); // before the first table is followed: who this PoP is decides which it holds
        Face.Replica.BeginReplication();
        ReplicaAdapter replica = new(Face.Replica, name => pop.Cluster.Find(name)?.Profile.Region, pop.Name);
        Replica = replica;
        Node = new ReplicationNode("cluster", pop.Profile, Replica, store, Log, Commits, pop.Cluster.Options, time, random, () => Members.Names, Members.Find, () => Members.Departed, Members.EvictionsOf);
        replica.OwnerOf = id => Node.House.Owners.GetValueOrDefault(id);
        ItemScopesAdapter scopes = new(Face.Replica, () => Node.House.Self, () => joiner is { IsWhole: true } && !pop.IsJoining);
        BucketFingerprints fingerprints = new(Replica, scopes);
        scopes.Fingerprints = fingerprints;
        Face.Replica.Observer = scopes;
        Comparers = new ComparerSet(Node.House, fingerprints, scopes);
        joiner = new Joiner(Node.House, fingerprints, scopes, new JoinJournal(store, Commits), pop.IsJoining, () => pop.IsJoining = false);
        Node.House.Warn = what => Simulation.Say($"{pop.Machine}: {what}");
        Node.House.Tail!.Restart = () => Simulation.After(TimeSpan.Zero, EndLinks);
        if (pop == pop.Cluster.Pops[0]) Node.House.Returned = name => Members.Return(name, Node.Departures);
        replica.IsWhole = () => joiner.IsWhole;
        clocks = new ClockWatch(Replica, what => Simulation.Say($"{pop.Name}: {what}"));
        dialer = new Dialer(this);
    }

    public SimulatedPop Pop { get; }

    public IKeyValueStore Store => store;

    public DynamoFace Face { get; }

    public ChangeLog Log { get; }

    public CommitLoop Commits { get; }

    public IReplica Replica { get; }

    public ReplicationNode Node { get; }

    public ComparerSet Comparers { get; }

    /// <summary>Whom it takes for a member.</summary>
    public SimulatedMembers Members { get; }

    public Timeline Simulation => Pop.Cluster.Simulation;

    /// <summary>How far it is in taking over what the others have.</summary>
    public JoinStatus JoinStatus => joiner!.Status;

    /// <summary>The links that it has now, by peer.</summary>
    public IReadOnlyDictionary<string, LinkRunner> Links => links;

    /// <summary>Names of the other members.</summary>
    public IEnumerable<string> Others => Pop.Cluster.Members.Where(other => other.Name != Pop.Name).Select(other => other.Name);

    public bool IsDead => isDead;

    /// <summary>Nothing that requests and changes from elsewhere have left behind goes on.</summary>
    public bool IsIdle => Face.IsIdle;

    /// <summary>Requests that were not answered yet.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Begins to take its own steps and to connect.</summary>
    public void Begin()
    {
        Step();
        dialer.Begin();
    }

    /// <summary>Sends it a request.</summary>
    /// <param name="operation">As <c>PutItem</c>.</param>
    /// <param name="json">The body.</param>
    /// <param name="onAnswer">Status and body; never called if the process dies before.</param>
    public void Ask(string operation, string json, Action<int, JsonObject> onAnswer)
    {
        Unanswered++;
        _ = RunAsync(operation, json, onAnswer);
    }

    /// <summary>A connection to a peer is there.</summary>
    public LinkRunner Take(SimulatedPop peer, Network.Connection connection, int side)
    {
        LinkRunner runner = new(this, peer.Profile, connection, side, Ended);
        runners.Add(runner);
        return runner;
    }

    /// <summary>A link is open: it takes the place of an older one to the same machine.</summary>
    public void Opened(LinkRunner runner)
    {
        links.TryGetValue(runner.Link.Peer.Name, out LinkRunner? before);
        links[runner.Link.Peer.Name] = runner;
        before?.End("replaced");
    }

    /// <summary>Tells the tables who takes part, and ends links to who does not.</summary>
    public void TellMembers()
    {
        Face.Replica.SetMembers(Pop.Name, [.. Members.Counted.Select(member => new ClusterMember(member.Name, member.Profile.Region, member.Profile.Groups) { FollowsAll = member.Profile.FollowsAll })], HasHeard);
        if (Pop.Cluster.HasMemberRecords) return; // links end by themselves
        foreach (LinkRunner link in links.Values.Where(link => Pop.Cluster.Find(link.Link.Peer.Name) is null).ToArray()) link.End("no member any more");
    }

    /// <summary>Its folder is a copy.</summary>
    public void NoticeCopy()
    {
        joiner!.Compare();
        Face.Replica.RenewIdentity();
    }

    /// <summary>Its machine was started anew, or is another one.</summary>
    public void NoticeStart()
    {
        if (!Node.House.Journal.IsEmpty && !Node.House.IsReplaying) Face.Replica.RenewIdentity();
    }

    /// <summary>Adds its parts to a new link.</summary>
    public void Equip(PeerLink link, Action<Frame> send) => joiner!.Equip(link, Comparers.Equip(link, send, Node.House.Now), send, Node.House.Now);

    /// <summary>The process is gone.</summary>
    public void Die(bool isSilent)
    {
        isDead = true;
        time.Stop();
        store.Dispose();
        foreach (LinkRunner link in runners) link.Vanish(isSilent);
    }

    private bool HasHeard(string peer) => Node is not null && Node.House.Stability.Heard().TryGetValue(peer, out long last) && time.GetUtcNow().ToUnixTimeMilliseconds() - last <= SilentMilliseconds;

    private void EndLinks()
    {
        foreach (LinkRunner link in runners.ToArray()) link.End("begins anew");
    }

    private void Ended(LinkRunner runner)
    {
        runners.Remove(runner);
        runner.Link.Close();
        if (links.TryGetValue(runner.Link.Peer.Name, out LinkRunner? known) && known == runner) links.Remove(runner.Link.Peer.Name);
        Comparers.Release(runner.Link, Node.House.Now);
        joiner!.Release(runner.Link, Node.House.Now);
        dialer.OnEnded(runner);
    }

    private void Step()
    {
        if (isDead) return;
        if (Pop.IsWithheld && Others.All(Node.House.TakenBy.ContainsKey)) Pop.IsWithheld = false; // not when links are open here: that its peers say no may be under way
        long now = Node.House.Now;
        if (joiner!.IsWhole) Members.Activate();
        Beacon? before = Node.House.Beacon;
        long next = now + 1000;
        try
        {
            next = Math.Min(Node.Step(now), Comparers.Step(now));
        }
        catch (StoreFault fault) when (fault.Kind == StoreFaultKind.Full)
        {
            Simulation.Say($"{Pop.Name}: {fault.Message}");
        }

        if (!ReferenceEquals(before, Node.House.Beacon))
        {
            foreach (LinkRunner link in links.Values) link.Wake();
            clocks.Look([.. links.Values.Select(link => link.Link.ClockOffset).OfType<long>()]);
        }

        Simulation.After(TimeSpan.FromMilliseconds(Math.Clamp(next - now, 10, 1000)), Step);
    }

    /// <summary>What a request leaves behind goes on a little later.</summary>
    private void Post(Action rest) => Simulation.After(Simulation.Between(TimeSpan.Zero, BackgroundDelayMax), () =>
    {
        if (!isDead) rest();
    });

    private void Wrote(ReadOnlySpan<byte> bytes)
    {
        Simulation.Note(bytes);
        if (isSyncPlanned || isDead) return;
        isSyncPlanned = true;
        Simulation.After(Simulation.Between(Pop.Disk.SyncTime.Least, Pop.Disk.SyncTime.Most), Sync);
    }

    private void Sync()
    {
        isSyncPlanned = false;
        if (isDead) return;
        Commits.SyncNow();
        foreach (LinkRunner link in links.Values.ToArray()) link.OnDurable();
    }

    private async Task RunAsync(string operation, string json, Action<int, JsonObject> onAnswer)
    {
        ArrayBufferWriter<byte> answer = new();
        string prefix = operation is "ListStreams" or "DescribeStream" or "GetShardIterator" or "GetRecords" ? "DynamoDBStreams_20120810." : "DynamoDB_20120810.";
        WireResult result = await Face.RunAsync(new Caller("123456789012", "eu-west-1"), prefix + operation, Encoding.UTF8.GetBytes(json), answer, CancellationToken.None).ConfigureAwait(false);
        byte[] bytes = answer.WrittenSpan.ToArray();
        Answer(result.Status, bytes, onAnswer);
    }

    private void Answer(int status, byte[] bytes, Action<int, JsonObject> onAnswer)
    {
        if (isDead) return;
        Unanswered--;
        Simulation.Note(bytes);
        JsonObject body = bytes.Length == 0 ? [] : (JsonObject)JsonNode.Parse(bytes)!;
        try
        {
            onAnswer(status, body);
        }
        catch (HistoryBrokenException broken)
        {
            Pop.Cluster.OnBroken(broken.Law, broken.What);
        }
    }

    private void OnBug(Exception bug, string where)
    {
        if (bug is StoreFault fault && (isDead || fault.Kind == StoreFaultKind.Full)) return;
        Pop.Cluster.OnBroken("no bug shows", $"{Pop.Name}: {where}: {bug}");
    }
}
