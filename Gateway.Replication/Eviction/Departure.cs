namespace Gateway.Replication.Eviction;

/// <summary>That a member is none any more, because it was evicted or removed, or that it was evicted and has come back.</summary>
/// <param name="Pop">Which PoP.</param>
/// <param name="Epoch">The epoch in which it was a member.</param>
/// <param name="Evictions">How often it was evicted in that epoch.</param>
/// <param name="IsBack">It is a member again: so all others had met before.</param>
public sealed record Departure(string Pop, long Epoch, uint Evictions, bool IsBack = false);
