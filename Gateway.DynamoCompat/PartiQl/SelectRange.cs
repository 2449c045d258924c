using Gateway.Crdt.Values;
using Gateway.Storage;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>One stretch of keys that a SELECT reads.</summary>
/// <param name="Partition">The partition's values one after the other, for the order of stretches; empty for all partitions.</param>
/// <param name="Range">The keys of the store.</param>
/// <param name="IsSingle">True if the range is one item of the table.</param>
internal sealed record SelectRange(IReadOnlyList<Value> Partition, KeyRange Range, bool IsSingle);
