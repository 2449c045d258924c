using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Crdt.Documents;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.TimeToLive;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;
using Gateway.Storage.Log;
using Gateway.Testing;
using Gateway.Testing.Stores;

namespace Gateway.DynamoCompat.Tests.Cluster;

/// <summary>One of several PoPs, over a store in memory; what they tell one another is carried by hand.</summary>
internal sealed class PopUnderTest : IAsyncDisposable
{
    private readonly MemoryStore store = new();
    private DynamoOptions options;
    private CommitLoop commits;
    private DynamoFace face;
    private readonly Durability durability;

    public PopUnderTest(ManualTimeProvider? time = null, DynamoOptions? options = null, string region = "eu-west-1", Durability durability = Durability.Fsync)
    {
        this.durability = durability;
        Time = time ?? new ManualTimeProvider();
        this.options = (options ?? new DynamoOptions()) with { OnTableConflict = Conflicts.Add };
        Caller = new Caller("123456789012", region);
        Open(lastSequence: 0);
    }

    public ManualTimeProvider Time { get; }

    public Caller Caller { get; set; }

    public List<string> Bugs { get; } = [];

    /// <summary>Who it is; null if it does not know.</summary>
    public ClusterMember? Self { get; private set; }

    /// <summary>What an operator was told of tables.</summary>
    public List<string> Conflicts { get; } = [];

    public SystemTable System => face.SystemTable;

    public ReplicaPort Replica => face.Replica;

    public DynamoServices Services => face.Services;

    /// <summary>PoPs that take part from the start.</summary>
    public static async Task<PopUnderTest[]> SeveralAsync(int count, Func<int, DynamoOptions>? options = null)
    {
        ManualTimeProvider time = new();
        PopUnderTest[] pops = [.. Enumerable.Range(0, count).Select(at => new PopUnderTest(time, options?.Invoke(at)))];
        foreach (PopUnderTest pop in pops)
        {
            pop.Replica.BeginReplication();
            await pop.IdleAsync();
        }

        return pops;
    }

    /// <summary>PoPs that know one another, each with its own region and groups.</summary>
    public static async Task<PopUnderTest[]> MembersAsync(IReadOnlyList<ClusterMember> members, Func<int, DynamoOptions>? options = null)
    {
        PopUnderTest[] pops = await SeveralAsync(members.Count, options);
        for (int at = 0; at < pops.Length; at++)
        {
            pops[at].Join(members[at], members);
            await pops[at].IdleAsync();
        }

        return pops;
    }

    /// <summary>Learns who takes part, itself among them.</summary>
    public void Join(ClusterMember self, IReadOnlyList<ClusterMember> members)
    {
        Self = self;
        Replica.SetMembers(self.Name, members);
    }

    /// <summary>Carries everything between all of them, until all know the same and nothing goes on.</summary>
    public static async Task MeetAsync(params PopUnderTest[] pops)
    {
        for (int round = 0; round < 4; round++)
        {
            foreach (PopUnderTest pop in pops)
            {
                foreach (PopUnderTest other in pops.Where(other => other != pop)) await other.TakeAsync(pop);
            }

            foreach (PopUnderTest pop in pops) await pop.IdleAsync();
        }
    }

    /// <summary>Takes all that another PoP holds and this one is to hold, the records first.</summary>
    public async Task TakeAsync(PopUnderTest other)
    {
        foreach (ReplicatedTable table in other.Replica.Tables.OrderBy(table => table.Id).ToArray())
        {
            foreach ((ItemKey key, Document document) in other.Replica.Scan(table.Id, 0, uint.MaxValue))
            {
                if (Self is { } self && !table.Scope.Includes(key.Bytes, self.Name, self.Region, self.Groups, other.Self!.Name)) continue;
                RemoteOutcome[] outcomes = new RemoteOutcome[1];
                Replica.Apply([new RemoteUnit { Changes = [new RemoteChange(table.Id, Fragment.Of(document), 0)], Origin = other.Self?.Name }], outcomes);
                Assert.True(outcomes[0].Result is RemoteResult.Applied or RemoteResult.AlreadySeen or RemoteResult.TableUnknown, outcomes[0].ToString());
            }

            if (table.Id == 0) await IdleAsync(); // the tables come before their items
        }
    }

    public async Task<JsonObject> RunAsync(string operation, string json)
    {
        (int status, JsonObject answer) = await AskAsync(operation, json);
        Assert.True(status == 200, $"{operation} {json}: {status} {answer.ToJsonString()} {string.Join(' ', Bugs)}");
        return answer;
    }

    public async Task<string> RefusedAsync(string operation, string json)
    {
        (int status, JsonObject answer) = await AskAsync(operation, json);
        Assert.True(status == 400, $"{operation} {json}: {status} {answer.ToJsonString()} {string.Join(' ', Bugs)}");
        return $"{((string)answer["__type"]!).Split('#')[1]}: {answer["message"] ?? answer["Message"]}";
    }

    public async Task<(int Status, JsonObject Answer)> AskAsync(string operation, string json)
    {
        ArrayBufferWriter<byte> answer = new();
        WireResult result = await face.RunAsync(Caller, "DynamoDB_20120810." + operation, Encoding.UTF8.GetBytes(json.Replace('\'', '"')), answer, TestContext.Current.CancellationToken);
        return (result.Status, answer.WrittenCount == 0 ? [] : (JsonObject)JsonNode.Parse(answer.WrittenSpan)!);
    }

    /// <summary>A table with a partition key <c>pk</c> of a type, and what else is said.</summary>
    public Task<JsonObject> CreateTableAsync(string name = "orders", string type = "S", string more = "") => RunAsync("CreateTable", $$"""
        {'TableName': '{{name}}', 'BillingMode': 'PAY_PER_REQUEST', 'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': '{{type}}'}],
         'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}]{{more}}}
        """);

    /// <summary>What DescribeTable shows.</summary>
    public async Task<JsonObject> DescribeAsync(string name = "orders") => (JsonObject)(await RunAsync("DescribeTable", $$"""{'TableName': '{{name}}'}"""))["Table"]!;

    /// <summary>Tags, as <c>key=value</c>.</summary>
    public async Task<string[]> TagsAsync(string name = "orders")
    {
        JsonObject answer = await RunAsync("ListTagsOfResource", $$"""{'ResourceArn': '{{ArnOf(name)}}'}""");
        return [.. answer["Tags"]!.AsArray().Select(tag => $"{tag!["Key"]}={tag["Value"]}").Order(StringComparer.Ordinal)];
    }

    public Task TagAsync(string key, string value, string name = "orders") =>
        RunAsync("TagResource", $$"""{'ResourceArn': '{{ArnOf(name)}}', 'Tags': [{'Key': '{{key}}', 'Value': '{{value}}'}]}""");

    public string ArnOf(string name) => $"arn:aws:dynamodb:{Caller.Region}:{Caller.AccountId}:table/{name}";

    /// <summary>From here to the next start nothing is told, as if the PoP died each time between a change and its telling.</summary>
    public void DieBeforeTelling() => face.Services.Control.Sharing.IsHeld = true;

    /// <summary>Lets time pass, again and again, until nothing is left in the background: a job may begin to wait only after the first time.</summary>
    public async Task FinishAsync()
    {
        Task idle;
        do
        {
            Time.Advance(TimeSpan.FromSeconds(2));
            idle = IdleAsync();
            await Task.WhenAny(idle, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        }
        while (!idle.IsCompleted);
        await idle;
    }

    /// <summary>Deletes what has expired, as far as it is this PoP's turn.</summary>
    /// <returns>How many items.</returns>
    public Task<int> SweepAsync()
    {
        DynamoServices services = face.Services;
        ExpirySweeper sweeper = new(store, services.Tables, services.Writes, services.Cluster, options.ExpiryFallback, Time);
        return sweeper.SweepAsync(TestContext.Current.CancellationToken);
    }

    public async Task IdleAsync()
    {
        await face.WhenIdleAsync();
        Assert.Empty(Bugs);
    }

    /// <summary>What its log holds.</summary>
    public IReadOnlyList<LogEntry> Log()
    {
        List<LogEntry> entries = [];
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(new[] { (byte)KeySpace.Log }));
        while (cursor.MoveNext()) entries.Add(LogEntryCodec.Read(LogEntryCodec.ReadKey(cursor.Key), cursor.Value.ToArray()));
        return entries;
    }

    /// <summary>How many changes its log holds: what has gone out, or will.</summary>
    public int Writes()
    {
        int entries = 0;
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(new[] { (byte)KeySpace.Log }));
        while (cursor.MoveNext()) entries++;
        return entries;
    }

    /// <summary>Stops it and starts it again on the same store.</summary>
    public async Task RestartAsync(bool isPowerCut = false, DynamoOptions? changed = null)
    {
        await face.DisposeAsync();
        if (isPowerCut) store.Crash();
        long last = commits.AssignedSequence;
        commits.Dispose();
        options = changed ?? options;
        Open(last);
    }

    public async ValueTask DisposeAsync()
    {
        await face.DisposeAsync();
        commits.Dispose();
        store.Dispose();
    }

    [MemberNotNull(nameof(commits), nameof(face))]
    private void Open(long lastSequence)
    {
        commits = new CommitLoop(store, lastSequence, durability);
        face = DynamoFace.Open(store, commits, options, Time, new Random(store.GetHashCode()), (bug, where) => Bugs.Add($"{where}: {bug}"));
    }
}
