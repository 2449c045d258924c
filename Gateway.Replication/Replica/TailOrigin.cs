using Gateway.Crdt.Time;

namespace Gateway.Replication.Replica;

/// <summary>What the replay of a tail must know of the member on whose documents it is made.</summary>
/// <param name="Old">The id under which the tail was written.</param>
/// <param name="Known">All that it wrote up to here is at the member.</param>
/// <param name="Stable">What may be stable at anybody: what the member has applied.</param>
public sealed record TailOrigin(ReplicaId Old, HlcTime Known, Context Stable);
