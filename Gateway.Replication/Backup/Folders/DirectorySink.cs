using System.Collections.Concurrent;
using Gateway.Replication.Backup.Files;
using Gateway.Replication.Backup.Reading;
using Gateway.Storage.Log;

namespace Gateway.Replication.Backup.Folders;

/// <summary>Keeps a directory from which a PoP's data can be restored as they were at any moment: the log as it grows, and now and then all documents.</summary>
/// <remarks>Layout: docs/formats/backup.md. Why: ADR 29.</remarks>
public sealed class DirectorySink : IBackupSink
{
    private const int PageEntries = 4096;
    private const int PageBytes = 1 << 20;

    private static readonly TimeSpan TidyInterval = TimeSpan.FromHours(1);

    private readonly ConcurrentQueue<BackupTableEvent> changes = new();
    private readonly IBackupSource source;
    private readonly LogReader log;
    private readonly DirectoryBackupOptions options;
    private readonly TimeProvider time;
    private readonly Action<string>? onNote;
    private readonly IDisposable watching;
    private BackupOrigin origin;
    private FolderLock? held;
    private LogArchive? archive;
    private SnapshotWriter? snapshot;
    private string folder = "";
    private bool isSnapshotAsked;
    private DateTimeOffset snapshotAt;
    private DateTimeOffset syncedAt;
    private DateTimeOffset tidiedAt;
    private long position = -1;

    /// <summary>Makes a sink; it touches the directory with its first step.</summary>
    /// <param name="source">What is backed up.</param>
    /// <param name="log">Its log.</param>
    /// <param name="options">Where to.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onNote">Told what an operator may want to know: a gap, a torn end.</param>
    public DirectorySink(IBackupSource source, LogReader log, DirectoryBackupOptions options, TimeProvider time, Action<string>? onNote = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        this.source = source;
        this.log = log;
        this.options = options;
        this.time = time;
        this.onNote = onNote;
        origin = source.Origin;
        watching = source.Watch(changes.Enqueue);
    }

    /// <inheritdoc/>
    public string Name => $"directory {options.Root}";

    /// <inheritdoc/>
    public long Position => Volatile.Read(ref position);

    /// <summary>When the last snapshot was taken that is whole; null if there is none.</summary>
    public DateTimeOffset? SnapshotAt => snapshotAt == default ? null : snapshotAt;

    /// <inheritdoc/>
    public ValueTask<bool> StepAsync(CancellationToken token)
    {
        try
        {
            return ValueTask.FromResult(Step());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Close(); // what is on the disk is what counts: the next step looks
            throw new BackupFault($"{options.Root}: {failure.Message}", failure);
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>Makes a snapshot with the next steps, whenever the last one was.</summary>
    public void AskForSnapshot() => isSnapshotAsked = true;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        watching.Dispose();
        Close();
        return ValueTask.CompletedTask;
    }

    private bool Step()
    {
        if (archive is not null && source.Origin != origin) Close(); // the store writes under another id from now on, which is another history; or it has become a member
        if (archive is null) Open();
        bool more = CopyLog();
        more |= CopyDocuments();
        Tidy();
        return more;
    }

    private void Open()
    {
        origin = source.Origin;
        for (int history = NewestHistory(); archive is null; history++)
        {
            folder = Path.Combine(options.Root, BackupNames.Folder(origin, history));
            Directory.CreateDirectory(Path.Combine(folder, BackupNames.Snapshots));
            held = new FolderLock(folder);
            archive = LogArchive.Open(Path.Combine(folder, BackupNames.Log), origin, time);
            if (Continues(archive)) break;

            onNote?.Invoke($"{folder} holds another history of this store, which is older than that or a copy: the backup begins a new one");
            archive.Dispose();
            held.Dispose();
            archive = null;
        }

        if (archive!.TornBytes > 0) onNote?.Invoke($"{folder}: {archive.TornBytes} bytes at the end were not whole; what they held is copied again");
        SnapshotNames.RemovePartial(Path.Combine(folder, BackupNames.Snapshots));
        snapshotAt = SnapshotNames.In(Path.Combine(folder, BackupNames.Snapshots)) is [.., var newest] && newest.Position >= archive.RunBegin ? DateTimeOffset.FromUnixTimeMilliseconds(newest.Milliseconds) : default;
        if (archive.Last < 0) BeginRun(EndOfTimeAlone());
        else Reconcile();
        Volatile.Write(ref position, archive.Last);
    }

    /// <summary>The highest number of a folder of this store; 1 if there is none.</summary>
    private int NewestHistory()
    {
        int history = 1;
        while (Directory.Exists(Path.Combine(options.Root, BackupNames.Folder(origin, history + 1)))) history++;
        return history;
    }

    /// <summary>False if the store never wrote what the archive ends with.</summary>
    private bool Continues(LogArchive found)
    {
        if (found.Last > source.Sequence) return false;
        if (found.LastEntry is not { } last || found.Last < 1) return true;
        LogPage page = log.Read(found.Last - 1, entriesMax: 1);
        return page.IsTrimmed || page.Entries.Count == 0 || page.Entries[0].Sequence != found.Last || page.Entries[0].Delta.Span.SequenceEqual(last.Delta.Span);
    }

    /// <summary>Where the log ends that this very store has in a folder of the time when its PoP was alone: the log of the member goes on there, without a gap. Null if there is none.</summary>
    private long? EndOfTimeAlone()
    {
        if (origin.Cluster.Length == 0) return null;
        foreach (string path in Directory.EnumerateDirectories(options.Root, $"*-{BackupNames.Hex(origin.Replica)}*").OrderDescending(StringComparer.Ordinal))
        {
            if (path == folder || !BackupRoot.IsFolder(path) || new BackupFolder(path) is not { Cluster: "", Pop: var pop }) continue;
            using FolderLock taken = new(path);
            using LogArchive before = LogArchive.Open(Path.Combine(path, BackupNames.Log), new BackupOrigin("", pop, origin.Replica), time);
            if (before.Last < 0 || !Continues(before)) continue;
            if (before.LastEntry is not null) before.End(); // one without entries would be removed, and with it who wrote here
            return before.Last;
        }

        return null;
    }

    /// <param name="after">Where the log begins; null for where the snapshot is.</param>
    private void BeginRun(long? after = null)
    {
        snapshot?.Dispose();
        snapshot = null;
        IBackupSnapshot now = source.Snapshot();
        snapshot = new SnapshotWriter(Path.Combine(folder, BackupNames.Snapshots), now, origin);
        archive!.BeginRun(after < now.Position ? after.Value : now.Position, now.Tables);
    }

    /// <summary>Notes what has become of tables while nobody told.</summary>
    private void Reconcile()
    {
        BackupTable[] now = [.. source.Tables];
        long milliseconds = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (BackupTable table in now)
        {
            if (!archive!.Tables.TryGetValue(table.Number, out BackupTable? known) || known.Definition != table.Definition || known.IsFilling != table.IsFilling)
            {
                Note(new BackupTableEvent(table, IsDropped: false, milliseconds, source.Sequence));
            }
        }

        foreach (BackupTable gone in archive!.Tables.Values.Where(known => Array.TrueForAll(now, table => table.Number != known.Number)).ToArray())
        {
            Note(new BackupTableEvent(gone, IsDropped: true, milliseconds, source.Sequence));
        }
    }

    private void Note(BackupTableEvent change)
    {
        if (!change.IsDropped && !change.Table.IsFilling && archive!.Tables.TryGetValue(change.Table.Number, out BackupTable? known) && known.IsFilling) AskForSnapshot();
        archive!.Table(change);
    }

    private bool CopyLog()
    {
        LogPage page = log.Read(archive!.Last, PageEntries, PageBytes);
        while (changes.TryPeek(out BackupTableEvent? change)) // after the page was read: the tables of all its entries were told of
        {
            Note(change);
            changes.TryDequeue(out _);
        }

        if (page.IsTrimmed)
        {
            onNote?.Invoke($"the log behind {archive.Last} is gone, the backup was away for too long: it begins again with a snapshot");
            BeginRun();
        }
        else if (page.Entries.Count > 0)
        {
            if (page.Entries.Any(entry => entry.Table != 0 && !archive.Tables.ContainsKey(entry.Table))) Reconcile();
            archive.Entries(page.Entries);
        }

        DateTimeOffset now = time.GetUtcNow();
        if (archive.IsFull(options.SegmentBytes)) archive.End();
        else if (now - syncedAt < options.SyncInterval) return page.Entries.Count > 0 || page.IsTrimmed;
        else archive.Sync();
        syncedAt = now;
        Volatile.Write(ref position, archive.Last);
        return page.Entries.Count > 0 || page.IsTrimmed;
    }

    private bool CopyDocuments()
    {
        if (snapshot is null && (isSnapshotAsked || time.GetUtcNow() - snapshotAt >= options.SnapshotInterval))
        {
            isSnapshotAsked = false;
            snapshot = new SnapshotWriter(Path.Combine(folder, BackupNames.Snapshots), source.Snapshot(), origin);
        }

        if (snapshot is null) return false;
        if (snapshot.Step()) return true;
        snapshot.Dispose();
        snapshot = null;
        snapshotAt = time.GetUtcNow();
        return isSnapshotAsked;
    }

    private void Tidy()
    {
        DateTimeOffset now = time.GetUtcNow();
        if (now - tidiedAt < TidyInterval) return;
        tidiedAt = now;

        // Others' snapshots may build on this log, and are up to an interval older than those here.
        Retention.Apply(Path.Combine(folder, BackupNames.Snapshots), Path.Combine(folder, BackupNames.Log), now - options.Keep - options.SnapshotInterval);
    }

    private void Close()
    {
        snapshot?.Dispose();
        archive?.Dispose();
        held?.Dispose();
        snapshot = null;
        archive = null;
        held = null;
    }
}
