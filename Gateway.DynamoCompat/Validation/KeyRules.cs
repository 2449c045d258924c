using System.Collections.Immutable;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Validation;

/// <summary>What DynamoDB asks of key attributes.</summary>
/// <remarks>Source: doc Constraints; order and texts as observed, see KeyRulesTests.</remarks>
internal static class KeyRules
{
    public const int PartitionBytesMax = 2048;

    public const int SortBytesMax = 1024;

    /// <summary>The <c>Key</c> of a request: the key attributes, all of them, and nothing else.</summary>
    /// <exception cref="WireException">It is not.</exception>
    public static void CheckKey(TableSchema table, Value key)
    {
        if (key.Count != table.Key.All.Length) throw new WireException(DynamoErrors.KeyDoesNotMatchSchema);
        foreach (KeyAttribute part in table.Key.All)
        {
            if (!key.TryGetMember(part.Utf8Name, out Value value) || value.Kind != part.Type) throw new WireException(DynamoErrors.KeyDoesNotMatchSchema);
            if (IsEmpty(value)) throw new WireException(DynamoErrors.EmptyKeyValue(part.Name, value.Kind));
        }

        CheckSizes(table.Key, key);
    }

    /// <summary>The key attributes of an item that is put.</summary>
    /// <returns>A map of them alone.</returns>
    /// <exception cref="WireException">One is missing, has another type, is empty or too long.</exception>
    public static Value KeyOfItem(TableSchema table, Value item)
    {
        ValueBuilder builder = SpareBuilder.Take();
        builder.BeginMap();
        foreach (KeyAttribute part in table.Key.All)
        {
            if (!item.TryGetMember(part.Utf8Name, out Value value)) throw new WireException(DynamoErrors.MissingKey(part.Name));
            if (value.Kind != part.Type) throw new WireException(DynamoErrors.KeyTypeMismatch(part.Name, part.Type, value.Kind));
            builder.Name(part.Utf8Name);
            builder.Value(value);
        }

        builder.EndMap();
        Value key = builder.Build(); // few attributes: what follows need not look through the item again
        SpareBuilder.Return(builder);
        foreach (KeyAttribute part in table.Key.All)
        {
            key.TryGetMember(part.Utf8Name, out Value value);
            if (IsEmpty(value)) throw new WireException(DynamoErrors.EmptyKeyValue(part.Name, value.Kind));
        }

        CheckSizes(table.Key, key);
        return key;
    }

    /// <summary>The attributes of an item that are keys of an index must have the index's types.</summary>
    /// <exception cref="WireException">One has not, or is empty: the first index by name that it does not fit is named.</exception>
    public static void CheckIndexKeys(TableSchema table, Value item)
    {
        SecondaryIndex? first = null;
        foreach (SecondaryIndex index in table.Indexes)
        {
            if (!Fits(index, item) && (first is null || string.CompareOrdinal(index.Name, first.Name) < 0)) first = index;
        }

        if (first is null) return;
        foreach (KeyAttribute part in first.Key.All)
        {
            if (!item.TryGetMember(part.Utf8Name, out Value value)) continue;
            if (value.Kind != part.Type) throw new WireException(DynamoErrors.IndexKeyTypeMismatch(part.Name, part.Type, value.Kind, first.Name));
            if (IsEmpty(value)) throw new WireException(DynamoErrors.EmptyIndexKeyValue(part.Name, value.Kind, first.Name));
        }
    }

    /// <summary>What an update leaves of the keys of indexes, also where it does not touch them: an item that is older than an index may be stuck.</summary>
    /// <exception cref="WireException">One has another type, or is empty.</exception>
    public static void CheckUpdatedIndexKeys(TableSchema table, Value item)
    {
        foreach (SecondaryIndex index in table.Indexes)
        {
            foreach (KeyAttribute part in index.Key.All)
            {
                bool fits = !item.TryGetMember(part.Utf8Name, out Value value) || (value.Kind == part.Type && !IsEmpty(value));
                if (!fits) CheckUpdatedIndexKey(table, part.Name, value);
            }
        }
    }

    /// <inheritdoc cref="CheckUpdatedIndexKeys"/>
    public static void CheckUpdatedIndexKey(TableSchema table, string attribute, Value value)
    {
        SecondaryIndex? first = null;
        foreach (SecondaryIndex index in table.Indexes)
        {
            foreach (KeyAttribute part in index.Key.All)
            {
                if (part.Name != attribute) continue;
                if (value.Kind != part.Type) throw new WireException(DynamoErrors.UpdatedIndexKeyType);
                if (IsEmpty(value) && (first is null || string.CompareOrdinal(index.Name, first.Name) < 0)) first = index;
            }
        }

        if (first is not null) throw new WireException(DynamoErrors.UpdatedIndexKeyEmpty(attribute, value.Kind, first.Name));
    }

    /// <summary>An update gives an attribute a value of a type that the request tells.</summary>
    /// <exception cref="WireException">It is the key of an index, with another type: the first such index by name is named.</exception>
    public static void CheckIndexKeyType(TableSchema table, string attribute, ValueKind kind)
    {
        SecondaryIndex? first = null;
        ValueKind expected = default;
        foreach (SecondaryIndex index in table.Indexes)
        {
            foreach (KeyAttribute part in index.Key.All)
            {
                if (part.Name != attribute || part.Type == kind || (first is not null && string.CompareOrdinal(index.Name, first.Name) > 0)) continue;
                first = index;
                expected = part.Type;
            }
        }

        if (first is not null) throw new WireException(DynamoErrors.IndexKeyTypeMismatch(attribute, expected, kind, first.Name));
    }

    /// <summary>Key attributes of the table and of its indexes hold nothing that a path could go into.</summary>
    /// <param name="nested">The attributes that a path goes into.</param>
    /// <exception cref="WireException">One of them is a key attribute.</exception>
    /// <remarks>Source: observed dynalite 4.0.0, which recorded it from the service.</remarks>
    public static void CheckScalars(TableSchema table, IReadOnlyList<string> nested)
    {
        if (nested.Count == 0) return;
        foreach (KeyAttribute part in table.Key.All)
        {
            if (nested.Contains(part.Name)) throw new WireException(DynamoErrors.KeyNotScalar("Key", part.Name));
        }

        foreach (SecondaryIndex index in table.Indexes)
        {
            foreach (KeyAttribute part in index.Key.All)
            {
                if (nested.Contains(part.Name)) throw new WireException(DynamoErrors.KeyNotScalar("IndexKey", part.Name));
            }
        }
    }

    /// <summary>No key attribute of an item or key is empty; those that are missing or of another type are not looked at.</summary>
    /// <exception cref="WireException">One is.</exception>
    public static void CheckNotEmpty(KeySchema schema, Value item)
    {
        foreach (KeyAttribute part in schema.All)
        {
            if (IsEmptyIn(part, item)) throw new WireException(DynamoErrors.EmptyKeyValue(part.Name, part.Type));
        }
    }

    /// <summary>No attribute of an item that is a key of an index is empty; those of another type are not looked at.</summary>
    /// <exception cref="WireException">One is.</exception>
    public static void CheckIndexKeysNotEmpty(TableSchema table, Value item)
    {
        foreach (SecondaryIndex index in table.Indexes)
        {
            foreach (KeyAttribute part in index.Key.All)
            {
                if (IsEmptyIn(part, item)) throw new WireException(DynamoErrors.EmptyIndexKeyValue(part.Name, part.Type, index.Name));
            }
        }
    }

    /// <summary>What a batch says of an item whose key has a wrong type: less than PutItem. Source: observed AWS, 2026.</summary>
    /// <exception cref="WireException">It has.</exception>
    public static void CheckTypes(TableSchema table, Value item)
    {
        foreach (KeyAttribute part in table.Key.All)
        {
            if (item.TryGetMember(part.Utf8Name, out Value value) && value.Kind != part.Type) throw new WireException(DynamoErrors.KeyDoesNotMatchSchema);
        }
    }

    /// <summary>Only the named attributes of an item.</summary>
    public static Value Only(ImmutableArray<KeyAttribute> parts, Value item)
    {
        ValueBuilder builder = SpareBuilder.Take();
        builder.BeginMap();
        foreach (KeyAttribute part in parts)
        {
            if (!item.TryGetMember(part.Utf8Name, out Value value)) continue;
            builder.Name(part.Utf8Name);
            builder.Value(value);
        }

        builder.EndMap();
        Value only = builder.Build();
        SpareBuilder.Return(builder);
        return only;
    }

    public static bool IsEmpty(Value value) => value.Kind switch
    {
        ValueKind.String => value.Utf8.IsEmpty,
        ValueKind.Binary => value.BinaryBytes.IsEmpty,
        _ => false,
    };

    private static bool Fits(SecondaryIndex index, Value item)
    {
        foreach (KeyAttribute part in index.Key.All)
        {
            if (item.TryGetMember(part.Utf8Name, out Value value) && (value.Kind != part.Type || IsEmpty(value))) return false;
        }

        return true;
    }

    private static bool IsEmptyIn(KeyAttribute part, Value item) => item.TryGetMember(part.Utf8Name, out Value value) && value.Kind == part.Type && IsEmpty(value);

    private static void CheckSizes(KeySchema schema, Value item)
    {
        if (SizeOf(schema.Partition, item) > PartitionBytesMax) throw new WireException(DynamoErrors.PartitionKeyTooLong);
        if (SizeOf(schema.Sort, item) > SortBytesMax) throw new WireException(DynamoErrors.SortKeyTooLong);
    }

    private static int SizeOf(ImmutableArray<KeyAttribute> parts, Value item)
    {
        int size = 0;
        foreach (KeyAttribute part in parts)
        {
            if (item.TryGetMember(part.Utf8Name, out Value value)) size += value.SizeBytes;
        }

        return size;
    }
}
