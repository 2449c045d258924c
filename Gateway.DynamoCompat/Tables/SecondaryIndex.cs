using System.Collections.Frozen;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Tables;

/// <summary>A secondary index as reads and writes see it.</summary>
internal sealed record SecondaryIndex
{
    /// <summary>Its number within the table, never used again: part of its entries' keys.</summary>
    public required uint Number { get; init; }

    public required string Name { get; init; }

    /// <summary>Global, or local to an item collection.</summary>
    public required bool IsGlobal { get; init; }

    public required KeySchema Key { get; init; }

    public required ProjectionKind Projection { get; init; }

    /// <summary>The attributes that an <see cref="ProjectionKind.Include"/> or <see cref="ProjectionKind.KeysOnly"/> index shows, keys included; null for all.</summary>
    public required FrozenSet<string>? Attributes { get; init; }

    /// <summary>The same names as a map, for taking an item apart; none for all.</summary>
    public required Value AttributeNames { get; init; }

    /// <summary>False while it is filled or removed: it is written, but cannot be read.</summary>
    public required bool IsReadable { get; init; }

    /// <summary>What the index shows of an item.</summary>
    public Value ViewOf(Value item) => AttributeNames.IsNone ? item : ValueMaps.Intersect(item, AttributeNames);

    public bool Shows(string attribute) => Attributes is null || Attributes.Contains(attribute);
}
