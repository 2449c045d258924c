using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Storage.Commit;

namespace Gateway.Replication.Following;

/// <summary>A peer's question that is being answered.</summary>
/// <param name="Id">The peer's number for it.</param>
/// <param name="Partition">What it asks for.</param>
/// <param name="Given">The lease, which must be durable before the answer.</param>
internal sealed record FollowQuestion(ulong Id, PartitionName Partition, CommitTicket Given)
{
    /// <summary>What the answer says is stable; null before it begins.</summary>
    public Context? Stable { get; set; }

    /// <summary>Whether this PoP keeps everything, and has it.</summary>
    public bool IsWhole { get; set; }

    /// <summary>What was sent.</summary>
    public HashSet<ItemKey> Told { get; } = [];

    /// <summary>Where to go on.</summary>
    public ItemKey? After { get; set; }
}
