namespace Gateway.DynamoCompat.Tables.Jobs;

/// <summary>A background job as the store keeps it, so that it is done also after a crash. Stored as JSON: names stay, members are only added.</summary>
/// <remarks>A job may be run again from its beginning at any time, also after it has done all.</remarks>
internal sealed record JobRecord
{
    public required uint Number { get; init; }

    public required JobKind Kind { get; init; }

    /// <summary>The table that it works on; the target of a restore.</summary>
    public uint Table { get; init; }

    /// <summary>The index that it works on.</summary>
    public uint Index { get; init; }

    /// <summary>The backup that is written or read; 0 if there is none.</summary>
    public uint Backup { get; init; }

    /// <summary>The table whose past is read; 0 if there is none.</summary>
    public uint Source { get; init; }

    /// <summary>The moment of the past that is asked for, in milliseconds since 1970; null for the newest.</summary>
    public long? Moment { get; init; }

    /// <summary>Not before this moment.</summary>
    public DateTimeOffset NotBefore { get; init; }
}
