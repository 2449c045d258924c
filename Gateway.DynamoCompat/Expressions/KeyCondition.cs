using System.Collections.Immutable;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>What a query asks of key attributes, before its table is known.</summary>
/// <param name="terms">One for each attribute.</param>
internal sealed class KeyCondition(IReadOnlyList<KeyTerm> terms)
{
    /// <summary>How many conditions a key of one or two attributes can have.</summary>
    private const int PlainCountMax = 2;

    /// <summary>The attributes that it names, in the order of the text.</summary>
    public IReadOnlyList<string> Attributes => field ??= [.. terms.Select(term => term.Attribute)];

    /// <summary>Fits it to the key of a table or an index: every partition attribute by equality, sort attributes from the left by equality, then one range.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="WireException">A ValidationException: it does not fit.</exception>
    /// <remarks>Order of checks: observed dynalite 4.0.0. Keys of several attributes: doc GSI.DesignPattern.MultiAttributeKeys.</remarks>
    public KeySelection For(KeySchema key)
    {
        bool isPlain = key.Partition.Length == 1 && key.Sort.Length <= 1;
        if (terms.Count == 0 || (isPlain && terms.Count > PlainCountMax)) throw new WireException(DynamoErrors.KeyConditionCount);
        if (terms.Count > key.All.Length) throw new WireException(DynamoErrors.KeyConditionNotSupported);

        Value[] values = new Value[key.Partition.Length];
        for (int i = 0; i < values.Length; i++)
        {
            KeyTerm term = Find(key.Partition[i]);
            if (!term.IsEquality || !term.IsIndexable) throw NotUsable(term);
            values[i] = term.Operand;
        }

        return ForSort(key.Sort, values);
    }

    private static WireException NotUsable(KeyTerm term) => new(term.IsIndexable ? DynamoErrors.KeyConditionNotSupported : DynamoErrors.KeyConditionNotIndexable);

    private KeySelection ForSort(ImmutableArray<KeyAttribute> sort, Value[] partition)
    {
        int count = terms.Count - partition.Length;
        List<Value> equal = [];
        for (int i = 0; i < count; i++)
        {
            KeyTerm term = Find(sort[i]);
            if (!term.IsIndexable) throw NotUsable(term);
            if (term.IsEquality)
            {
                equal.Add(term.Operand);
                continue;
            }

            if (i < count - 1) throw NotUsable(term);
            return new KeySelection { Partition = partition, SortEquals = equal, Operator = term.Operator, Operand = term.Operand, Upper = term.Upper };
        }

        return new KeySelection { Partition = partition, SortEquals = equal };
    }

    private KeyTerm Find(KeyAttribute attribute)
    {
        foreach (KeyTerm term in terms)
        {
            if (term.Attribute != attribute.Name) continue;
            CheckValue(attribute, term.Operand);
            if (!term.Upper.IsNone) CheckValue(attribute, term.Upper);
            return term;
        }

        throw new WireException(DynamoErrors.KeyConditionMissing(attribute.Name));
    }

    private static void CheckValue(KeyAttribute attribute, Value value)
    {
        // Operators without a value are refused for what they are.
        if (value.IsNone) return;
        if (value.Kind != attribute.Type) throw new WireException(DynamoErrors.KeyConditionType);
        bool isEmpty = value.Kind != ValueKind.Number && (value.Kind == ValueKind.String ? value.Utf8 : value.BinaryBytes).IsEmpty;
        if (isEmpty) throw new WireException(DynamoErrors.EmptyKeyValue(attribute.Name, value.Kind));
    }
}
