using System.Collections.Immutable;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>A SELECT, checked as far as that goes without looking at data.</summary>
internal sealed record SelectPlan
{
    public required TableSchema Table { get; init; }

    /// <summary>The index that is read; null for the table itself.</summary>
    public SecondaryIndex? Index { get; init; }

    /// <summary>What is read, in this order; they do not overlap.</summary>
    public required ImmutableArray<SelectRange> Ranges { get; init; }

    /// <summary>True if these are single item collections; false if everything is read.</summary>
    public bool IsKeyed { get; init; }

    public ScanDirection Direction { get; init; }

    /// <summary>The whole WHERE clause; null if the ranges say it all.</summary>
    public Condition? Filter { get; init; }

    /// <summary>Null for <c>*</c>.</summary>
    public SelectColumns? Columns { get; init; }

    /// <summary>True if a local index's items are taken whole from the table.</summary>
    public bool ReadsWholeItems { get; init; }
}
