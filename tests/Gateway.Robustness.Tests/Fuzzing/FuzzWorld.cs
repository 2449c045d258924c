using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.DynamoCompat;
using Gateway.Robustness.Tests.Stores;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Testing;
using Gateway.Testing.Stores;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>A PoP's face over a store in memory, with a clock that moves only with the requests.</summary>
internal sealed class FuzzWorld : IAsyncDisposable
{
    /// <summary>No operation of the service: lets so many seconds pass.</summary>
    public const string Wait = "(wait)";

    private static readonly TimeSpan BetweenRequests = TimeSpan.FromMilliseconds(10);
    private static readonly Caller Somebody = new("000000000000", "us-east-1");

    private readonly ManualTimeProvider time = new();
    private readonly MemoryStore store = new();
    private readonly ArrayBufferWriter<byte> answer = new();
    private readonly ConcurrentQueue<string> bugs = new();
    private readonly CommitLoop commits;
    private readonly DynamoFace face;
    private bool isClosed;

    public FuzzWorld()
    {
        commits = new CommitLoop(store, lastSequence: 0, Durability.Os);
        face = DynamoFace.Open(store, commits, new DynamoOptions(), time, new Random(1), (bug, where) => bugs.Enqueue($"{where}: {bug}"));
    }

    public string LastAnswer => Encoding.UTF8.GetString(answer.WrittenSpan);

    /// <summary>How the last request was answered: <c>200</c>, or the error's name.</summary>
    public string LastOutcome { get; private set; } = "";

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

    /// <summary>Sends one request.</summary>
    /// <returns>What is wrong with the answer; null if nothing is.</returns>
    public async ValueTask<string?> SendAsync(FuzzRequest request)
    {
        if (request.Operation == Wait)
        {
            time.Advance(TimeSpan.FromSeconds(int.Parse(request.Body, CultureInfo.InvariantCulture)));
            return null;
        }

        time.Advance(BetweenRequests);
        answer.ResetWrittenCount();
        try
        {
            WireResult result = await face.RunAsync(Somebody, request.Target, request.Body, answer, CancellationToken.None);
            LastOutcome = result.Status == 200 ? "200" : AnswerRules.ErrorNameOf(answer.WrittenSpan);
            return bugs.TryDequeue(out string? bug) ? bug : AnswerRules.FaultOf(request, result.Status, answer.WrittenMemory);
        }
        catch (Exception exception) // any exception that leaves the face is what this looks for
        {
            return exception.ToString();
        }
    }

    /// <summary>Closes the face and looks at what it has left in the store.</summary>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public async Task<string?> StoreFaultAsync()
    {
        await face.DisposeAsync(); // what runs in the background has handles of its own
        isClosed = true;
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

    private Task<JsonNode> AskAsync(string operation, string body) => AskAsync(new FuzzRequest(operation, Encoding.UTF8.GetBytes(body)));

    private async Task<JsonNode> AskAsync(FuzzRequest request)
    {
        string? fault = await SendAsync(request);
        JsonNode? json = fault is null ? JsonNode.Parse(answer.WrittenSpan) : null;
        if (json is null || json["__type"] is not null) throw new InvalidOperationException($"{request}: {fault ?? json!.ToJsonString()}");
        return json;
    }
}
