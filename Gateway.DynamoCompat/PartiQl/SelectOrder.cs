using System.Collections.Immutable;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.PartiQl.Syntax;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>In which order a SELECT answers.</summary>
/// <param name="IsPartitionDescending">Item collections come from the highest partition key to the lowest.</param>
/// <param name="IsSortDescending">The items of each come from the highest sort key to the lowest.</param>
internal readonly record struct SelectOrder(bool IsPartitionDescending, bool IsSortDescending)
{
    /// <summary>Reads ORDER BY.</summary>
    /// <param name="terms">Its terms; empty if there is none.</param>
    /// <param name="key">The key of what is read.</param>
    /// <param name="hasWhere">Whether there is a WHERE clause.</param>
    /// <param name="branches">The item collections that it names; null if it names none.</param>
    /// <exception cref="WireException">The keys of what is read cannot give that order.</exception>
    public static SelectOrder Of(ImmutableArray<OrderTerm> terms, KeySchema key, bool hasWhere, IReadOnlyList<KeyBranch>? branches)
    {
        if (terms.IsEmpty) return default;
        if (!hasWhere) throw new WireException(DynamoErrors.OrderWithoutWhere);
        bool? partition = null;
        bool? sort = null;
        foreach (OrderTerm term in terms)
        {
            if (term.Key is not SyntaxNode.Name name) throw PathReader.Unexpected(term.Key.At);
            if (key.Partition.Any(part => part.Name == name.Word)) partition ??= term.IsDescending;
            else if (key.Sort.Any(part => part.Name == name.Word)) sort ??= term.IsDescending;
            else throw new WireException(DynamoErrors.OrderAttribute(name.Word));
        }

        if (branches is null) throw new WireException(DynamoErrors.OrderWithoutKey);
        int collections = branches.Select(branch => string.Join('/', key.Partition.Select(part => KeyBranches.PartitionValue(branch, part.Name)))).Distinct().Count();
        if (collections > 1 && partition is null) throw new WireException(DynamoErrors.OrderWithoutPartition);

        // With an order for the partition key alone the service answers from the highest sort key down.
        return new SelectOrder(partition ?? false, sort ?? true);
    }

    /// <summary>Puts stretches of keys in this order.</summary>
    public ImmutableArray<SelectRange> Sort(ImmutableArray<SelectRange> ranges)
    {
        if (ranges.Length < 2) return ranges;
        (bool partition, bool sort) = this;
        return ranges.Sort((one, other) =>
        {
            int order = Compare(one.Partition, other.Partition);
            if (order != 0) return partition ? -order : order;
            order = one.Range.Start.Span.SequenceCompareTo(other.Range.Start.Span);
            return sort ? -order : order;
        });
    }

    private static int Compare(IReadOnlyList<Value> one, IReadOnlyList<Value> other)
    {
        for (int i = 0; i < one.Count; i++)
        {
            int order = ValueOrder.Compare(one[i], other[i]);
            if (order != 0) return order;
        }

        return 0;
    }
}
