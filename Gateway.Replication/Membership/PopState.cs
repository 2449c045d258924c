namespace Gateway.Replication.Membership;

/// <summary>Where a PoP stands in its cluster. The numbers are stored: they only grow.</summary>
public enum PopState
{
    /// <summary>It has its certificate and fetches what the others have; stability waits for it.</summary>
    Joining = 0,

    /// <summary>A whole member.</summary>
    Active = 1,

    /// <summary>An operator removes it; its certificate is no longer taken.</summary>
    Leaving = 2,

    /// <summary>Nobody had a sign of it for too long: the others go on without it. It comes back by itself (ADR 35).</summary>
    Evicted = 3,
}
