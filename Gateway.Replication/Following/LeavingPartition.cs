using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;

namespace Gateway.Replication.Following;

/// <summary>Items of a partition that may be dropped once a PoP that keeps everything has said that it has all of them.</summary>
/// <param name="Partition">Which.</param>
/// <param name="Items">The items, with all that is merged of them.</param>
/// <param name="Since">When that was asked, since 1970.</param>
internal sealed record LeavingPartition(PartitionName Partition, IReadOnlyDictionary<ItemKey, Context> Items, long Since);
