namespace Gateway.Replication.AntiEntropy;

/// <summary>How two stores stand to each other, as this PoP found when it last compared them.</summary>
public sealed record ComparisonStatus
{
    /// <summary>The other PoP.</summary>
    public required string Peer { get; init; }

    /// <summary>True while comparing.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Why, of the comparison that runs or ran last; null before the first.</summary>
    public ComparisonCause? Cause { get; init; }

    /// <summary>Why it waits, for people; null if it does not.</summary>
    public string? Waiting { get; init; }

    /// <summary>True if the last comparison found nothing to repair, false if it did and could not see that all is equal now; null before the first ended.</summary>
    public bool? IsEqual { get; init; }

    /// <summary>True if the peer might lack what others have when the last comparison ended: equal to it says little then.</summary>
    public bool WasPeerInDoubt { get; init; }

    /// <summary>Since when both are known to be <see cref="IsEqual"/> or not, in milliseconds of the clock of the steps.</summary>
    public long Since { get; init; }

    /// <summary>How many comparisons ended, without those of contents.</summary>
    public long Ended { get; init; }

    /// <summary>Buckets that are compared, of <see cref="BucketsTotal"/>: the progress of the comparison that runs.</summary>
    public long BucketsDone { get; init; }

    /// <summary>Buckets of all scopes that both follow.</summary>
    public long BucketsTotal { get; init; }

    /// <summary>Items of this PoP whose fingerprints were sent, all comparisons together.</summary>
    public long ItemsCompared { get; init; }

    /// <summary>Items that differed and were looked at singly.</summary>
    public long ItemsDifferent { get; init; }

    /// <summary>Documents that were sent because the peer did not know all of them.</summary>
    public long DocumentsSent { get; init; }

    /// <summary>Documents that came for the same reason.</summary>
    public long DocumentsReceived { get; init; }

    /// <summary>Documents that came and could not be merged.</summary>
    public long DocumentsRefused { get; init; }

    /// <summary>Documents that share a transaction and were sent singly, because together they are too large for a frame.</summary>
    public long DocumentsSplit { get; init; }

    /// <summary>Bytes of frames that were sent for comparing, before compression.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes of frames that came.</summary>
    public long BytesReceived { get; init; }

    /// <summary>How many items have another content at the peer, though both merged the same: found by <see cref="ComparisonCause.Contents"/>.</summary>
    public long ItemsRotten { get; init; }

    /// <summary>The first of these items: table id and key.</summary>
    public IReadOnlyList<(UInt128 Table, string Key)> Rotten { get; init; } = [];
}
