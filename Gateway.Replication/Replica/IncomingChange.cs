using Gateway.Crdt.Documents;

namespace Gateway.Replication.Replica;

/// <summary>A piece of one item that came from elsewhere, or goes there.</summary>
/// <param name="Table">Its table's id; 0 for the system table.</param>
/// <param name="Fragment">What is known of the item.</param>
/// <param name="Milliseconds">When it was written, by its origin's clock, since 1970; 0 if that is not known.</param>
public readonly record struct IncomingChange(UInt128 Table, Fragment Fragment, long Milliseconds);
