using System.Collections.Frozen;

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

    /// <summary>False while it is filled or removed: it is written, but cannot be read.</summary>
    public required bool IsReadable { get; init; }

    public bool Shows(string attribute) => Attributes is null || Attributes.Contains(attribute);
}
