namespace Gateway.Replication.Status;

/// <summary>How far a join or a repair has come.</summary>
public sealed record WorkStatus
{
    /// <summary><c>join</c> or <c>repair</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>From whom, or with whom.</summary>
    public required string Peer { get; init; }

    /// <summary>Items that are done.</summary>
    public long Done { get; init; }

    /// <summary>Items in all, as far as is known.</summary>
    public long Total { get; init; }

    /// <summary>Bytes that were moved for it.</summary>
    public long Bytes { get; init; }

    /// <summary>How much of it is done in a second, since it was first seen; 0 while that is not known.</summary>
    public double PerSecond { get; init; }

    /// <summary>In how many seconds it will be done at that pace; null while that is not known.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>It has ended.</summary>
    public bool IsDone { get; init; }

    /// <summary>What happens now, or how it ended; may be empty.</summary>
    public string Text { get; init; } = "";
}
