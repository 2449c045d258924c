using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Validation;
using Gateway.Storage;
using KeyAttribute = Gateway.DynamoCompat.Tables.KeyAttribute;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>From a SELECT to the keys that it reads: item collections if its WHERE clause names them, else all.</summary>
/// <remarks>Source: doc ql-reference.select; rules and texts as observed by others against the service, see SelectPlannerTests.</remarks>
internal sealed class SelectPlanner
{
    private readonly TableSchema table;
    private readonly SecondaryIndex? index;
    private readonly KeySchema key;

    private SelectPlanner(TableSchema table, SecondaryIndex? index)
    {
        this.table = table;
        this.index = index;
        key = index?.Key ?? table.Key;
    }

    /// <param name="table">The table that the statement names.</param>
    /// <param name="select">The statement.</param>
    /// <param name="isConsistent">A strongly consistent read is asked for.</param>
    /// <exception cref="WireException">It cannot be run on this table.</exception>
    public static SelectPlan Plan(TableSchema table, BoundStatement.Select select, bool isConsistent)
    {
        SecondaryIndex? index = null;
        if (select.Index is { } name)
        {
            index = table.FindIndex(name) ?? throw new WireException(DynamoErrors.IndexUnknown);
            if (!index.IsReadable) throw new WireException(DynamoErrors.IndexBackfilling(name));
            if (index.IsGlobal && isConsistent) throw new WireException(DynamoErrors.ConsistentIndexRead);
        }

        return new SelectPlanner(table, index).Plan(select);
    }

    private SelectPlan Plan(BoundStatement.Select select)
    {
        ConditionNode? where = select.Where;
        string[] hidden = [.. (select.Columns?.Attributes ?? []).Where(attribute => index?.Shows(attribute) == false)];
        if (index is { IsGlobal: true } && hidden.Length > 0) throw new WireException(DynamoErrors.ColumnsNotProjected(index.Name, hidden));
        if (where is not null) KeyPredicates.CheckTypes(where, key);
        IReadOnlyList<KeyBranch>? branches = where is null ? null : KeyBranches.Of(where, key);
        SelectOrder order = SelectOrder.Of(select.OrderBy, key, where is not null, branches);
        SelectPlan plan = new() { Table = table, Index = index, Ranges = [], Columns = select.Columns, ReadsWholeItems = hidden.Length > 0 };
        if (branches is not null) return Keyed(plan, order, where!, branches);

        KeyRange all = index is null ? ItemKeys.RangeOf(table.Number) : IndexKeys.RangeOf(table.Number, index.Number);
        Condition? filter = where is null ? null : Condition.Of(where);
        bool filtersByHidden = index is { IsGlobal: false } && filter is not null && filter.Attributes.Any(attribute => !index.Shows(attribute));
        return plan with { Ranges = [new SelectRange([], all, false)], Filter = filter, ReadsWholeItems = plan.ReadsWholeItems || filtersByHidden };
    }

    private SelectPlan Keyed(SelectPlan plan, SelectOrder order, ConditionNode where, IReadOnlyList<KeyBranch> branches)
    {
        foreach (KeyTerm term in branches.SelectMany(branch => branch.Terms))
        {
            if (KeyRules.IsEmpty(term.Operand)) throw new WireException(DynamoErrors.EmptyKeyValue(term.Attribute, term.Operand.Kind));
        }

        bool isExact = true;
        List<SelectRange> ranges = [];
        foreach (KeyBranch branch in branches) ranges.Add(RangeOf(branch, ref isExact));
        CheckApart(ranges);
        CheckProjected(branches);
        return plan with
        {
            Ranges = order.Sort([.. ranges]),
            IsKeyed = true,
            Direction = order.IsSortDescending ? ScanDirection.Backward : ScanDirection.Forward,
            Filter = isExact ? null : Condition.Of(where),
        };
    }

    /// <param name="branch">The branch.</param>
    /// <param name="isExact">Becomes false if the range holds more than the branch asks for.</param>
    private SelectRange RangeOf(KeyBranch branch, ref bool isExact)
    {
        Value[] partition = [.. key.Partition.Select(part => KeyBranches.PartitionValue(branch, part.Name)!.Value)];
        List<Value> equals = [];
        KeyRange range = RangeOf(partition, [], SortOperator.Any);
        int used = branch.Terms.Count(term => key.Partition.Any(part => part.Name == term.Attribute));
        foreach (KeyAttribute part in key.Sort)
        {
            KeyTerm[] terms = [.. branch.Terms.Where(term => term.Attribute == part.Name)];
            if (terms.Length == 0) break;
            used += terms.Length;
            foreach (KeyTerm term in terms) range = Both(range, RangeOf(partition, equals, term));
            if (terms.Any(term => !term.IsEquality)) break;
            equals.Add(terms[0].Operand);
        }

        isExact &= used == branch.Terms.Length && branch.Filters.IsEmpty;
        return new SelectRange(partition, range, index is null && equals.Count == key.Sort.Length);
    }

    private KeyRange RangeOf(IReadOnlyList<Value> partition, IReadOnlyList<Value> equals, KeyTerm term) => term.IsEquality
        ? RangeOf(partition, [.. equals, term.Operand], SortOperator.Any)
        : RangeOf(partition, equals, term.Operator, term.Operand, term.Upper);

    private KeyRange RangeOf(IReadOnlyList<Value> partition, IReadOnlyList<Value> equals, SortOperator sort, Value operand = default, Value upper = default) =>
        ReadRange.Of(table, index, new KeySelection { Partition = partition, SortEquals = equals, Operator = sort, Operand = operand, Upper = upper });

    private static KeyRange Both(KeyRange one, KeyRange other)
    {
        ReadOnlyMemory<byte> start = one.Start.Span.SequenceCompareTo(other.Start.Span) >= 0 ? one.Start : other.Start;
        ReadOnlyMemory<byte> end = one.End.Span.SequenceCompareTo(other.End.Span) <= 0 ? one.End : other.End;
        return new KeyRange(start, end.Span.SequenceCompareTo(start.Span) < 0 ? start : end);
    }

    private static void CheckApart(List<SelectRange> ranges)
    {
        for (int i = 0; i < ranges.Count; i++)
        {
            for (int j = i + 1; j < ranges.Count; j++)
            {
                KeyRange both = Both(ranges[i].Range, ranges[j].Range);
                if (both.Start.Span.SequenceCompareTo(both.End.Span) < 0) throw new WireException(DynamoErrors.OverlappingKeys);
            }
        }
    }

    /// <summary>An index can only filter by what it shows. One branch that does is enough.</summary>
    private void CheckProjected(IReadOnlyList<KeyBranch> branches)
    {
        if (index is null || index.Attributes is null) return;
        string[] hidden = [];
        foreach (KeyBranch branch in branches)
        {
            hidden = [.. branch.Filters.SelectMany(filter => Condition.Of(filter).Attributes).Distinct().Where(attribute => !index.Shows(attribute))];
            if (hidden.Length == 0) return;
        }

        throw new WireException(DynamoErrors.FilterNotProjected(index.Name, hidden));
    }
}
