using System.Collections.Immutable;
using Gateway.Crdt.Planning;
using Gateway.DynamoCompat.Scopes;

namespace Gateway.DynamoCompat.Tables;

/// <summary>A table as reads and writes see it: immutable, made anew from its <see cref="TableDefinition"/> when that changes.</summary>
internal sealed class TableSchema
{
    public required TableDefinition Definition { get; init; }

    /// <summary>Part of every key of the table in the store; never used again.</summary>
    public uint Number => Definition.Number;

    public string Name => Definition.Name;

    public required KeySchema Key { get; init; }

    /// <summary>All that a write keeps, in order of creation.</summary>
    public required ImmutableArray<SecondaryIndex> Indexes { get; init; }

    /// <summary>What the stream holds; <see cref="StreamView.None"/> without one.</summary>
    public required StreamView StreamView { get; init; }

    /// <summary>What tells its stream from earlier ones of the table; 0 without one.</summary>
    public required ulong StreamId { get; init; }

    /// <summary>The attribute that says when an item expires; null when that is off.</summary>
    public required string? TimeToLiveAttribute { get; init; }

    /// <summary>True if each write keeps what was there before, for restoring to a moment.</summary>
    public required bool KeepsHistory { get; init; }

    /// <summary>How whole values put over others become edits.</summary>
    public required PlanOptions PlanOptions { get; init; }

    /// <summary>Which PoPs hold it, and its items.</summary>
    public TableScope Scope { get; init; } = TableScope.Everywhere;

    /// <summary>Its place in the catalog; null for a schema that was made without one.</summary>
    public TableSlot? Slot { get; init; }

    /// <summary>The table's schema as it is now; null once the table is dropped.</summary>
    /// <remarks>A write asks this again under its item's lock: whoever changes a table publishes the new schema first and then passes through all locks, so that
    /// from there on no write runs by the old one.</remarks>
    public TableSchema? Newest => Slot is null ? this : Slot.Newest;

    public SecondaryIndex? FindIndex(string name)
    {
        foreach (SecondaryIndex index in Indexes)
        {
            if (index.Name == name) return index;
        }

        return null;
    }
}
