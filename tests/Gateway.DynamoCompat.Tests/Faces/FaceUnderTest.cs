using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Replication;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;
using Gateway.Testing;
using Gateway.Testing.Stores;

namespace Gateway.DynamoCompat.Tests.Faces;

/// <summary>DynamoDB's face over a store in memory, asked in JSON.</summary>
internal sealed class FaceUnderTest : IAsyncDisposable
{
    private readonly DynamoOptions options;
    private CommitLoop commits;
    private DynamoFace face;

    public FaceUnderTest(MemoryStore? store = null, DynamoOptions? options = null)
    {
        Store = store ?? new MemoryStore();
        Disk = new FaultyStore(Store);
        this.options = options ?? new DynamoOptions();
        Open(lastSequence: 0);
    }

    public MemoryStore Store { get; }

    /// <summary>What the face writes to.</summary>
    public FaultyStore Disk { get; }

    public ManualTimeProvider Time { get; } = new();

    public Caller Caller { get; set; } = new("123456789012", "eu-west-1");

    /// <summary>Its data, for replication.</summary>
    public ReplicaPort Replica => face.Replica;

    public CommitLoop Commits => commits;

    /// <summary>What the face held for a bug of its own.</summary>
    public List<string> Bugs { get; } = [];

    /// <summary>How many keys of DynamoDB's tables there are, but for those of the logs.</summary>
    public int KeysOfTables() => KeysOf(KeySpace.Catalog, KeySpace.Item, KeySpace.IndexEntry, KeySpace.TimeToLive, KeySpace.Backup, KeySpace.History);

    public int KeysOf(params KeySpace[] spaces)
    {
        int keys = 0;
        using IStoreSnapshot snapshot = Store.Snapshot();
        foreach (KeySpace space in spaces)
        {
            using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(new[] { (byte)space }));
            while (cursor.MoveNext()) keys++;
        }

        return keys;
    }

    /// <summary>Runs an operation that must succeed.</summary>
    public async Task<JsonObject> RunAsync(string operation, string json)
    {
        (int status, JsonObject answer) = await AskAsync(operation, json);
        Assert.True(status == 200, $"{operation} {json}: {status} {answer.ToJsonString()} {string.Join(' ', Bugs)}");
        return answer;
    }

    /// <summary>Runs an operation that must be refused.</summary>
    /// <returns>The error's short name and its message.</returns>
    public async Task<string> RefusedAsync(string operation, string json)
    {
        (int status, JsonObject answer) = await AskAsync(operation, json);
        Assert.True(status == 400, $"{operation} {json}: {status} {answer.ToJsonString()} {string.Join(' ', Bugs)}");
        string type = ((string)answer["__type"]!).Split('#')[1];
        return $"{type}: {answer["message"] ?? answer["Message"]}";
    }

    public async Task<(int Status, JsonObject Answer)> AskAsync(string operation, string json)
    {
        string prefix = operation is "ListStreams" or "DescribeStream" or "GetShardIterator" or "GetRecords" ? "DynamoDBStreams_20120810." : "DynamoDB_20120810.";
        ArrayBufferWriter<byte> answer = new();
        WireResult result = await face.RunAsync(Caller, prefix + operation, Encoding.UTF8.GetBytes(json.Replace('\'', '"')), answer, TestContext.Current.CancellationToken);
        return (result.Status, answer.WrittenCount == 0 ? [] : (JsonObject)JsonNode.Parse(answer.WrittenSpan)!);
    }

    /// <summary>Creates a table with a partition key <c>pk</c> (S), a sort key <c>sk</c> (N), and what else is said.</summary>
    public Task CreateTableAsync(string name = "orders", string more = "") => RunAsync("CreateTable", $$"""
        {'TableName': '{{name}}', 'BillingMode': 'PAY_PER_REQUEST',
         'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': 'S'}, {'AttributeName': 'sk', 'AttributeType': 'N'}{{(more.Contains("'g'", StringComparison.Ordinal) ? ", {'AttributeName': 'g', 'AttributeType': 'S'}" : "")}}],
         'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}, {'AttributeName': 'sk', 'KeyType': 'RANGE'}]{{more}}}
        """);

    /// <summary>Waits for what requests have left behind in the background.</summary>
    public Task IdleAsync() => face.WhenIdleAsync();

    /// <summary>Lets time pass, again and again, until nothing is left in the background.</summary>
    /// <param name="step">The time that a change takes.</param>
    public async Task FinishAsync(TimeSpan step)
    {
        Task idle;
        do
        {
            Time.Advance(step);
            idle = IdleAsync();
            await Task.WhenAny(idle, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        }
        while (!idle.IsCompleted);
        await idle;
    }

    /// <summary>Stops the face and starts it again on the same store.</summary>
    /// <param name="isPowerCut">What was not synced is lost.</param>
    public async Task RestartAsync(bool isPowerCut = false)
    {
        await face.DisposeAsync();
        if (isPowerCut) Store.Crash();
        long last = commits.AssignedSequence;
        commits.Dispose();
        Open(last);
    }

    public async ValueTask DisposeAsync()
    {
        await face.DisposeAsync();
        commits.Dispose();
        Disk.Dispose();
    }

    [MemberNotNull(nameof(commits), nameof(face))]
    private void Open(long lastSequence)
    {
        commits = new CommitLoop(Disk, lastSequence, Durability.Fsync);
        face = DynamoFace.Open(Disk, commits, options, Time, new Random(1), (bug, where) => Bugs.Add($"{where}: {bug}"));
    }
}
