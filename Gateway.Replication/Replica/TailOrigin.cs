using Gateway.Crdt.Time;

namespace Gateway.Replication.Replica;

/// <summary>What the replay of a tail must know of the member on whose documents it is made.</summary>
/// <param name="Old">The ids under which the tail was written, one after the other.</param>
/// <param name="Known">All that was written under them up to here is at the member.</param>
/// <param name="Stable">What may be stable at anybody: what the member has applied.</param>
public sealed record TailOrigin(IReadOnlyCollection<ReplicaId> Old, Context Known, Context Stable);
