using Gateway.Crdt.Time;
using Gateway.Replication.Replica;

namespace Gateway.Replication.Following;

/// <summary>A partition that other PoPs are being asked for. Its follower's lock guards all but <see cref="Done"/>.</summary>
internal sealed class PartitionFetch(PartitionName partition)
{
    public PartitionName Partition { get; } = partition;

    /// <summary>Ends when all who were linked have answered, or nobody can be asked.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Who was asked and has not answered.</summary>
    public HashSet<string> Asked { get; } = [];

    /// <summary>When the first was asked, since 1970: what the lease is counted from.</summary>
    public long Since { get; set; }

    /// <summary>True for a question beside those of requests: it makes no lease longer, and nobody waits for it.</summary>
    public bool IsAside { get; init; }

    /// <summary>True once somebody has answered who keeps a lease.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>True if somebody had something.</summary>
    public bool HasDocuments { get; set; }

    /// <summary>What those that keep everything had merged when they answered, beside what their documents name; null until one of them has answered. All of it counts as merged here, too: what of it is not here was removed.</summary>
    public Context? Word { get; set; }

    /// <summary>True once one that keeps everything has sent all that it has, and that was merged.</summary>
    public bool IsWhole { get; set; }

    /// <summary>What the others may have forgotten when they answered.</summary>
    public Context Forgotten { get; set; } = Context.Empty;

    /// <summary>How often those that keep everything were asked once more, because others had forgotten more than they knew.</summary>
    public int Repeats { get; set; }

    /// <summary>What others have sent, until one that keeps everything has answered: what that does not have any more must not come back.</summary>
    public List<IncomingUnit> Parked { get; } = [];
}
