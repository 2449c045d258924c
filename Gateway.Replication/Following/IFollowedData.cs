using Gateway.Crdt.Documents;
using Gateway.Replication.Replica;

namespace Gateway.Replication.Following;

/// <summary>What following needs to know of tables. Safe for many threads, no waiting.</summary>
internal interface IFollowedData
{
    /// <summary>True if the items of a partition live where they are written, and a PoP may be such a place.</summary>
    bool MayFollow(PartitionName partition, PopProfile pop);

    /// <summary>The hash of the partition key, as it orders scans; null if the table is not known.</summary>
    uint? HashOf(PartitionName partition);

    /// <summary>The partition of an item that lives where it is written; null for any other item.</summary>
    PartitionName? PartitionOf(UInt128 table, ItemKey key);

    /// <summary>True if this PoP would have every document of a partition that still exists.</summary>
    bool IsComplete(PartitionName partition);
}
