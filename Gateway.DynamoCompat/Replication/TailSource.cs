using Gateway.Crdt.Time;

namespace Gateway.DynamoCompat.Replication;

/// <summary>What a replay must know of the member whose documents it is made on.</summary>
/// <param name="Old">Who wrote the tail: the ids that this store had, one after the other.</param>
/// <param name="Known">All of their writes up to here are at the member, also where nothing is left of them.</param>
/// <param name="Stable">What may be stable at anybody: what the member has applied.</param>
/// <param name="Pop">This PoP, for stream records: what is replayed was seen here before.</param>
/// <param name="Region">Its region.</param>
public sealed record TailSource(IReadOnlyCollection<ReplicaId> Old, Context Known, Context Stable, string Pop, string? Region);
