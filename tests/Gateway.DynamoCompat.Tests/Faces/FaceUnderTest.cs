using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Testing;
using Gateway.Testing.Stores;

namespace Gateway.DynamoCompat.Tests.Faces;

/// <summary>DynamoDB's face over a store in memory, asked in JSON.</summary>
internal sealed class FaceUnderTest : IAsyncDisposable
{
    private readonly CommitLoop commits;
    private readonly DynamoFace face;

    public FaceUnderTest(MemoryStore? store = null, DynamoOptions? options = null)
    {
        Store = store ?? new MemoryStore();
        commits = new CommitLoop(Store, lastSequence: 0, Durability.Fsync);
        face = DynamoFace.Open(Store, commits, options ?? new DynamoOptions(), Time, new Random(1), (bug, where) => Bugs.Add($"{where}: {bug}"));
    }

    public MemoryStore Store { get; }

    public ManualTimeProvider Time { get; } = new();

    public Caller Caller { get; set; } = new("123456789012", "eu-west-1");

    /// <summary>What the face held for a bug of its own.</summary>
    public List<string> Bugs { get; } = [];

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

    public async ValueTask DisposeAsync()
    {
        await face.DisposeAsync();
        commits.Dispose();
        Store.Dispose();
    }
}
