using Gateway.Replication.Replica;

namespace Gateway.Replication.Receiving;

/// <summary>A unit that waits for what it builds on.</summary>
internal sealed class ParkedUnit
{
    public required IncomingUnit Unit { get; init; }

    /// <summary>The first log position that it stands for: so long as it waits the log counts as applied up to before it.</summary>
    public required long First { get; init; }

    /// <summary>Bytes of its message.</summary>
    public required int Bytes { get; init; }

    /// <summary>When it began to wait.</summary>
    public required long Since { get; init; }

    /// <summary>What it waits for.</summary>
    public UnitOutcomeKind Reason { get; set; }

    /// <summary>When its documents were asked for; 0 for not yet.</summary>
    public long AskedAt { get; set; }
}
