namespace Gateway.Replication.AntiEntropy;

/// <summary>Why two stores are compared.</summary>
public enum ComparisonCause
{
    /// <summary>It is time again: in the background.</summary>
    Regular = 0,

    /// <summary>The peer's log no longer holds what was not read.</summary>
    LogTrimmed = 1,

    /// <summary>A log was lost, or went two ways.</summary>
    LogLost = 2,

    /// <summary>This PoP has taken over a snapshot.</summary>
    Joined = 3,

    /// <summary>Too many documents had to be fetched.</summary>
    Repairs = 4,

    /// <summary>Somebody asked for it.</summary>
    Operator = 5,

    /// <summary>Somebody asked whether contents are equal too: finds documents that have rotted, and changes nothing.</summary>
    Contents = 6,
}
