namespace Gateway.DynamoCompat.Tables.Jobs;

/// <summary>What a background job does. Stored: the numbers only grow.</summary>
internal enum JobKind
{
    None = 0,

    /// <summary>Removes what a deleted table left.</summary>
    PurgeTable = 1,

    /// <summary>Writes a new index's entries for the items that were there before it.</summary>
    FillIndex = 2,

    /// <summary>Removes the entries of a deleted index.</summary>
    PurgeIndex = 3,

    /// <summary>Makes the order of expiry anew after time to live was switched on or off.</summary>
    FillExpiry = 4,

    /// <summary>Copies a table's documents into a backup.</summary>
    CopyBackup = 5,

    /// <summary>Fills a table from a backup, or from the past of another table.</summary>
    Restore = 6,

    /// <summary>Removes the stream records of a dropped table.</summary>
    PurgeStreams = 7,

    /// <summary>Removes the history of a table that keeps none any more.</summary>
    PurgeHistory = 8,
}
