using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.DynamoCompat;
using Gateway.DynamoCompat.Tables;
using Gateway.Robustness.Tests.Stores;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Testing;
using Gateway.Testing.Stores;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>A PoP's face over a store in memory, with a clock that moves only with the requests.</summary>
internal sealed class FuzzWorld : IAsyncDisposable
{
    private readonly ManualTimeProvider time = new();
    private readonly MemoryStore store = new();
    private readonly ConcurrentQueue<string> bugs = new();
    private readonly CommitLoop commits;
    private readonly DynamoFace face;
    private readonly FuzzClient client;
    private bool isClosed;

    public FuzzWorld(Durability durability = Durability.Os)
    {
        commits = new CommitLoop(store, lastSequence: 0, durability);
        face = DynamoFace.Open(store, commits, new DynamoOptions(), time, new Random(1), (bug, where) => bugs.Enqueue($"{where}: {bug}"));
        client = Client();
    }

    public string LastAnswer => client.LastAnswer;

    /// <summary>How the last request was answered: <c>200</c>, or the error's name.</summary>
    public string LastOutcome => client.LastOutcome;

    public IKeyValueStore Store => store;

    /// <summary>What the store has made of the words in the corpus that nobody can know before.</summary>
    public Dictionary<string, string> Known { get; } = [];

    /// <summary>Sends the corpus' setup, which must be answered with 200, and learns what the store makes of the words that the corpus leaves open.</summary>
    public async Task SetUpAsync(FuzzCorpus corpus)
    {
        JsonNode? last = null;
        foreach (FuzzRequest request in corpus.Setup) last = await AskAsync(request);
        Known["backup"] = last!["BackupDetails"]!["BackupArn"]!.GetValue<string>();
        Known["stream"] = (await AskAsync("DescribeTable", """{"TableName":"orders"}"""))["Table"]!["LatestStreamArn"]!.GetValue<string>();
        JsonNode shard = (await AskAsync("DescribeStream", $$"""{"StreamArn":"{{Known["stream"]}}"}"""))["StreamDescription"]!["Shards"]![0]!;
        Known["shard"] = shard["ShardId"]!.GetValue<string>();
        Known["sequence"] = shard["SequenceNumberRange"]!["StartingSequenceNumber"]!.GetValue<string>();
        Known["iterator"] = (await AskAsync("GetShardIterator", $$"""{"StreamArn":"{{Known["stream"]}}","ShardId":"{{Known["shard"]}}","ShardIteratorType":"TRIM_HORIZON"}"""))["ShardIterator"]!.GetValue<string>();
    }

    /// <summary>Another client of the same PoP.</summary>
    public FuzzClient Client() => new(face, time, bugs);

    /// <summary>Sends one request.</summary>
    /// <returns>What is wrong with the answer; null if nothing is.</returns>
    public ValueTask<string?> SendAsync(FuzzRequest request) => client.SendAsync(request);

    /// <summary>Lets time pass until no background job is left.</summary>
    public async Task WhenQuietAsync(CancellationToken token)
    {
        while (HasJobs())
        {
            token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, token);
        }
    }

    /// <summary>Closes the face and looks at what it has left in the store.</summary>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public async Task<string?> StoreFaultAsync()
    {
        await face.DisposeAsync(); // what runs in the background has handles of its own
        isClosed = true;
        if (bugs.TryDequeue(out string? bug)) return bug;
        if (store.OpenHandles > 0) return $"{store.OpenHandles} snapshots or cursors were not given back";
        IReadOnlyList<string> faults = StoreChecker.FaultsOf(store);
        return faults.Count == 0 ? null : string.Join("\n", faults.Take(5));
    }

    public async ValueTask DisposeAsync()
    {
        if (!isClosed) await face.DisposeAsync();
        commits.Dispose();
        store.Dispose();
    }

    private bool HasJobs()
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(CatalogKeys.Jobs);
        return cursor.MoveNext();
    }

    private Task<JsonNode> AskAsync(string operation, string body) => AskAsync(new FuzzRequest(operation, Encoding.UTF8.GetBytes(body)));

    private async Task<JsonNode> AskAsync(FuzzRequest request)
    {
        string? fault = await SendAsync(request);
        JsonNode? json = fault is null ? JsonNode.Parse(client.LastAnswer) : null;
        if (json is null || json["__type"] is not null) throw new InvalidOperationException($"{request}: {fault ?? json!.ToJsonString()}");
        return json;
    }
}
