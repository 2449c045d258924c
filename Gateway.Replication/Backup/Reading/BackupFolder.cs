using Gateway.Replication.Backup.Files;
using Gateway.Replication.Backup.Folders;

namespace Gateway.Replication.Backup.Reading;

/// <summary>The backup of one store.</summary>
public sealed class BackupFolder
{
    internal BackupFolder(string path)
    {
        Path = path;
        Name = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        Segments = [.. LogArchive.Segments(System.IO.Path.Combine(path, BackupNames.Log)).Select(file => new BackupSegment(file.Path, file.After, file.Last))];
        Snapshots = [.. SnapshotNames.In(System.IO.Path.Combine(path, BackupNames.Snapshots)).Select(entry => new BackupSnapshotFiles(entry.Path, entry.Position, entry.Milliseconds))];
        SegmentHeader? header = Segments.Select(segment => segment.Header).FirstOrDefault(found => found is not null);
        Pop = header?.Pop ?? "";
        Cluster = header?.Cluster ?? "";
        Replica = header?.Replica ?? "";
        Begun = header?.Milliseconds ?? 0;
    }

    /// <summary>Where.</summary>
    public string Path { get; }

    /// <summary>Its name in the directory.</summary>
    public string Name { get; }

    /// <summary>The PoP; empty if no segment can be read.</summary>
    public string Pop { get; }

    /// <summary>The cluster; empty for a PoP that was alone.</summary>
    public string Cluster { get; }

    /// <summary>Under which id the store wrote.</summary>
    public string Replica { get; }

    /// <summary>When its oldest segment was begun, in milliseconds since 1970.</summary>
    internal long Begun { get; }

    /// <summary>The log, in order.</summary>
    internal IReadOnlyList<BackupSegment> Segments { get; }

    /// <summary>The snapshots, oldest first.</summary>
    internal IReadOnlyList<BackupSnapshotFiles> Snapshots { get; }
}
