using Gateway.Replication.Membership;

namespace Gateway.Replication.Status;

/// <summary>What an operator sees of one PoP's replication at a moment.</summary>
public sealed record ReplicationStatus
{
    /// <summary>The PoP that says it.</summary>
    public required string Pop { get; init; }

    /// <summary>Its region.</summary>
    public string Region { get; init; } = "";

    /// <summary>Its cluster's id.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>It is the central one.</summary>
    public bool IsCentral { get; init; }

    /// <summary>Where it stands in the cluster.</summary>
    public PopState State { get; init; }

    /// <summary>One for each other member, in the order of their names.</summary>
    public IReadOnlyList<LinkStatus> Links { get; init; } = [];

    /// <summary>How long ago what is stable now was written, in seconds; null while nothing was said about it.</summary>
    public double? StabilityAgeSeconds { get; init; }

    /// <summary>PoPs that were evicted and are not back.</summary>
    public IReadOnlyList<string> Evicted { get; init; } = [];

    /// <summary>Members that hold stability back because nothing is heard of them.</summary>
    public IReadOnlyList<string> HeldBackBy { get; init; } = [];

    /// <summary>Items of which more is kept than shows, until that is stable: deleted ones, values that lost against one written at the same time, totals that were reset.</summary>
    public long Remains { get; init; }

    /// <summary>Of these, items that are deleted, or keep what was removed of them.</summary>
    public long Ghosts { get; init; }

    /// <summary>Of these, items that keep values which lost against one written at the same time. An item may be among both.</summary>
    public long Siblings { get; init; }

    /// <summary>The same by table, those with the most first; what lies beyond a bound stands under one name.</summary>
    public IReadOnlyList<TableRemains> RemainsByTable { get; init; } = [];

    /// <summary>How many writes met others, by what they relied on: see docs/conflicts.md. Since the start.</summary>
    public IReadOnlyDictionary<string, long> Conflicts { get; init; } = new Dictionary<string, long>();

    /// <summary>The same by table, for those that had any.</summary>
    public IReadOnlyList<TableConflicts> ConflictsByTable { get; init; } = [];

    /// <summary>How many whole documents were fetched, by cause.</summary>
    public IReadOnlyDictionary<string, long> RepairFetches { get; init; } = new Dictionary<string, long>();

    /// <summary>Changes that were set aside because they do not fit.</summary>
    public long Quarantined { get; init; }

    /// <summary>The disk is full: writes are refused until there is room, reads go on.</summary>
    public bool IsDiskFull { get; init; }

    /// <summary>Sequences of the log that some member has not applied yet: they are kept until it has.</summary>
    public long UnshippedEntries { get; init; }

    /// <summary>The log is kept for a peer that has not taken it; null if all have taken all.</summary>
    public HeldLog? LogHeld { get; init; }

    /// <summary>Partitions that this PoP follows now, of items that live where they are written.</summary>
    public long LeasesOwn { get; init; }

    /// <summary>Leases of such partitions that other PoPs have here.</summary>
    public long LeasesGiven { get; init; }

    /// <summary>Partitions that other PoPs are asked for and that did not come whole yet.</summary>
    public long LeasesAwaited { get; init; }

    /// <summary>How comparisons with each peer went, in the order of their names.</summary>
    public IReadOnlyList<RepairStatus> Repairs { get; init; } = [];

    /// <summary>Joins and repairs that go on, and the last ones that ended.</summary>
    public IReadOnlyList<WorkStatus> Work { get; init; } = [];
}
