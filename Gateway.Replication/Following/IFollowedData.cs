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

    /// <summary>True if this PoP would have a document of an item if that still existed.</summary>
    bool IsComplete(UInt128 table, ItemKey key);
}
