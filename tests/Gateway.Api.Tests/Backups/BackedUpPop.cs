using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Api.Wiring;
using Gateway.DynamoCompat;
using Gateway.Replication.Backup;
using Gateway.Replication.Backup.Folders;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;
using Gateway.Storage.RocksDb;
using Gateway.Testing;

namespace Gateway.Api.Tests.Backups;

/// <summary>DynamoDB's face over a store in a data folder, with a backup that takes its steps when a test says so.</summary>
internal sealed class BackedUpPop : IAsyncDisposable
{
    private static readonly Caller Caller = new("123456789012", "eu-west-1");

    private readonly RocksDbStore store;
    private readonly CommitLoop commits;
    private readonly DynamoFace face;
    private DirectorySink? sink;

    /// <param name="data">The data folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="backup">The directory of the backup; null for none.</param>
    public BackedUpPop(string data, ManualTimeProvider time, string? backup = null)
    {
        Time = time;
        Directory.CreateDirectory(data);
        store = RocksDbStore.Open(Path.Combine(data, "store"), new RocksDbOptions { Durability = Durability.Os });
        Log = ChangeLog.Open(store);
        commits = new CommitLoop(store, Log.LastSequence, Durability.Os);
        face = DynamoFace.Open(store, commits, new DynamoOptions(), time, new Random(1), (bug, where) => Bugs.Add($"{where}: {bug}"));
        Source = new BackupSource(face.Transfer, () => Origin with { Replica = face.Replica.Self }, () => Applied, time);
        Reader = new LogReader(Log, commits);
        if (backup is not null) BackUpTo(backup);
    }

    public ManualTimeProvider Time { get; }

    public ChangeLog Log { get; }

    public LogReader Reader { get; }

    public BackupSource Source { get; }

    public BackupOrigin Origin { get; set; } = new("", "pop", default);

    public IReadOnlyList<AppliedPosition> Applied { get; set; } = [];

    public List<string> Bugs { get; } = [];

    public List<string> Notes { get; } = [];

    public DirectorySink Sink => sink!;

    /// <summary>Begins to back up to a directory, or goes on with it.</summary>
    public void BackUpTo(string directory, long segmentBytes = 64 << 20) =>
        sink = new DirectorySink(Source, Reader, new DirectoryBackupOptions { Root = directory, SegmentBytes = segmentBytes }, Time, Notes.Add);

    /// <summary>Ends the backup where it is, as a stop does.</summary>
    public ValueTask StopBackupAsync() => sink!.DisposeAsync();

    /// <summary>Lets time pass, and the backup do all that there is to do.</summary>
    public async Task CopyAsync()
    {
        await Source.WhenDurableAsync(CancellationToken.None);
        Time.Advance(TimeSpan.FromSeconds(2));
        while (await sink!.StepAsync(CancellationToken.None))
        {
        }
    }

    public async Task<JsonObject> RunAsync(string operation, string json)
    {
        ArrayBufferWriter<byte> answer = new();
        WireResult result = await face.RunAsync(Caller, "DynamoDB_20120810." + operation, Encoding.UTF8.GetBytes(json.Replace('\'', '"')), answer, CancellationToken.None);
        JsonObject read = answer.WrittenCount == 0 ? [] : (JsonObject)JsonNode.Parse(answer.WrittenSpan)!;
        Assert.True(result.Status == 200, $"{operation} {json}: {result.Status} {read.ToJsonString()} {string.Join(' ', Bugs)}");
        return read;
    }

    public Task CreateTableAsync(string name, string more = "") => RunAsync("CreateTable", $$"""
        {'TableName': '{{name}}', 'BillingMode': 'PAY_PER_REQUEST',
         'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': 'S'}{{(more.Contains("'g'", StringComparison.Ordinal) ? ", {'AttributeName': 'g', 'AttributeType': 'S'}" : "")}}],
         'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}]{{more}}}
        """);

    public Task PutAsync(string table, string key, string more = "") => RunAsync("PutItem", $"{{'TableName': '{table}', 'Item': {{'pk': {{'S': '{key}'}}{more}}}}}");

    public Task DeleteAsync(string table, string key) => RunAsync("DeleteItem", $"{{'TableName': '{table}', 'Key': {{'pk': {{'S': '{key}'}}}}}}");

    public Task AddAsync(string table, string key, int by) => RunAsync("UpdateItem", $"{{'TableName': '{table}', 'Key': {{'pk': {{'S': '{key}'}}}}, 'UpdateExpression': 'ADD n :d', 'ExpressionAttributeValues': {{':d': {{'N': '{by}'}}}}}}");

    /// <summary>All items of a table as its scan shows them, by their keys.</summary>
    public async Task<SortedDictionary<string, string>> ItemsAsync(string table, string? index = null)
    {
        SortedDictionary<string, string> items = new(StringComparer.Ordinal);
        JsonNode? start = null;
        do
        {
            string from = start is null ? "" : $", 'ExclusiveStartKey': {start.ToJsonString()}";
            JsonObject page = await RunAsync("Scan", $"{{'TableName': '{table}'{(index is null ? "" : $", 'IndexName': '{index}'")}{from}}}");
            foreach (JsonNode? item in page["Items"]!.AsArray()) items[(string)item!["pk"]!["S"]!] = string.Join(';', item.AsObject().OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key}={part.Value!.ToJsonString()}"));
            start = page["LastEvaluatedKey"];
        }
        while (start is not null);
        return items;
    }

    public async Task<string[]> TablesAsync() => [.. (await RunAsync("ListTables", "{}"))["TableNames"]!.AsArray().Select(name => (string)name!)];

    public async ValueTask DisposeAsync()
    {
        if (sink is not null) await sink.DisposeAsync();
        await face.DisposeAsync();
        commits.Dispose();
        store.Dispose();
        Assert.Empty(Bugs);
    }
}
