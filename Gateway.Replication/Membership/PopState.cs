namespace Gateway.Replication.Membership;

/// <summary>Where a PoP stands in its cluster. The numbers are stored: they only grow.</summary>
public enum PopState
{
    /// <summary>It has its certificate and fetches what the others have; it does not count for stability.</summary>
    Joining = 0,

    /// <summary>A whole member.</summary>
    Active = 1,

    /// <summary>An operator removes it; its certificate is no longer taken.</summary>
    Leaving = 2,

    /// <summary>It was silent for so long that nobody waits for it; it is welcome again, and counts when it has compared what it has with the central PoP.</summary>
    Evicted = 3,
}
