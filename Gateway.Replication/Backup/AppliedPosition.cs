using Gateway.Crdt.Time;

namespace Gateway.Replication.Backup;

/// <summary>How far a PoP has applied another one's log.</summary>
/// <param name="Pop">The other PoP.</param>
/// <param name="Replica">Under which id that one writes.</param>
/// <param name="Position">All of its log up to here is merged.</param>
public sealed record AppliedPosition(string Pop, ReplicaId Replica, long Position);
