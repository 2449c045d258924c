using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Storage.Commit;

namespace Gateway.Replication.Following;

/// <summary>A peer's question that is being answered.</summary>
/// <param name="Id">The peer's number for it.</param>
/// <param name="Partition">What it asks for.</param>
/// <param name="Given">The lease, which must be durable before the answer.</param>
/// <param name="Known">What the peer has.</param>
internal sealed record FollowQuestion(ulong Id, PartitionName Partition, CommitTicket Given, Dictionary<ItemKey, Context> Known)
{
    /// <summary>What was sent, or was found to be removed.</summary>
    public HashSet<ItemKey> Told { get; } = [];

    /// <summary>Where to go on.</summary>
    public ItemKey? After { get; set; }
}
