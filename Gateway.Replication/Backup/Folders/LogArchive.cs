using System.Text.Json;
using Gateway.Replication.Backup.Files;
using Gateway.Storage.Log;

namespace Gateway.Replication.Backup.Folders;

/// <summary>The log of one store in a folder: segments one behind the other, the last one open.</summary>
internal sealed class LogArchive : IDisposable
{
    private readonly Dictionary<uint, BackupTable> tables = [];
    private readonly string folder;
    private readonly BackupOrigin origin;
    private readonly TimeProvider time;
    private SegmentWriter? segment;

    private LogArchive(string folder, BackupOrigin origin, TimeProvider time)
    {
        this.folder = folder;
        this.origin = origin;
        this.time = time;
    }

    /// <summary>The last position that was written; -1 if nothing ever was.</summary>
    public long Last { get; private set; } = -1;

    /// <summary>The last entry that an earlier run left; null if it left none.</summary>
    public LogEntry? LastEntry { get; private set; }

    /// <summary>Where the log that is here without a gap begins.</summary>
    public long RunBegin { get; private set; }

    /// <summary>Bytes that were torn at the end and cut off.</summary>
    public long TornBytes { get; private set; }

    /// <summary>The tables as the archive knows them.</summary>
    public IReadOnlyDictionary<uint, BackupTable> Tables => tables;

    /// <summary>True if the disk may lack something.</summary>
    public bool IsDirty => segment?.IsDirty ?? false;

    /// <summary>True if the open segment is large enough.</summary>
    /// <param name="bytesMax">How large.</param>
    public bool IsFull(long bytesMax) => segment is not null && segment.Length >= bytesMax && segment.Last > segment.Header.After;

    /// <summary>Finds what earlier runs left, and cuts off what is torn.</summary>
    public static LogArchive Open(string folder, BackupOrigin origin, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        LogArchive archive = new(folder, origin, time);
        (string Path, long After, long? Last)[] files = [.. Segments(folder)];
        foreach ((string path, long _, long? last) in files.Where(file => file.Last is null)) archive.Recover(path);
        if (archive.segment is null && files.LastOrDefault(file => file.Last is not null) is { Path: { } newest }) archive.Learn(newest);
        archive.RunBegin = RunBeginOf(folder);
        return archive;
    }

    /// <summary>The files of segments, in order; the open one after the whole ones.</summary>
    public static IEnumerable<(string Path, long After, long? Last)> Segments(string folder) =>
        Directory.EnumerateFiles(folder)
            .Select(path => (Path: path, IsSegment: BackupNames.TryReadSegment(Path.GetFileName(path), out long after, out long? last), After: after, Last: last))
            .Where(file => file.IsSegment)
            .OrderBy(file => file.After).ThenBy(file => file.Last ?? long.MaxValue)
            .Select(file => (file.Path, file.After, file.Last));

    /// <summary>Begins anew behind a gap: what was before is in a snapshot only.</summary>
    /// <param name="after">The snapshot's position.</param>
    /// <param name="now">The tables that are there.</param>
    public void BeginRun(long after, IReadOnlyList<BackupTable> now)
    {
        End();
        tables.Clear();
        Begin(after, isRun: true, now);
        RunBegin = after;
    }

    /// <summary>Notes a change of a table.</summary>
    public void Table(BackupTableEvent change)
    {
        Segment().Table(change);
        Note(change);
    }

    /// <summary>Appends entries.</summary>
    public void Entries(IReadOnlyList<LogEntry> entries)
    {
        Segment().Entries(entries);
        Last = entries[^1].Sequence;
    }

    /// <summary>Makes all durable.</summary>
    public void Sync() => segment?.Sync();

    /// <summary>Ends the open segment, if it holds anything; the next entry begins another.</summary>
    public void End()
    {
        if (segment is null) return;
        if (segment.Last > segment.Header.After) segment.Finish();
        else File.Delete(Path.Combine(folder, BackupNames.OpenSegment(segment.Header.After)));
        segment.Dispose();
        segment = null;
    }

    public void Dispose()
    {
        try
        {
            segment?.Sync();
        }
        catch (IOException)
        {
            // What is not durable is found missing at the next start, and copied again.
        }

        segment?.Dispose();
    }

    private SegmentWriter Segment()
    {
        if (segment is null) Begin(Last, isRun: false, [.. tables.Values]);
        return segment!;
    }

    /// <summary>Each segment begins with all tables, so that it can be read without the others.</summary>
    private void Begin(long after, bool isRun, IReadOnlyList<BackupTable> now)
    {
        long milliseconds = time.GetUtcNow().ToUnixTimeMilliseconds();
        segment = SegmentWriter.Create(folder, new SegmentHeader(origin.Cluster, origin.Pop, BackupNames.Hex(origin.Replica), after, isRun, milliseconds));
        Last = after;
        foreach (BackupTable table in now) Table(new BackupTableEvent(table, IsDropped: false, milliseconds, after));
    }

    private void Recover(string path)
    {
        SegmentEnd end = Learn(path);
        if (end.Header is null)
        {
            File.Delete(path); // torn before it said what it is: nothing is in it
            tables.Clear();
            if (Segments(folder).LastOrDefault() is { Path: { } before }) Learn(before);
            return;
        }

        TornBytes += end.IsFinished ? 0 : end.Bytes - end.SoundBytes;
        if (end.IsFinished && end.Fault is null) File.Move(path, Path.Combine(folder, BackupNames.Segment(end.Header.After, end.Sum.Last)), overwrite: true);
        else segment = SegmentWriter.Continue(folder, path, end);
    }

    private SegmentEnd Learn(string path)
    {
        SegmentEnd end = SegmentContent.Read(path, Note, entries => LastEntry = entries[^1]);
        if (end.Header is not null) Last = end.Sum.Last;
        return end;
    }

    private void Note(BackupTableEvent change)
    {
        if (change.IsDropped) tables.Remove(change.Table.Number);
        else tables[change.Table.Number] = change.Table;
    }

    private static long RunBeginOf(string folder)
    {
        long begin = -1;
        foreach ((string path, long after, _) in Segments(folder))
        {
            using FrameReader reader = new(path);
            if (reader.TryRead(out Frame frame) && frame.Kind == FrameKind.Header
                && JsonSerializer.Deserialize(frame.Payload, BackupJson.Default.SegmentHeader) is { Begins: true }) begin = after;
        }

        return begin;
    }
}
