namespace Gateway.Crdt.Documents;

/// <summary>The transaction that a delta belongs to: its parts become visible together.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Size">How many deltas it has, at least 1.</param>
public readonly record struct DeltaGroup(UInt128 Id, int Size);
