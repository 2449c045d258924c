namespace Gateway.DynamoCompat.Replication;

/// <summary>What became of a unit.</summary>
public enum RemoteResult
{
    /// <summary>Something of it was new, and all of it is merged now.</summary>
    Applied,

    /// <summary>All of it was merged before.</summary>
    AlreadySeen,

    /// <summary>Something that it builds on is not here: nothing of it was applied.</summary>
    PredecessorMissing,

    /// <summary>No such table here, or not ready yet: nothing of it was applied.</summary>
    TableUnknown,

    /// <summary>It cannot be merged, now or later: nothing of it was applied.</summary>
    Unfit,
}
