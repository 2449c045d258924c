namespace Gateway.Replication.Replica;

/// <summary>What can become of a unit.</summary>
public enum UnitOutcomeKind
{
    /// <summary>It was merged.</summary>
    Applied,

    /// <summary>All of it was known.</summary>
    AlreadySeen,

    /// <summary>Something that it builds on is not here yet; nothing was merged.</summary>
    PredecessorMissing,

    /// <summary>It is about a table that is not known here yet; nothing was merged.</summary>
    TableUnknown,

    /// <summary>It contradicts what is here, or breaks a bound; nothing was merged, and trying again would not help.</summary>
    Unfit,
}
