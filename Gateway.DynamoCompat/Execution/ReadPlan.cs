using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Execution;

/// <summary>One page of a query or scan, checked as far as that goes without looking at data.</summary>
internal sealed record ReadPlan
{
    public required TableSchema Table { get; init; }

    /// <summary>The index that is read; null for the table itself.</summary>
    public SecondaryIndex? Index { get; init; }

    /// <summary>The keys of the store that are left to read.</summary>
    public required KeyRange Range { get; init; }

    /// <summary>The value of the table's partition key that all its items have; none if they may have several.</summary>
    public Value Partition { get; init; }

    public ScanDirection Direction { get; init; }

    /// <summary>How many items are looked at, at most.</summary>
    public long ItemsMax { get; init; } = long.MaxValue;

    public Condition? Filter { get; init; }

    /// <summary>What is returned of each item; null for all that shows.</summary>
    public Projection? Projection { get; init; }

    /// <summary>True if an index's items are taken whole from the table, as a local index can.</summary>
    public bool ReadsWholeItems { get; init; }

    /// <summary>True if they are shown whole, too; else what the index does not show is there for the filter and the projection only.</summary>
    public bool ShowsWholeItems { get; init; }

    /// <summary>True if only the number of items is asked for.</summary>
    public bool CountsOnly { get; init; }

    /// <summary>Where the bytes of a page end.</summary>
    public int PageBytesMax { get; init; } = 1024 * 1024;

    /// <summary>What an item's reader sees: the item, or what the index shows of it.</summary>
    public Value ViewOf(Value item) => Index is null || ReadsWholeItems ? item : Index.ViewOf(item);
}
