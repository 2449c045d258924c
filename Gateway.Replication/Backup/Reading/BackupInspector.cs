
namespace Gateway.Replication.Backup.Reading;

/// <summary>Says what a backup holds, and whether all of it can be read.</summary>
/// <param name="onProgress">Told of bytes read and bytes in all; null for nobody.</param>
public sealed class BackupInspector(Action<long, long>? onProgress = null)
{
    private long done;
    private long all;

    /// <summary>Looks through a directory.</summary>
    /// <param name="root">The directory.</param>
    /// <param name="isThorough">True reads every byte; false reads what is needed to say what there is.</param>
    public IReadOnlyList<FolderReport> Inspect(BackupRoot root, bool isThorough)
    {
        ArgumentNullException.ThrowIfNull(root);
        done = 0;
        all = isThorough ? root.Folders.Sum(folder => folder.Segments.Sum(segment => segment.Bytes) + folder.Snapshots.Sum(snapshot => snapshot.Bytes)) : 0;
        return [.. root.Folders.Select(folder => Inspect(folder, isThorough))];
    }

    private FolderReport Inspect(BackupFolder folder, bool isThorough)
    {
        List<string> faults = [];
        List<string> notes = [];
        Dictionary<uint, BackupTable> tables = [];
        long entries = 0;
        long newest = 0;
        foreach (BackupSegment segment in folder.Segments)
        {
            if (!isThorough && segment != folder.Segments[^1]) continue;
            Guard(faults, () => segment.Check(change => Note(tables, change), some => entries += some.Count));
            if (segment.Fault is { } fault) faults.Add(fault);
            if (segment.Note is { } note) notes.Add(note);
            newest = Math.Max(newest, segment.End?.Sum.LastMilliseconds ?? 0);
            Advance(segment.Bytes);
        }

        faults.AddRange(Gaps(folder));
        (long documents, Dictionary<uint, long> sizes) = isThorough ? CheckSnapshots(folder, faults) : (0, SizesOf(folder.Snapshots.Count > 0 ? folder.Snapshots[^1] : null));
        if (folder.Snapshots.Count > 0) newest = Math.Max(newest, folder.Snapshots[^1].Milliseconds);
        BackupSegment? last = folder.Segments.Count > 0 ? folder.Segments[^1] : null;
        return new FolderReport(
            folder.Name,
            folder.Cluster,
            folder.Pop,
            folder.Replica,
            folder.Snapshots.Count,
            folder.Segments.Count,
            folder.Segments.Sum(segment => segment.Bytes) + folder.Snapshots.Sum(snapshot => snapshot.Bytes),
            folder.Snapshots.Count == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(folder.Snapshots[0].Milliseconds),
            newest == 0 || folder.Snapshots.Count == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(newest),
            last?.Last ?? last?.End?.Sum.Last ?? 0,
            isThorough ? entries : null,
            isThorough ? documents : null,
            [.. tables.Values.OrderBy(table => table.Name, StringComparer.Ordinal).Select(table => new TableReport(table.Name, table.Account, table.Region, sizes.GetValueOrDefault(table.Number)))],
            faults,
            notes);
    }

    private static void Note(Dictionary<uint, BackupTable> tables, BackupTableEvent change)
    {
        if (change.IsDropped) tables.Remove(change.Table.Number);
        else tables[change.Table.Number] = change.Table;
    }

    /// <summary>Holes between segments that nobody meant to leave.</summary>
    private static IEnumerable<string> Gaps(BackupFolder folder)
    {
        for (int i = 1; i < folder.Segments.Count; i++)
        {
            long end = folder.Segments[i - 1].Last ?? folder.Segments[i - 1].End?.Sum.Last ?? folder.Segments[i - 1].After;
            BackupSegment next = folder.Segments[i];
            if (next.After <= end || next.Header is not { } header) continue;
            yield return header.Begins
                ? $"{folder.Path}: no log from {end + 1} to {next.After}: the backup was away for too long. No moment before {Moments.Text(header.Milliseconds)} and behind the last write before it can be restored"
                : $"{folder.Path}: the log from {end + 1} to {next.After} is missing ({Moments.Text(folder.Segments[i - 1].End?.Sum.LastMilliseconds)} to {Moments.Text(header.Milliseconds)})";
        }
    }

    private (long Documents, Dictionary<uint, long> Sizes) CheckSnapshots(BackupFolder folder, List<string> faults)
    {
        long documents = 0;
        foreach (BackupSnapshotFiles snapshot in folder.Snapshots)
        {
            Guard(faults, () =>
            {
                foreach (BackupTable table in snapshot.ReadTables().Tables) Guard(faults, () => documents += snapshot.ReadDocuments(table, (_, _) => { }).Documents);
            });
            Advance(snapshot.Bytes);
        }

        return (documents, SizesOf(folder.Snapshots.Count > 0 ? folder.Snapshots[^1] : null));
    }

    private static Dictionary<uint, long> SizesOf(BackupSnapshotFiles? snapshot)
    {
        Dictionary<uint, long> sizes = [];
        if (snapshot is null) return sizes;
        foreach (FileInfo file in new DirectoryInfo(snapshot.Path).EnumerateFiles("*.documents"))
        {
            if (uint.TryParse(Path.GetFileNameWithoutExtension(file.Name), out uint number)) sizes[number] = file.Length;
        }

        return sizes;
    }

    private static void Guard(List<string> faults, Action check)
    {
        try
        {
            check();
        }
        catch (BackupFault fault)
        {
            faults.Add(fault.Message);
        }
    }

    private void Advance(long bytes) => onProgress?.Invoke(done += bytes, all);
}
