using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Replication;
using Gateway.Storage;
using Gateway.Storage.Commit;
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

    public PopUnderTest(ManualTimeProvider? time = null, DynamoOptions? options = null, string region = "eu-west-1")
    {
        Time = time ?? new ManualTimeProvider();
        this.options = (options ?? new DynamoOptions()) with { OnTableConflict = Conflicts.Add };
        Caller = new Caller("123456789012", region);
        Open(lastSequence: 0);
    }

    public ManualTimeProvider Time { get; }

    public Caller Caller { get; set; }

    public List<string> Bugs { get; } = [];

    /// <summary>What an operator was told of tables.</summary>
    public List<string> Conflicts { get; } = [];

    public SystemTable System => face.SystemTable;

    private ReplicaTable Replicas => face.Services.Identity.Replicas;

    public ReplicaPort Replica => face.Replica;

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

    /// <summary>Carries everything between all of them, until all know the same and nothing goes on.</summary>
    public static async Task MeetAsync(params PopUnderTest[] pops)
    {
        for (int round = 0; round < 4; round++)
        {
            foreach (PopUnderTest pop in pops)
            {
                foreach (PopUnderTest other in pops.Where(other => other != pop)) other.Take(pop);
            }

            foreach (PopUnderTest pop in pops) await pop.IdleAsync();
        }
    }

    /// <summary>Takes the records of another PoP.</summary>
    public void Take(PopUnderTest other)
    {
        using IStoreSnapshot snapshot = other.store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(ItemKeys.RangeOf(SystemTable.Number));
        while (cursor.MoveNext())
        {
            ItemAddress address = new(cursor.Key.ToArray());
            Document theirs = DocumentCodec.Decode(address.Key, cursor.Value.ToArray(), other.face.Services.Identity.Replicas);
            Document mine = store.Get(address.StoreKey) is { } stored ? DocumentCodec.Decode(address.Key, stored, Replicas) : Document.Empty(address.Key);
            byte[] joined = DocumentCodec.Encode(mine.Join(theirs), Replicas);
            commits.Write(0, (address, joined), static (batch, _, state) => batch.Put(state.address.StoreKey, state.joined));
            System.OnChanged(address.KeyBytes.Span);
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

    public async Task IdleAsync()
    {
        await face.WhenIdleAsync();
        Assert.Empty(Bugs);
    }

    /// <summary>How many changes its log holds: what has gone out, or will.</summary>
    public long Writes => commits.AssignedSequence;

    /// <summary>A record of the system table, as text.</summary>
    public string Record(string name = "orders") => (System.Find("table", $"{Caller.AccountId}/{Caller.Region}/{name}") ?? Value.Null).ToString();

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
        commits = new CommitLoop(store, lastSequence, Durability.Fsync);
        face = DynamoFace.Open(store, commits, options, Time, new Random(store.GetHashCode()), (bug, where) => Bugs.Add($"{where}: {bug}"));
    }
}
