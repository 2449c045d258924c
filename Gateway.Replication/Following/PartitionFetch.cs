using Gateway.Replication.Replica;

namespace Gateway.Replication.Following;

/// <summary>One partition on its way here: who was asked, and who has answered. Under the lock of its <see cref="PartitionFollower"/>.</summary>
internal sealed class PartitionFetch(PartitionName partition)
{
    public PartitionName Partition { get; } = partition;

    /// <summary>Ends when all that were asked have answered, or nobody can be asked.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Who was asked and has not answered.</summary>
    public HashSet<string> Asked { get; } = [];

    /// <summary>When the first was asked, since 1970: what the lease is counted from.</summary>
    public long Since { get; set; }

    /// <summary>True once somebody has answered who keeps a lease.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>True once one that follows all has answered.</summary>
    public bool IsAnsweredByBackup { get; set; }

    /// <summary>True if somebody had something.</summary>
    public bool HasDocuments { get; set; }

    /// <summary>What others than the backup have sent, until that has answered: what the backup does not have any more must not come back.</summary>
    public List<IncomingUnit> Parked { get; } = [];
}
