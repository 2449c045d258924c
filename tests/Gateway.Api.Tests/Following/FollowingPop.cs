using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Api.Wiring;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat;
using Gateway.DynamoCompat.Cluster;
using Gateway.Replication;
using Gateway.Replication.Following;
using Gateway.Replication.Replica;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;
using Gateway.Testing;
using Gateway.Testing.Stores;

namespace Gateway.Api.Tests.Following;

/// <summary>A PoP over a store in memory: the real face, rules of replication and rules of following, without threads: <see cref="Turn"/> does what is due.</summary>
internal sealed class FollowingPop : IAsyncDisposable
{
    private static readonly Caller Caller = new("123456789012", "eu-west-1");

    private readonly MemoryStore disk;
    private readonly FaultyStore store;
    private readonly DynamoFace face;
    private readonly SteppedGate gate;
    private readonly Queue<Action> left = new();
    private readonly Random random;

    /// <param name="profile">Who it is.</param>
    /// <param name="all">All members.</param>
    /// <param name="time">The clock of all.</param>
    /// <param name="random">All chance that there is.</param>
    /// <param name="options">Bounds of following.</param>
    /// <param name="disk">What an earlier start has left; null for a new one.</param>
    public FollowingPop(PopProfile profile, IReadOnlyList<PopProfile> all, ManualTimeProvider time, Random random, FollowOptions options, MemoryStore? disk = null)
    {
        this.disk = disk ?? new MemoryStore(remembersUnsynced: true);
        this.random = random;
        store = new FaultyStore(this.disk);
        Profile = profile;
        ChangeLog log = ChangeLog.Open(store);
        Commits = new CommitLoop(store, log.LastSequence, isStepped: true);
        face = DynamoFace.Open(store, Commits, new DynamoOptions { MakeReplica = () => new ReplicaId((ulong)random.NextInt64(1, long.MaxValue)), Post = left.Enqueue }, time, new Random(random.Next()), (bug, where) => Bugs.Add($"{where}: {bug}"));
        face.Replica.SetMembers(profile.Name, [.. all.Select(pop => new ClusterMember(pop.Name, pop.Region, pop.Groups) { FollowsAll = pop.FollowsAll })]);
        face.Replica.BeginReplication();
        ReplicaAdapter replica = new(face.Replica, name => name, profile.Name) { FollowsAll = () => profile.FollowsAll };
        Node = new ReplicationNode("cluster", profile, replica, store, log, Commits, new ReplicationOptions(), time, new Random(random.Next()), () => [.. all.Where(pop => pop != profile).Select(pop => pop.Name)], name => all.FirstOrDefault(pop => pop.Name == name));
        replica.OwnerOf = id => Node.House.Owners.GetValueOrDefault(id);
        Follower = new PartitionFollower(Node.House, new FollowedData(face.Replica, new ItemScopesAdapter(face.Replica, () => profile, () => true)), options, new FollowJournal(store, Commits));
        replica.HasLease = (table, partition, pop) => Follower.Given.Has(new PartitionName(table, partition), pop);
        face.Replica.Gate = gate = new SteppedGate(Follower);
    }

    public PopProfile Profile { get; }

    public CommitLoop Commits { get; }

    public ReplicationNode Node { get; }

    public PartitionFollower Follower { get; }

    /// <summary>Its disk, as it sees it.</summary>
    public FaultyStore Disk => store;

    /// <summary>Its disk.</summary>
    public MemoryStore Platter => disk;

    /// <summary>True for a disk that does not sync at each turn.</summary>
    public bool IsLazy { get; set; }

    public List<string> Bugs { get; } = [];

    public bool HasTable => face.Replica.Tables.Any(table => table.Name == "users");

    /// <summary>Keys on its disk.</summary>
    public int Keys => disk.Count;

    /// <summary>The documents of the table, those that do not show too.</summary>
    public int Documents => face.Replica.Scan(face.Replica.Tables.Single(table => table.Name == "users").Id, 0, uint.MaxValue).Count();

    /// <summary>What every document has merged, for people.</summary>
    public string Contexts => string.Join("; ", face.Replica.Scan(face.Replica.Tables.Single(table => table.Name == "users").Id, 0, uint.MaxValue).Select(item => $"{Encoding.UTF8.GetString(item.Key.Bytes[..3])}{item.Key.Bytes[^1]} {item.Document.Context}"));

    /// <summary>Makes durable what was written, and lets go on who waits for that, or has waited long enough.</summary>
    public void Turn()
    {
        if (!IsLazy || random.Next(4) == 0) Commits.SyncNow(); // else disks are faster than this clock
        for (int i = left.Count; i > 0; i--) left.Dequeue()();
        gate.Step();
    }

    /// <summary>Runs a request that may be refused.</summary>
    /// <returns>The status, and the answer.</returns>
    public async Task<(int Status, string Answer)> TryAsync(string operation, string json)
    {
        ArrayBufferWriter<byte> answer = new();
        WireResult result = await face.RunAsync(Caller, (operation.Contains("Stream", StringComparison.Ordinal) || operation is "GetShardIterator" or "GetRecords" ? "DynamoDBStreams_20120810." : "DynamoDB_20120810.") + operation, Encoding.UTF8.GetBytes(json.Replace('\'', '"')), answer, TestContext.Current.CancellationToken);
        return (result.Status, Encoding.UTF8.GetString(answer.WrittenSpan));
    }

    public async Task<JsonObject> RunAsync(string operation, string json)
    {
        (int status, string answer) = await TryAsync(operation, json);
        Assert.True(status == 200, $"{operation} {json}: {answer} {string.Join(' ', Bugs)}");
        return answer.Length == 0 ? [] : (JsonObject)JsonNode.Parse(answer)!;
    }

    /// <summary>The power goes: of what was not synced some is left, from the beginning.</summary>
    public void Die()
    {
        store.FillDisk(); // what is left of the process does nothing any more
        disk.Crash(random);
    }

    /// <summary>Stops; the disk stays.</summary>
    public async ValueTask StopAsync()
    {
        Task stopping = face.DisposeAsync().AsTask();
        for (int i = 0; i < 1000 && !stopping.IsCompleted; i++) Turn();
        await stopping;
        Commits.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        IsLazy = false;
        await StopAsync();
        disk.Dispose();
    }
}
