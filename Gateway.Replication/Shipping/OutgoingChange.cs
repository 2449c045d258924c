using Gateway.Crdt.Documents;

namespace Gateway.Replication.Shipping;

/// <summary>A piece of one item on its way out: bytes as the log has them, or what was put together of several.</summary>
/// <param name="Table">Its table's id.</param>
/// <param name="Delta">An encoded delta; empty if it is a fragment.</param>
/// <param name="Fragment">Null if it is an encoded delta.</param>
/// <param name="Milliseconds">When the last of it was written.</param>
internal readonly record struct OutgoingChange(UInt128 Table, ReadOnlyMemory<byte> Delta, Fragment? Fragment, long Milliseconds);
