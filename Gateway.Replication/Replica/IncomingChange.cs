using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;

namespace Gateway.Replication.Replica;

/// <summary>A piece of one item that came from elsewhere, or goes there.</summary>
/// <param name="Table">Its table's id; 0 for the system table.</param>
/// <param name="Fragment">What is known of the item.</param>
/// <param name="Milliseconds">When it was written, by its origin's clock, since 1970; 0 if that is not known.</param>
public readonly record struct IncomingChange(UInt128 Table, Fragment Fragment, long Milliseconds)
{
    /// <summary>What its sender has merged of the item beside what the document names: so much of that as is not in the document was removed there. Null for nothing.</summary>
    public Context? Past { get; init; }

    /// <summary>What this PoP has merged of the item beside what its document names. Null: what is stable here, or nothing for items that live where they are written.</summary>
    public Context? Known { get; init; }
}
