namespace Gateway.DynamoCompat.Tables;

/// <summary>What keys, attribute definitions and projections must be. Each method throws the first refusal, in DynamoDB's order.</summary>
/// <remarks>Source: messages and their order observed at DynamoDB and by dynalite 4.0.0, see CreateTableTests.</remarks>
internal static class SchemaRules
{
    private const int GlobalKeyPartsMax = 4;
    private const int LocalIndexesMax = 5;
    private const int GlobalIndexesMax = 20;
    private const int ProjectedMax = 100;

    /// <summary>Checks a whole new table.</summary>
    /// <param name="key">The table's key.</param>
    /// <param name="attributes">As the request gave them.</param>
    /// <param name="locals">Null if the request says nothing of them.</param>
    /// <param name="globals">Null if the request says nothing of them.</param>
    public static void CheckTable(IReadOnlyList<KeyElement> key, IReadOnlyList<AttributeDefinition> attributes, IReadOnlyList<IndexRequest>? locals, IReadOnlyList<IndexRequest>? globals)
    {
        CheckRepeated(attributes);
        if (attributes.Count < key.Count) throw new WireException(DynamoErrors.UndefinedKeyAttribute);
        CheckDefined(key, attributes);
        CheckTwoParts(key);
        if (locals is { Count: 0 }) throw new WireException(DynamoErrors.EmptyList("LocalSecondaryIndexes"));
        if (globals is { Count: 0 }) throw new WireException(DynamoErrors.EmptyList("GlobalSecondaryIndexes"));

        IndexRequest[] indexes = [.. locals ?? [], .. globals ?? []];
        foreach (IndexRequest index in indexes) CheckDefined(index.Key, attributes);
        CheckUsed(key, attributes, indexes);
        foreach (IndexRequest index in locals ?? []) CheckLocal(key, index);
        if (locals?.Count > LocalIndexesMax) throw new WireException(DynamoErrors.TooManyLocalIndexes);
        foreach (IndexRequest index in globals ?? []) CheckGlobal(index);
        if (globals?.Count > GlobalIndexesMax) throw new WireException(DynamoErrors.TooManyGlobalIndexes);
        CheckNames(indexes);
        if (indexes.Sum(index => index.NonKeyAttributes?.Count ?? 0) > ProjectedMax) throw new WireException(DynamoErrors.TooManyProjected);
    }

    /// <summary>Checks an index that is added to a table.</summary>
    /// <returns>The definitions of its key attributes.</returns>
    public static AttributeDefinition[] CheckAdded(TableDefinition table, IndexRequest index, IReadOnlyList<AttributeDefinition>? attributes)
    {
        if (attributes is null || attributes.Count == 0) throw new WireException(DynamoErrors.NoDefinitionsForIndex(index.Name));
        CheckRepeated(attributes);
        AttributeDefinition[] known = [.. attributes, .. table.Attributes.Where(old => attributes.All(one => one.Name != old.Name))];
        if (index.Key.Any(element => known.All(one => one.Name != element.Name))) throw new WireException(DynamoErrors.UndefinedIndexKeys(Names(index.Key), attributes.Select(one => one.Name)));
        CheckGlobal(index);
        int projected = table.Indexes.Sum(one => one.NonKeyAttributes.Count) + (index.NonKeyAttributes?.Count ?? 0);
        if (projected > ProjectedMax) throw new WireException(DynamoErrors.TooManyProjected);

        // A table's own attributes keep the type that they have, whatever the request says of them.
        return [.. index.Key.Select(element => table.Attributes.FirstOrDefault(one => one.Name == element.Name) ?? known.First(one => one.Name == element.Name)).DistinctBy(one => one.Name)];
    }

    private static void CheckRepeated(IReadOnlyList<AttributeDefinition> attributes)
    {
        HashSet<string> seen = [];
        foreach (AttributeDefinition attribute in attributes)
        {
            if (!seen.Add(attribute.Name)) throw new WireException(DynamoErrors.AttributeRepeated(attribute.Name));
        }
    }

    private static void CheckDefined(IReadOnlyList<KeyElement> key, IReadOnlyList<AttributeDefinition> attributes)
    {
        if (key.Any(element => attributes.All(attribute => attribute.Name != element.Name)))
        {
            throw new WireException(DynamoErrors.UndefinedIndexKeys(Names(key), attributes.Select(attribute => attribute.Name)));
        }
    }

    private static void CheckUsed(IReadOnlyList<KeyElement> key, IReadOnlyList<AttributeDefinition> attributes, IndexRequest[] indexes)
    {
        string[] used = [.. Names(key).Concat(indexes.SelectMany(index => Names(index.Key))).Distinct()];
        if (used.Length == attributes.Count) return;
        throw new WireException(indexes.Length == 0 ? DynamoErrors.UnequalDefinitions : DynamoErrors.UnusedDefinitions(attributes.Select(attribute => attribute.Name), used));
    }

    /// <summary>The key of a table or of a local index: HASH, or HASH and RANGE.</summary>
    private static void CheckTwoParts(IReadOnlyList<KeyElement> key)
    {
        if (key.Count == 2 && key[0].Name == key[1].Name) throw new WireException(DynamoErrors.SameKeyTwice);
        if (key[0].Role != "HASH") throw new WireException(DynamoErrors.FirstKeyNotHash);
        if (key.Count == 2 && key[1].Role != "RANGE") throw new WireException(DynamoErrors.SecondKeyNotRange);
    }

    private static void CheckLocal(IReadOnlyList<KeyElement> tableKey, IndexRequest index)
    {
        CheckTwoParts(index.Key);
        if (tableKey.Count < 2) throw new WireException(DynamoErrors.TableWithoutRange);
        if (index.Key.Count < 2) throw new WireException(DynamoErrors.IndexWithoutRange(index.Name));
        if (index.Key[0].Name != tableKey[0].Name) throw new WireException(DynamoErrors.OtherLeadingKey(index.Name, index.Key[0].Name, tableKey[0].Name));
        CheckProjection(index);
    }

    private static void CheckGlobal(IndexRequest index)
    {
        IReadOnlyList<KeyElement> key = index.Key;
        if (key is [{ Role: "HASH" }, { Role: "RANGE" }] && key[0].Name == key[1].Name) throw new WireException(DynamoErrors.SameKeyTwice);
        if (key[0].Role != "HASH") throw new WireException(DynamoErrors.FirstKeyNotHash);
        if (key.DistinctBy(element => element.Name).Count() < key.Count) throw new WireException(DynamoErrors.KeyAttributeRepeated);
        if (key.SkipWhile(element => element.Role == "HASH").Any(element => element.Role == "HASH")) throw new WireException(DynamoErrors.HashAfterRange);
        foreach (string role in (string[])["HASH", "RANGE"])
        {
            if (key.Count(element => element.Role == role) > GlobalKeyPartsMax) throw new WireException(DynamoErrors.TooManyKeyParts(role));
        }

        CheckProjection(index);
    }

    private static void CheckProjection(IndexRequest index)
    {
        switch (index.Projection)
        {
            case null:
                throw new WireException(DynamoErrors.UnknownProjection(null));
            case "INCLUDE" when index.NonKeyAttributes is null:
                throw new WireException(DynamoErrors.ProjectionWithoutAttributes);
            case "INCLUDE":
                string? repeated = index.NonKeyAttributes.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
                if (repeated is not null) throw new WireException(DynamoErrors.ProjectedTwice(repeated));
                break;
            default:
                if (index.NonKeyAttributes is not null) throw new WireException(DynamoErrors.ProjectionWithAttributes(index.Projection));
                break;
        }
    }

    private static void CheckNames(IndexRequest[] indexes)
    {
        HashSet<string> seen = [];
        foreach (IndexRequest index in indexes)
        {
            if (!seen.Add(index.Name)) throw new WireException(DynamoErrors.IndexNameRepeated(index.Name));
        }
    }

    private static IEnumerable<string> Names(IEnumerable<KeyElement> key) => key.Select(element => element.Name);
}
