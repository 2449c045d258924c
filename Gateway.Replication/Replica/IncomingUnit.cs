namespace Gateway.Replication.Replica;

/// <summary>Changes that become visible together.</summary>
/// <param name="Changes">At least one; several of one item in the order in which they were made.</param>
/// <param name="Origin">The PoP that sent it.</param>
public sealed record IncomingUnit(IReadOnlyList<IncomingChange> Changes, string Origin);
