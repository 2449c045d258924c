using Gateway.Replication.Links;

namespace Gateway.Replication.Status;

/// <summary>What an operator sees of the link to one peer.</summary>
public sealed record LinkStatus
{
    /// <summary>Its name.</summary>
    public required string Peer { get; init; }

    /// <summary>What the link does.</summary>
    public LinkState State { get; init; }

    /// <summary>Why it is not open; empty if it is.</summary>
    public string Why { get; init; } = "";

    /// <summary>How old the oldest write of the peer is that has not come here, in seconds; null while nobody knows.</summary>
    public double? LagSeconds { get; init; }

    /// <summary>How many entries of the peer's log have not come here; null while nobody knows.</summary>
    public long? LagEntries { get; init; }

    /// <summary>How many entries of the own log the peer has not taken.</summary>
    public long? WaitingEntries { get; init; }

    /// <summary>About how many bytes of the own log the peer has not taken.</summary>
    public long? WaitingBytes { get; init; }

    /// <summary>When the oldest write was made that the peer has not taken; null if there is none.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>Changes that came in since the link was made.</summary>
    public long ChangesIn { get; init; }

    /// <summary>Changes that come in, for each second of the last few.</summary>
    public double ChangesPerSecond { get; init; }

    /// <summary>Writes that these changes stand for.</summary>
    public long EntriesIn { get; init; }

    /// <summary>How many writes one change that came in stands for; 1 if none were put together.</summary>
    public double CoalescingRatio { get; init; } = 1;

    /// <summary>Since the start.</summary>
    public long BytesIn { get; init; }

    /// <summary>Since the start.</summary>
    public long BytesOut { get; init; }

    /// <summary>How far the peer's clock is ahead of this one's, in seconds; null while it was not measured.</summary>
    public double? ClockOffsetSeconds { get; init; }

    /// <summary>How long a question and its answer take, in seconds; null while it was not measured.</summary>
    public double? RoundTripSeconds { get; init; }

    /// <summary>Whether the last comparison found what both follow to be equal; null before the first.</summary>
    public bool? FingerprintsEqual { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? ComparedAt { get; init; }
}
