namespace Gateway.Replication.Following;

/// <summary>A link over which partitions can be asked for.</summary>
internal interface IFollowLink
{
    /// <summary>Who is at the other end.</summary>
    Gateway.Replication.Replica.PopProfile Peer { get; }

    /// <summary>Asks for a partition at its next step. Called by any thread.</summary>
    void Ask(PartitionFetch fetch);

    /// <summary>Asks at its next step whether what is here of a partition is there, too. Called by any thread.</summary>
    void Ask(LeavingPartition leaving);
}
