using Gateway.Crdt.Documents;

namespace Gateway.Replication.Following;

/// <summary>A partition that one peer was asked for, until it has answered.</summary>
internal sealed class AskedPartition(PartitionFetch fetch)
{
    public PartitionFetch Fetch { get; } = fetch;

    /// <summary>Items that it has sent so far.</summary>
    public HashSet<ItemKey> Told { get; } = [];

    /// <summary>False once something could not be read, or merged.</summary>
    public bool IsWhole { get; set; } = true;
}
