using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Api.Wiring;
using Gateway.DynamoCompat;
using Gateway.DynamoCompat.Cluster;
using Gateway.Replication;
using Gateway.Replication.Following;
using Gateway.Replication.Replica;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;
using Gateway.Testing;
using Gateway.Testing.Stores;

namespace Gateway.Api.Tests.Following;

/// <summary>A PoP over a store in memory: the real face, rules of replication and rules of following, without threads of their own.</summary>
internal sealed class FollowingPop : IAsyncDisposable
{
    private static readonly Caller Caller = new("123456789012", "eu-west-1");

    private readonly FaultyStore store;
    private readonly DynamoFace face;

    /// <param name="profile">Who it is.</param>
    /// <param name="all">All members.</param>
    /// <param name="time">The clock of all.</param>
    /// <param name="disk">What an earlier start has left; null for a new one.</param>
    public FollowingPop(PopProfile profile, IReadOnlyList<PopProfile> all, ManualTimeProvider time, FaultyStore? disk = null)
    {
        store = disk ?? new FaultyStore(new MemoryStore());
        Profile = profile;
        ChangeLog log = ChangeLog.Open(store);
        Commits = new CommitLoop(store, log.LastSequence, Durability.Fsync);
        face = DynamoFace.Open(store, Commits, new DynamoOptions(), time, new Random(1), (bug, where) => Bugs.Add($"{where}: {bug}"));
        face.Replica.SetMembers(profile.Name, [.. all.Select(pop => new ClusterMember(pop.Name, pop.Region, pop.Groups) { FollowsAll = pop.FollowsAll })]);
        face.Replica.BeginReplication();
        ReplicaAdapter replica = new(face.Replica, name => name, profile.Name) { FollowsAll = () => profile.FollowsAll };
        Node = new ReplicationNode("cluster", profile, replica, store, log, Commits, new ReplicationOptions(), time, new Random(2 + store.Writes), () => [.. all.Where(pop => pop != profile).Select(pop => pop.Name)], name => all.FirstOrDefault(pop => pop.Name == name));
        replica.OwnerOf = id => Node.House.Owners.GetValueOrDefault(id);
        Follower = new PartitionFollower(Node.House, new FollowedData(face.Replica, new ItemScopesAdapter(face.Replica, () => profile, () => true)), new FollowOptions(), new FollowJournal(store, Commits));
        replica.HasLease = (table, partition, pop) => Follower.Given.Has(new PartitionName(table, partition), pop);
        face.Replica.Gate = new PartitionGate(Follower);
    }

    public PopProfile Profile { get; }

    public CommitLoop Commits { get; }

    public ReplicationNode Node { get; }

    public PartitionFollower Follower { get; }

    /// <summary>Its disk.</summary>
    public FaultyStore Disk => store;

    public List<string> Bugs { get; } = [];

    public bool HasTable => face.Replica.Tables.Any(table => table.Name == "users");

    /// <summary>The documents of the table, those that do not show too.</summary>
    public int Documents => face.Replica.Scan(face.Replica.Tables.Single(table => table.Name == "users").Id, 0, uint.MaxValue).Count();

    /// <summary>Waits until all that was written so far is on disk.</summary>
    public async Task WaitDurableAsync() => await Commits.Write(0, (batch, _) => batch.Put([(byte)Storage.Keys.KeySpace.Meta, (byte)'t'], [])).Durable;

    /// <summary>Runs a request that may be refused.</summary>
    /// <returns>The status, and the answer.</returns>
    public async Task<(int Status, string Answer)> TryAsync(string operation, string json)
    {
        ArrayBufferWriter<byte> answer = new();
        WireResult result = await face.RunAsync(Caller, $"DynamoDB_20120810.{operation}", Encoding.UTF8.GetBytes(json.Replace('\'', '"')), answer, TestContext.Current.CancellationToken);
        return (result.Status, Encoding.UTF8.GetString(answer.WrittenSpan));
    }

    public async Task<JsonObject> RunAsync(string operation, string json)
    {
        (int status, string answer) = await TryAsync(operation, json);
        Assert.True(status == 200, $"{operation} {json}: {answer} {string.Join(' ', Bugs)}");
        return answer.Length == 0 ? [] : (JsonObject)JsonNode.Parse(answer)!;
    }

    /// <summary>Stops; the disk stays.</summary>
    public async ValueTask StopAsync()
    {
        await face.DisposeAsync();
        Commits.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        store.Dispose();
    }
}
