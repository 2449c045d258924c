using Gateway.Crdt.Documents;

namespace Gateway.DynamoCompat.Replication;

/// <summary>A piece of one item, as it comes from another PoP or goes there.</summary>
/// <param name="Table">The table's id.</param>
/// <param name="Fragment">Which item, and what of it.</param>
/// <param name="Milliseconds">When its origin wrote it (the last of it), since 1970; 0 if that is not known.</param>
/// <param name="IsNewHere">True for an item that this PoP may not have followed all the time: what is stable says nothing about it.</param>
public sealed record RemoteChange(UInt128 Table, Fragment Fragment, long Milliseconds, bool IsNewHere = false);
