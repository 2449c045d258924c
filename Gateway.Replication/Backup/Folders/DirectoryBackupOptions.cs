namespace Gateway.Replication.Backup.Folders;

/// <summary>How a directory is kept.</summary>
public sealed record DirectoryBackupOptions
{
    /// <summary>The directory; each store gets a folder of its own in it, so PoPs may share it.</summary>
    public required string Root { get; init; }

    /// <summary>How often all documents are copied.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromHours(24);

    /// <summary>To every moment of so long ago one can go back.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(35);

    /// <summary>How often what was written is made durable, if anything was.</summary>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A segment of the log that is larger than this is ended.</summary>
    public long SegmentBytes { get; init; } = 64 << 20;
}
