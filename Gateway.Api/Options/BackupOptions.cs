namespace Gateway.Api.Options;

/// <summary>Where the PoP's data are backed up to.</summary>
public sealed record BackupOptions
{
    /// <summary>A directory for the log and for snapshots; null for none.</summary>
    public string? Directory { get; init; }

    /// <summary>How often a snapshot is made.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How far back one can go.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(35);

    /// <summary>So long the log is kept for a backup that does not get on.</summary>
    public TimeSpan KeepLog { get; init; } = TimeSpan.FromHours(72);

    /// <summary>An endpoint that speaks DynamoDB; null for none.</summary>
    public DynamoBackupOptions? Dynamo { get; init; }
}
