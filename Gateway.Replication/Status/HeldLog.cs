namespace Gateway.Replication.Status;

/// <summary>What of the log is kept because a peer has not taken it.</summary>
public sealed record HeldLog
{
    /// <summary>The peer that is furthest behind.</summary>
    public required string Peer { get; init; }

    /// <summary>Entries that it has not taken.</summary>
    public long Entries { get; init; }

    /// <summary>About how many bytes they take on the disk; what is still in memory is not counted.</summary>
    public long Bytes { get; init; }

    /// <summary>How many of these bytes all other members have taken: they are kept for this one alone.</summary>
    public long BytesForItAlone { get; init; }

    /// <summary>When the oldest of them was written; null if that is not known.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Bytes that are free on the disk.</summary>
    public long FreeBytes { get; init; }

    /// <summary>True when they take more than the share of the free disk that is set: the state <c>log-held</c>.</summary>
    public bool IsTooMuch { get; init; }
}
