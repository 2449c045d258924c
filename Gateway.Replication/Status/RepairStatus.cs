namespace Gateway.Replication.Status;

/// <summary>What comparing with one peer has found and moved since the start.</summary>
public sealed record RepairStatus
{
    /// <summary>The peer.</summary>
    public required string Peer { get; init; }

    /// <summary>How many comparisons ended.</summary>
    public long Ended { get; init; }

    /// <summary>Whether the last one found what both follow to be equal; null before the first.</summary>
    public bool? IsEqual { get; init; }

    /// <summary>Items that differed and were looked at singly.</summary>
    public long ItemsDifferent { get; init; }

    /// <summary>Documents that were sent.</summary>
    public long DocumentsSent { get; init; }

    /// <summary>Documents that came.</summary>
    public long DocumentsReceived { get; init; }

    /// <summary>Bytes of frames that were sent, before compression.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes of frames that came, before compression.</summary>
    public long BytesReceived { get; init; }
}
