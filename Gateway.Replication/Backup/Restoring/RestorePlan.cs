using Gateway.Replication.Backup.Files;
using Gateway.Replication.Backup.Reading;

namespace Gateway.Replication.Backup.Restoring;

/// <summary>From which snapshot and which logs a restore is made.</summary>
internal sealed class RestorePlan
{
    private RestorePlan(BackupFolder folder, BackupSnapshotFiles snapshot)
    {
        Folder = folder;
        Snapshot = snapshot;
        (Header, SnapshotTables) = snapshot.ReadTables();
    }

    public BackupFolder Folder { get; }

    public BackupSnapshotFiles Snapshot { get; }

    public SnapshotHeader Header { get; }

    public IReadOnlyList<BackupTable> SnapshotTables { get; }

    /// <summary>The logs; first that of the snapshot's own store.</summary>
    public IReadOnlyList<LogPart> Parts { get; private set; } = [];

    /// <summary>The tables that are restored.</summary>
    public IReadOnlyList<BackupTable> Tables { get; private set; } = [];

    /// <summary>True if no other PoP had a part in it.</summary>
    public bool IsAlone => Parts.Count == 1 && Header.Applied.Count == 0 && Folder.Cluster.Length == 0 && Parts[0].Cut <= Parts[0].AloneUntil;

    /// <summary>The snapshots that could be the basis, the best one first.</summary>
    /// <exception cref="BackupFault">It is not clear which PoP is meant.</exception>
    public static IEnumerable<(BackupFolder Folder, BackupSnapshotFiles Snapshot)> Candidates(BackupRoot root, RestoreRequest request)
    {
        long? moment = request.To?.ToUnixTimeMilliseconds() ?? request.ToStamp?.Milliseconds;
        BackupFolder[] folders = [.. root.Folders.Where(folder => request.Pop is null || folder.Pop == request.Pop || folder.Name == request.Pop || root.OwnerOf(folder) == request.Pop)];
        if (request.Pop is null && moment is not null && OfFounder(root, moment.Value) is { Length: > 0 } only) folders = only;
        if (folders.Length == 0) throw new BackupFault($"{root.Path} holds no backup of '{request.Pop}': there are {string.Join(", ", root.Folders.Select(folder => folder.Name))}");
        if (folders.Select(root.OwnerOf).Distinct().Count() > 1)
        {
            throw new BackupFault($"{root.Path} holds the backups of several PoPs ({string.Join(", ", folders.Select(root.OwnerOf).Distinct())}): say with --pop from which one's snapshot to begin, best one that follows everything");
        }

        return folders
            .SelectMany(folder => folder.Snapshots.Select(snapshot => (Folder: folder, Snapshot: snapshot)))
            .Where(one => moment is null || one.Snapshot.Milliseconds <= moment)
            .OrderByDescending(one => one.Snapshot.Milliseconds);
    }

    /// <summary>Why there is no candidate.</summary>
    public static string WhyNone(BackupRoot root, RestoreRequest request)
    {
        long first = root.Folders.SelectMany(folder => folder.Snapshots).Select(snapshot => snapshot.Milliseconds).DefaultIfEmpty(0).Min();
        return first == 0
            ? $"{root.Path} holds no snapshot that is whole"
            : $"{root.Path} reaches back to {Moments.Text(first)}, and not to {Moments.Text(request.To?.ToUnixTimeMilliseconds() ?? request.ToStamp?.Milliseconds)}";
    }

    /// <summary>Plans from a snapshot.</summary>
    /// <exception cref="BackupFault">Something that it needs is not there.</exception>
    public static RestorePlan Make(BackupRoot root, BackupFolder folder, BackupSnapshotFiles snapshot, RestoreRequest request)
    {
        RestorePlan plan = new(folder, snapshot);
        BackupFolder? successor = root.SuccessorOf(folder);
        bool goesOn = successor is not null && root.Folders.Last(other => other.Cluster.Length == 0 && other.Replica == folder.Replica) == folder; // of several histories the newest
        List<LogPart> parts = [new LogPart(folder, snapshot.Position, request, goesOn ? successor : null)];
        string cluster = goesOn ? successor!.Cluster : folder.Cluster;
        foreach (BackupFolder other in root.Folders.Where(other => cluster.Length > 0 && other.Cluster == cluster && other.Pop != root.OwnerOf(folder) && !request.Without.Contains(other.Pop)))
        {
            if (goesOn && other.Begun > Moment(request)) continue; // it was not there yet
            parts.Add(new LogPart(other, Begin(plan.Header, other), request));
        }

        foreach (SnapshotApplied one in plan.Header.Applied)
        {
            if (request.Without.Contains(one.Pop) || root.Folders.Any(other => other.Replica == one.Replica)) continue;
            throw new BackupFault($"{root.Path} holds no log of PoP {one.Pop} ({one.Replica}), whose writes behind {one.Position} are not in the snapshot of {Moments.Text(snapshot.Milliseconds)}: add its folder, or leave it out with --without {one.Pop}");
        }

        parts[0].Learn(plan.SnapshotTables);
        plan.Parts = parts;
        return plan;
    }

    private static long Moment(RestoreRequest request) => request.To?.ToUnixTimeMilliseconds() ?? request.ToStamp?.Milliseconds ?? long.MaxValue;

    /// <summary>The folders of the PoP that was alone before there was a cluster, and is its central one, if nobody else has a snapshot that is as old as that: then it is clear which is meant.</summary>
    private static BackupFolder[] OfFounder(BackupRoot root, long moment)
    {
        BackupFolder[] old = [.. root.Folders.Where(folder => folder.Snapshots.Any(snapshot => snapshot.Milliseconds <= moment))];
        return old.Select(root.OwnerOf).Distinct().Count() == 1 && old.Any(folder => root.SuccessorOf(folder) is not null) ? old : [];
    }

    /// <summary>Behind which position of another store's log there may be something new.</summary>
    private static long Begin(SnapshotHeader header, BackupFolder other)
    {
        if (header.Applied.FirstOrDefault(one => one.Replica == other.Replica) is { } applied) return applied.Position;

        // An earlier store or identity of that PoP: what is still there of its log is applied once more, and changes nothing where it was known.
        bool isFormer = header.Applied.Any(one => one.Pop == other.Pop);
        return isFormer && other.Segments.Count > 0 ? other.Segments[0].After : 0;
    }

    /// <summary>Which tables there were at the chosen moment. After the logs are checked.</summary>
    /// <exception cref="BackupFault">A table that is asked for was not there, or what it held is not in the backup.</exception>
    public void SettleTables(RestoreRequest request)
    {
        Dictionary<Guid, BackupTable> there = SnapshotTables.ToDictionary(table => table.Id);
        HashSet<Guid> filled = [.. SnapshotTables.Where(table => table.IsFilling).Select(table => table.Id)];
        foreach (BackupTableEvent change in Parts.SelectMany(part => part.Changes).OrderBy(change => change.Milliseconds))
        {
            if (change.IsDropped) there.Remove(change.Table.Id);
            else there[change.Table.Id] = change.Table;
            if (change.Table.IsFilling && (change.Milliseconds > Header.Milliseconds || SnapshotTables.All(table => table.Id != change.Table.Id))) filled.Add(change.Table.Id);
        }

        string[] missing = [.. request.Tables.Where(name => there.Values.All(table => table.Name != name))];
        if (missing.Length > 0) throw new BackupFault($"there was no table {string.Join(", ", missing)} at that moment; there were {string.Join(", ", there.Values.Select(table => table.Name).Order(StringComparer.Ordinal))}");

        Tables = [.. there.Values.Where(table => request.Tables.Count == 0 || request.Tables.Contains(table.Name)).OrderBy(table => table.Number)];
        if (Tables.FirstOrDefault(table => filled.Contains(table.Id)) is { } partly)
        {
            throw new BackupFault($"table {partly.Name} was being restored from another one about then, and only the next snapshot holds what it got: choose a later moment, or leave it out with --tables");
        }
    }
}
