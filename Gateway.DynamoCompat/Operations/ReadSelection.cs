using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Operations;

/// <summary>What Query and Scan share: which index, what is returned, where the page starts.</summary>
internal static class ReadSelection
{
    /// <summary>The one value of the table's partition key that a collection of a table, or of an index, has; none if its items may have several.</summary>
    public static Value PartitionOf(TableSchema table, KeySchema schema, IReadOnlyList<Value> partition)
    {
        for (int i = 0; i < partition.Count; i++)
        {
            if (schema.Partition[i].Name == table.Key.Partition[0].Name) return partition[i];
        }

        return default;
    }

    /// <summary>Select must agree with the parameters beside it. The table is not needed yet.</summary>
    /// <exception cref="WireException">It does not.</exception>
    public static void CheckSelect(WireStructure input)
    {
        string? select = input.Text("Select");
        string? named = input.Has("ProjectionExpression") ? "ProjectionExpression" : input.Has("AttributesToGet") ? "AttributesToGet" : null;
        if (select == "SPECIFIC_ATTRIBUTES" && named is null) throw new WireException(DynamoErrors.SpecificAttributesWithoutNames);
        if (select == "ALL_PROJECTED_ATTRIBUTES" && !input.Has("IndexName")) throw new WireException(DynamoErrors.ProjectedWithoutIndex);
        if (named is null || select is null or "SPECIFIC_ATTRIBUTES") return;
        throw new WireException(DynamoErrors.NamesWithSelect(named, select));
    }

    /// <summary>The index that the request reads.</summary>
    /// <returns>Null for the table itself.</returns>
    /// <exception cref="WireException">There is no such index, or it cannot be read so.</exception>
    public static SecondaryIndex? IndexOf(TableSchema table, WireStructure input)
    {
        if (input.Text("IndexName") is not { } name) return null;
        SecondaryIndex index = table.FindIndex(name) ?? throw new WireException(DynamoErrors.IndexNotFound(name));
        if (!index.IsReadable) throw new WireException(DynamoErrors.IndexBackfilling(name));
        if (index.IsGlobal && input.Flag("ConsistentRead") == true) throw new WireException(DynamoErrors.ConsistentReadOfGlobalIndex);
        if (index is { IsGlobal: true, Projection: not ProjectionKind.All } && input.Text("Select") == "ALL_ATTRIBUTES") throw new WireException(DynamoErrors.AllAttributesOfGlobalIndex(name));
        return index;
    }

    /// <summary>Key attributes of the table and of its indexes hold nothing that a path could go into.</summary>
    /// <exception cref="WireException">A path of the projection or the filter goes into one.</exception>
    public static void CheckScalars(TableSchema table, RequestExpressions request)
    {
        if (request.Projection is not null) KeyRules.CheckScalars(table, request.Projection.NestedAttributes);
        if (request.Filter is not null) KeyRules.CheckScalars(table, request.Filter.NestedAttributes);
    }

    /// <summary>A query's filter must leave the key alone: that is what the key condition is for.</summary>
    /// <exception cref="WireException">It does not.</exception>
    public static void CheckFilter(Condition? filter, KeySchema schema, bool isLegacy)
    {
        if (filter is null) return;
        foreach (string attribute in filter.Attributes)
        {
            if (schema.Has(attribute)) throw new WireException(DynamoErrors.FilterOnKey(attribute, isLegacy));
        }
    }

    /// <summary>The store's key that an ExclusiveStartKey names.</summary>
    /// <param name="wrongParts">What to say of a key with too few or too many attributes.</param>
    /// <exception cref="WireException">It is not the key of an item of the table or index.</exception>
    public static byte[] StartOf(TableSchema table, SecondaryIndex? index, Value startKey, DynamoError wrongParts)
    {
        int parts = table.Key.All.Length;
        if (index is not null) parts += index.Key.All.Count(part => !table.Key.Has(part.Name));
        if (startKey.Count != parts) throw new WireException(wrongParts);
        CheckParts(table.Key, startKey);
        if (index is not null) CheckParts(index.Key, startKey);

        ItemAddress address = ItemKeys.AddressOf(table, startKey);
        return index is null ? address.StoreKey : IndexKeys.EntryOf(table, index, startKey, address) ?? throw new WireException(DynamoErrors.StartKeyInvalid);
    }

    /// <summary>What to say of a start key that a query cannot have left off at.</summary>
    /// <remarks>Source: observed dynalite 4.0.0, which recorded it from the service.</remarks>
    public static DynamoError OutsideOf(TableSchema table, SecondaryIndex? index, KeySelection selection, Value startKey, byte[] start)
    {
        KeySchema schema = index?.Key ?? table.Key;
        KeySelection there = selection with { Partition = [.. schema.Partition.Select(part => ItemKeys.Member(startKey, part))] };
        if (!ReadRange.Holds(ReadRange.Of(table, index, there), start)) return DynamoErrors.StartKeyMissesPredicate;
        return !schema.Sort.IsEmpty && selection.SortEquals.Count == schema.Sort.Length ? DynamoErrors.QueryOfOneRowRestarted : DynamoErrors.StartKeyOutsideQuery;
    }

    /// <summary>The plan of one page.</summary>
    /// <exception cref="WireException">A global index does not have what is asked for.</exception>
    public static ReadPlan PlanOf(TableSchema table, SecondaryIndex? index, WireStructure input, RequestExpressions request, KeyRange range)
    {
        string? select = input.Text("Select");
        bool readsWhole = false;
        if (index is { Projection: not ProjectionKind.All })
        {
            string[] missing = [.. (request.Projection?.Attributes ?? []).Concat(request.Filter?.Attributes ?? []).Where(attribute => !index.Shows(attribute)).Distinct()];
            if (index.IsGlobal && Missing(request.Projection, index) is { } projected) throw new WireException(DynamoErrors.NotProjected(index.Name, projected));
            readsWhole = !index.IsGlobal && (select == "ALL_ATTRIBUTES" || missing.Length > 0);
        }

        return new ReadPlan
        {
            Table = table,
            Index = index,
            Range = range,
            ItemsMax = input.Number("Limit") ?? long.MaxValue,
            Filter = request.Filter,
            Projection = request.Projection,
            ReadsWholeItems = readsWhole,
            ShowsWholeItems = select == "ALL_ATTRIBUTES",
            CountsOnly = select == "COUNT",
        };
    }

    private static string? Missing(Projection? projection, SecondaryIndex index)
    {
        string[] missing = [.. (projection?.Attributes ?? []).Where(attribute => !index.Shows(attribute))];
        return missing.Length == 0 ? null : $"[{string.Join(", ", missing)}]";
    }

    private static void CheckParts(KeySchema schema, Value startKey)
    {
        foreach (Tables.KeyAttribute part in schema.All)
        {
            if (!startKey.TryGetMember(part.Utf8Name, out Value value) || value.Kind != part.Type || KeyRules.IsEmpty(value)) throw new WireException(DynamoErrors.StartKeyDoesNotMatch);
        }
    }
}
