namespace Gateway.DynamoCompat.Scopes;

/// <summary>Asked before items are read or written that live where they are written: this PoP may have to fetch them first. Safe for many threads.</summary>
public interface IPartitionGate
{
    /// <summary>Sees to it that this PoP has a partition, as far as that goes in a short time: whoever cannot reach another PoP works with what is here.</summary>
    /// <param name="table">The table's id.</param>
    /// <param name="partition">The partition key as it stands at the beginning of the keys of its items; must not change.</param>
    /// <param name="token">The client has gone.</param>
    ValueTask EnsureAsync(UInt128 table, ReadOnlyMemory<byte> partition, CancellationToken token);

    /// <summary>False while what this PoP itself wrote in a partition is not here. Called under locks of items; must not wait.</summary>
    bool MayWrite(UInt128 table, ReadOnlyMemory<byte> partition);

    /// <summary>False while other PoPs are asked for a partition: what they answer may be older than what would be forgotten here. Called under locks of items; must not wait.</summary>
    bool MayForget(UInt128 table, ReadOnlyMemory<byte> partition);
}
