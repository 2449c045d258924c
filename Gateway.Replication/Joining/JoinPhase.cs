namespace Gateway.Replication.Joining;

/// <summary>How far a PoP has come in joining.</summary>
public enum JoinPhase
{
    /// <summary>It was never asked to join: it is alone, or the first.</summary>
    None = 0,

    /// <summary>It takes over documents.</summary>
    Streaming = 1,

    /// <summary>It has all documents and compares them with their source.</summary>
    Comparing = 2,

    /// <summary>It is a member like any other: it counts for stability.</summary>
    Joined = 3,
}
