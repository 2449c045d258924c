using Gateway.Api.Listeners;
using Gateway.Api.Options;
using Gateway.DynamoCompat;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;
using Gateway.Storage.RocksDb;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Wiring;

/// <summary>DynamoDB's face with all that it stands on, opened and closed in the right order.</summary>
internal sealed partial class DynamoWiring : IAsyncDisposable
{
    /// <summary>What a PoP notes when it starts is some kilobytes.</summary>
    private const long StartBytes = 1 << 20;

    private readonly RocksDbStore store;
    private readonly CommitLoop commits;
    private readonly DynamoFace face;
    private readonly LogUpkeep upkeep;

    private DynamoWiring(string folder, RocksDbStore store, ChangeLog log, CommitLoop commits, DynamoFace face, LogUpkeep upkeep)
    {
        Folder = folder;
        Log = log;
        this.store = store;
        this.commits = commits;
        this.face = face;
        this.upkeep = upkeep;
    }

    /// <summary>The store in the data folder, for others that keep things in it.</summary>
    public IKeyValueStore Store => store;

    /// <summary>The data folder that it is in.</summary>
    public string Folder { get; }

    /// <summary>Its log.</summary>
    public ChangeLog Log { get; }

    /// <summary>Trims the log.</summary>
    public LogUpkeep Upkeep => upkeep;

    /// <summary>Its backups; null if there are none. Disposed of with this.</summary>
    public BackupWiring? Backup { get; set; }

    /// <summary>Its commit loop.</summary>
    public CommitLoop Commits => commits;

    /// <summary>For what reads streams.</summary>
    public DynamoFace Face => face;

    /// <summary>What a listener calls.</summary>
    public FaceHandler Handler => face.RunAsync;

    /// <summary>The PoP has started: from here on a full disk refuses writes.</summary>
    public void EndStart(ILogger log)
    {
        store.EndStart();
        if (store.IsFull) StartsFull(log);
    }

    /// <summary>True while writes are refused because the disk is full.</summary>
    public bool IsFull => store.IsFull;

    /// <summary>Bytes that are free on the disk of the store.</summary>
    public long FreeBytes => store.FreeBytes;

    /// <summary>About how many bytes a range of keys takes on the disk.</summary>
    public long BytesOnDisk(KeyRange range) => store.ApproximateBytes(range);

    /// <summary>Opens the store in the data folder and starts the face on it.</summary>
    /// <exception cref="Storage.StoreFault">The store cannot be opened.</exception>
    public static Task<DynamoWiring> OpenAsync(PopOptions options, DataFolder folder, Health health, TimeProvider time, Random random, ILogger log)
    {
        RocksDbStore store = RocksDbStore.Open(folder.Store, new RocksDbOptions { Durability = options.Durability, FreeBytes = options.FreeBytes, StartBytes = StartBytes });
        CommitLoop? commits = null;
        try
        {
            ChangeLog changes = ChangeLog.Open(store);
            commits = new CommitLoop(store, changes.LastSequence, options.Durability, fault =>
            {
                health.Fail("the store takes no more writes; the log says why");
                StoreFailed(log, fault.Message);
            });
            FullDiskNotes fullAt = new(time);
            DynamoOptions settings = new() { TableDelay = options.TableDelay, Scopes = options.Scopes, OnTableConflict = what => TableConflict(log, what) };
            DynamoFace face = DynamoFace.Open(store, commits, settings, time, random, (bug, where) => Tell(log, where, bug, fullAt));
            return Task.FromResult(new DynamoWiring(folder.Path, store, changes, commits, face, new LogUpkeep(changes, time, fault => Bug(log, "trimming the log", fault))));
        }
        catch
        {
            commits?.Dispose();
            store.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Backup is not null) await Backup.DisposeAsync();
        await upkeep.DisposeAsync();
        await face.DisposeAsync();
        commits.Dispose();
        store.Dispose();
    }

    /// <summary>A disk that is full refuses every write: lines about that would fill it more.</summary>
    private static void Tell(ILogger log, string where, Exception bug, FullDiskNotes notes)
    {
        if (bug is not StoreFault { Kind: StoreFaultKind.Full }) Bug(log, where, bug);
        else if (notes.Note() is { } count) Full(log, bug.Message, count);
    }

    [LoggerMessage(104, LogLevel.Error, "{Fault} Writes are refused until there is room ({Count} since this was said last); reads go on")]
    private static partial void Full(ILogger log, string fault, long count);

    [LoggerMessage(105, LogLevel.Error, "The disk is full: writes are refused until there is room; reads go on")]
    private static partial void StartsFull(ILogger log);

    [LoggerMessage(101, LogLevel.Critical, "{Fault}")]
    private static partial void StoreFailed(ILogger log, string fault);

    [LoggerMessage(103, LogLevel.Warning, "{What}")]
    private static partial void TableConflict(ILogger log, string what);

    [LoggerMessage(102, LogLevel.Error, "{Where} failed")]
    private static partial void Bug(ILogger log, string where, Exception bug);
}
