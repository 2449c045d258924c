using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Crdt.Documents;
using Gateway.DynamoCompat;
using Gateway.DynamoCompat.Replication;
using Gateway.LambdaCompat.Packages;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;
using Gateway.Testing;
using Gateway.Testing.Faces;
using Gateway.Testing.Stores;
using Gateway.Wire.Faces;

namespace Gateway.LambdaCompat.Tests.Harness;

/// <summary>Lambda's face over a store in memory, with a scripted engine and DynamoDB beside it.</summary>
internal sealed class LambdaUnderTest : IAsyncDisposable
{
    public const string Account = "123456789012";
    public const string Region = "us-east-1";
    public const string Arn = $"arn:aws:lambda:{Region}:{Account}:function:";
    public const string Role = $"arn:aws:iam::{Account}:role/r";

    private readonly TestFolder folder = new();
    private readonly MemoryStore store = new();
    private readonly LambdaOptions options;
    private readonly IPackageSource? objects;
    private readonly int seed;
    private CommitLoop commits = null!;
    private int requests;
    private long lastSequence;

    public LambdaUnderTest(LambdaOptions? options = null, IPackageSource? objects = null, int seed = 1)
    {
        this.seed = seed;
        this.options = options ?? new LambdaOptions();
        this.objects = objects;
        Open();
    }

    public TimerWatch Time { get; } = new();

    public ScriptedEngine Engine { get; } = new();

    public RecordingLog Log { get; } = new();

    public ConcurrentQueue<string> Bugs { get; } = [];

    public LambdaFace Face { get; private set; } = null!;

    public DynamoFace Dynamo { get; private set; } = null!;

    public string PackageFolder => folder.At("packages");

    /// <summary>Sends one request.</summary>
    public async Task<MemoryAnswer> CallAsync(string method, string path, object? body = null, string query = "", string account = Account, params (string Name, string Value)[] headers)
    {
        MemoryAnswer answer = new();
        byte[] bytes = body switch
        {
            null => [],
            byte[] raw => raw,
            _ => Encoding.UTF8.GetBytes(body.ToString()!.Replace('\'', '"')),
        };
        FaceRequest request = new()
        {
            AccountId = account,
            Region = Region,
            RequestId = $"00000000-0000-4000-8000-{++requests:D12}",
            Method = method,
            Path = path,
            Query = query,
            Host = "localhost:8000",
            Headers = [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
            Body = bytes,
        };
        await Face.RunAsync(request, answer, TestContext.Current.CancellationToken);
        Assert.True(Bugs.IsEmpty, string.Join('\n', Bugs));
        return answer;
    }

    /// <summary>Sends a request that must be answered well.</summary>
    public async Task<JsonObject> OkAsync(string method, string path, object? body = null, string query = "")
    {
        MemoryAnswer answer = await CallAsync(method, path, body, query);
        Assert.True(answer.Status < 300, $"{answer.Status}: {answer.Text}");
        return answer.Json?.AsObject() ?? [];
    }

    /// <summary>Sends a request that must be refused.</summary>
    /// <returns>As <c>404 ResourceNotFoundException: text</c>.</returns>
    public async Task<string> ErrorAsync(string method, string path, object? body = null, string query = "")
    {
        MemoryAnswer answer = await CallAsync(method, path, body, query);
        JsonObject? json = answer.Json?.AsObject();
        return $"{answer.Status} {answer.Header("x-amzn-errortype")}: {json?["message"] ?? json?["Message"]}";
    }

    /// <summary>Makes a function.</summary>
    public Task<JsonObject> CreateAsync(string name, string members = "", byte[]? zip = null) =>
        OkAsync("POST", "/2015-03-31/functions", CreateBody(name, members, zip));

    public static string CreateBody(string name, string members = "", byte[]? zip = null) =>
        $"{{'FunctionName':'{name}','Runtime':'nodejs22.x','Handler':'index.handler','Role':'{Role}','Code':{{'ZipFile':'{Convert.ToBase64String(zip ?? Zips.Small())}'}}{(members.Length == 0 ? "" : "," + members)}}}";

    /// <summary>Sends a request to DynamoDB.</summary>
    /// <param name="lineage">The functions that have led to it.</param>
    public async Task<JsonObject> DynamoAsync(string operation, string body, string? lineage = null)
    {
        ArrayBufferWriter<byte> answer = new();
        WireResult result = await Dynamo.RunAsync(new Caller(Account, Region) { Lineage = lineage }, "DynamoDB_20120810." + operation, Encoding.UTF8.GetBytes(body.Replace('\'', '"')), answer, TestContext.Current.CancellationToken);
        Assert.True(result.Status == 200, Encoding.UTF8.GetString(answer.WrittenSpan));
        return JsonNode.Parse(answer.WrittenSpan)!.AsObject();
    }

    /// <summary>How many keys of a space the store holds.</summary>
    public int CountOf(KeySpace space)
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix((byte[])[(byte)space]));
        int count = 0;
        while (cursor.MoveNext()) count++;
        return count;
    }

    /// <summary>Ends when nothing is left to tell other PoPs, or to follow of theirs.</summary>
    public async Task IdleAsync()
    {
        await Dynamo.WhenIdleAsync().SoonAsync();
        await Face.Services.Sharing!.WhenIdleAsync().SoonAsync();
        Assert.True(Bugs.IsEmpty, string.Join('\n', Bugs));
    }

    /// <summary>Takes what another PoP holds.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="takes">Which records of the system table cross, by their keys; null for all.</param>
    public async Task TakeAsync(LambdaUnderTest other, Func<string, bool>? takes = null)
    {
        foreach (ReplicatedTable table in other.Dynamo.Replica.Tables.OrderBy(table => table.Id).ToArray())
        {
            foreach ((ItemKey key, Document document) in other.Dynamo.Replica.Scan(table.Id, 0, uint.MaxValue))
            {
                if (table.Id == 0 && takes?.Invoke(Encoding.UTF8.GetString(key.Bytes)) == false) continue;
                RemoteOutcome[] outcomes = new RemoteOutcome[1];
                Dynamo.Replica.Apply([new RemoteUnit { Changes = [new RemoteChange(table.Id, Fragment.Of(document), 0)], Origin = "another", OriginRegion = "eu-north-1" }], outcomes);
                Assert.True(outcomes[0].Result is RemoteResult.Applied or RemoteResult.AlreadySeen, outcomes[0].ToString());
            }

            if (table.Id == 0) await IdleAsync(); // the tables come before their items
        }
    }

    /// <summary>Carries everything between two until both know the same.</summary>
    public static async Task MeetAsync(LambdaUnderTest one, LambdaUnderTest other)
    {
        for (int round = 0; round < 3; round++)
        {
            await one.IdleAsync();
            await other.TakeAsync(one);
            await one.TakeAsync(other);
        }
    }

    /// <summary>Ends the face and opens it again on the same store and folder.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        Open();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        store.Dispose();
        folder.Dispose();
        Assert.True(Bugs.IsEmpty, string.Join('\n', Bugs));
    }

    private void Open()
    {
        commits = new CommitLoop(store, lastSequence, Durability.Os);
        Dynamo = DynamoFace.Open(store, commits, new DynamoOptions { ExpiryInterval = TimeSpan.FromHours(6), TrimInterval = TimeSpan.FromHours(7) }, Time, new Random(seed + 1), (bug, where) => Bugs.Enqueue($"{where}: {bug}"));
        Face = LambdaFace.Open(new LambdaParts
        {
            Store = store,
            Commits = commits,
            Engine = Engine,
            PackageFolder = PackageFolder,
            Objects = objects,
            Dynamo = Dynamo,
            Log = Log,
            Time = Time,
            Random = new Random(seed),
            Options = options,
            OnBug = (bug, where) => Bugs.Enqueue($"{where}: {bug}"),
        });
    }

    private async Task CloseAsync()
    {
        await Face.DisposeAsync().AsTask().SoonAsync();
        await Dynamo.DisposeAsync();
        lastSequence = commits.AssignedSequence;
        commits.Dispose();
    }
}
