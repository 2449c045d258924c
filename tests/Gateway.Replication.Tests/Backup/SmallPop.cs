using System.Text;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Replication.Backup;
using Gateway.Replication.Backup.Folders;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;
using Gateway.Testing;
using Gateway.Testing.Stores;

namespace Gateway.Replication.Tests.Backup;

/// <summary>A PoP that is nothing but documents and a log: what a backup needs, without DynamoDB.</summary>
internal sealed class SmallPop : IBackupSource, IDisposable
{
    public static readonly BackupTable Table = new(1, Guid.Parse("00000000-0000-4000-8000-000000000001"), "123456789012", "eu-west-1", "tab", false, new BackupSchema([new BackupKeyPart("pk", "S", true)], []), "{}");

    private readonly SortedDictionary<string, Document> documents = new(StringComparer.Ordinal);
    private readonly MemoryStore store = new();
    private readonly CommitLoop commits;
    private readonly HybridClock clock;
    private readonly ManualTimeProvider time;

    public SmallPop(ManualTimeProvider time, string name = "pop", string cluster = "", ulong replica = 7)
    {
        this.time = time;
        Origin = new BackupOrigin(cluster, name, new ReplicaId(replica));
        Log = ChangeLog.Open(store);
        commits = new CommitLoop(store, Log.LastSequence);
        clock = new HybridClock(time, new ReplicaId(replica));
        Reader = new LogReader(Log, commits);
    }

    public BackupOrigin Origin { get; private set; }

    public ChangeLog Log { get; }

    public LogReader Reader { get; }

    public long Sequence => commits.AssignedSequence;

    public IReadOnlyList<BackupTable> Tables { get; set; } = [Table];

    public List<AppliedPosition> Applied { get; } = [];

    public List<string> Notes { get; } = [];

    /// <summary>What every item shows.</summary>
    public SortedDictionary<string, string> Items => Show(documents);

    public static SortedDictionary<string, string> Show(IReadOnlyDictionary<string, Document> documents) =>
        new(documents.Where(entry => entry.Value.IsVisible).ToDictionary(entry => entry.Key, entry => entry.Value.Visible.ToString()), StringComparer.Ordinal);

    public DirectorySink Sink(string root, long segmentBytes = 64 << 20, TimeSpan? keep = null, TimeSpan? every = null) =>
        new(this, Reader, new DirectoryBackupOptions { Root = root, SegmentBytes = segmentBytes, Keep = keep ?? TimeSpan.FromDays(35), SnapshotInterval = every ?? TimeSpan.FromDays(1) }, time, Notes.Add);

    /// <summary>Lets time pass, and a sink do all that there is to do.</summary>
    public async Task CopyAsync(IBackupSink sink)
    {
        await commits.WaitDurableAsync(Sequence);
        time.Advance(TimeSpan.FromSeconds(2));
        while (await sink.StepAsync(CancellationToken.None))
        {
        }
    }

    /// <summary>Becomes a member; it writes on under its id.</summary>
    public void Found(string cluster, string name) => Origin = Origin with { Cluster = cluster, Pop = name };

    /// <summary>Adds to a number; each item in one transaction with the others.</summary>
    public void Add(params string[] keys) => Write([.. keys.Select(key => Plan(key, document => document.IsVisible
        ? [new DocumentEdit.Increment(Path, ExactNumber.FromInt64(1))]
        : [new DocumentEdit.PutItem(Value.Map(("n", Value.Number("1"))))]))]);

    /// <summary>Writes an item.</summary>
    public void Put(string key, string text = "") => Write([Plan(key, _ => [new DocumentEdit.PutItem(Value.Map(("text", Value.String(text))))])]);

    /// <summary>Removes an item; a PoP that is alone forgets it.</summary>
    public void Delete(string key)
    {
        Write([Plan(key, _ => [new DocumentEdit.DeleteItem()])]);
        if (Origin.Cluster.Length == 0) documents.Remove(key);
    }

    /// <summary>Merges all that another PoP has.</summary>
    public void Merge(SmallPop other)
    {
        foreach ((string key, Document document) in other.documents) documents[key] = Find(key).Join(document);
        Applied.RemoveAll(one => one.Replica == other.Origin.Replica);
        Applied.Add(new AppliedPosition(other.Origin.Pop, other.Origin.Replica, other.Sequence));
    }

    public async Task DurableAsync() => await commits.WaitDurableAsync(Sequence);

    public void TrimAll() => new LogTrimmer(Log, TimeSpan.Zero).Step(time.GetUtcNow() + TimeSpan.FromDays(1), long.MaxValue);

    public IDisposable Watch(Action<BackupTableEvent> onChange) => new MemoryStream();

    public IBackupSnapshot Snapshot()
    {
        long position = commits.DurableSequence;
        return new SmallSnapshot(position, Sequence, time.GetUtcNow().ToUnixTimeMilliseconds(), [.. Applied], Tables, [.. documents.Select(entry => (KeyOf(entry.Key), DocumentCodec.Encode(entry.Value)))]);
    }

    public ValueTask WhenDurableAsync(CancellationToken token) => ValueTask.CompletedTask;

    public Value Item(uint table, ItemKey key) => Find(Encoding.UTF8.GetString(key.Bytes)).Visible;

    public Value KeyOf(uint table, ItemKey key) => Value.Map(("pk", Value.String(key.Bytes)));

    public ItemKey? KeyFrom(uint table, Value key) => new ItemKey(key["pk"].Utf8.ToArray());

    public void Dispose()
    {
        commits.Dispose();
        store.Dispose();
    }

    private static ValuePath Path => ValuePath.Of("n");

    private static byte[] KeyOf(string key) => Encoding.UTF8.GetBytes(key);

    private Document Find(string key) => documents.GetValueOrDefault(key) ?? Document.Empty(new ItemKey(KeyOf(key)));

    private Delta Plan(string key, Func<Document, IReadOnlyList<DocumentEdit>> edits)
    {
        Document before = Find(key);
        Delta delta = EditPlanner.Plan(before, edits(before), clock.Next(before.Context));
        before.Apply(delta, out Document after);
        documents[key] = after;
        return delta;
    }

    private void Write(Delta[] deltas) => commits.Write(deltas.Length, (batch, first) =>
    {
        for (int i = 0; i < deltas.Length; i++)
        {
            ChangeLog.Append(batch, first + i, new LogEntry
            {
                Milliseconds = time.GetUtcNow().ToUnixTimeMilliseconds(),
                Table = Table.Number,
                TransactionSize = deltas.Length > 1 ? deltas.Length : 0,
                TransactionPosition = i,
                Delta = DeltaCodec.Encode(deltas[i]),
            });
        }
    });
}
