using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Backups;

/// <summary>A backup of a table. Stored as JSON: names stay, members are only added.</summary>
internal sealed record BackupDefinition
{
    /// <summary>Part of the keys of its documents; never used again.</summary>
    public required uint Number { get; init; }

    public required string Arn { get; init; }

    public required string Name { get; init; }

    /// <summary>Made by DynamoDB when a table that keeps its history is deleted; otherwise somebody asked for it.</summary>
    public bool IsSystem { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it disappears by itself; null for one that somebody asked for.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>True once all documents are copied.</summary>
    public bool IsAvailable { get; init; }

    /// <summary>How much there was in the table when the backup was asked for, and once it is there, how much is in the backup.</summary>
    public long SizeBytes { get; init; }

    public long ItemCount { get; init; }

    /// <summary>The table as it was defined.</summary>
    public required TableDefinition Table { get; init; }
}
