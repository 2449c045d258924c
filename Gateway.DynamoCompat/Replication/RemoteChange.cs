using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;

namespace Gateway.DynamoCompat.Replication;

/// <summary>A piece of one item, as it comes from another PoP or goes there.</summary>
/// <param name="Table">The table's id.</param>
/// <param name="Fragment">Which item, and what of it.</param>
/// <param name="Milliseconds">When its origin wrote it (the last of it), since 1970; 0 if that is not known.</param>
public sealed record RemoteChange(UInt128 Table, Fragment Fragment, long Milliseconds)
{
    /// <summary>True for an item that this PoP may not have followed all the time: what is stable says nothing about it, and its own writes may come back to it.</summary>
    public bool IsNewHere { get; init; }

    /// <summary>Where <see cref="IsNewHere"/>: what was merged here of the item beside what its document names; null for nothing.</summary>
    public Context? Known { get; init; }

    /// <summary>What was merged at the sender of the item beside what a document names; null for what is usual.</summary>
    public Context? Past { get; init; }
}
