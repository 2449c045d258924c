using System.Collections.Immutable;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Tables;
using KeyAttribute = Gateway.DynamoCompat.Tables.KeyAttribute;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>Recognises conditions on the key attributes of a table or an index.</summary>
internal static class KeyPredicates
{
    /// <summary>The terms of one leaf, alternatives of one another: one, or one for each choice of IN; empty if it is no condition on the key.</summary>
    public static ImmutableArray<KeyTerm> Of(ConditionNode leaf, KeySchema key)
    {
        switch (leaf)
        {
            case ConditionNode.Comparison { Left: Operand.Path path, Right: Operand.Literal literal } comparison:
                return Compared(path, comparison.Comparator, literal.Value, key);
            case ConditionNode.Comparison { Left: Operand.Literal literal, Right: Operand.Path path } comparison:
                return Compared(path, Turned(comparison.Comparator), literal.Value, key);
            case ConditionNode.In { Subject: Operand.Path path } among when NameOf(path) is { } name && key.Has(name) && among.Choices.All(choice => choice is Operand.Literal):
                return [.. among.Choices.Select(choice => Equality(name, ((Operand.Literal)choice).Value))];
            case ConditionNode.Between { Subject: Operand.Path path, Lower: Operand.Literal lower, Upper: Operand.Literal upper } when NameOf(path) is { } name && IsSort(name, key):
                return [new KeyTerm(name, SortOperator.Between, lower.Value, upper.Value)];
            case ConditionNode.Holds { Function: { Function: FunctionKind.BeginsWith, Operands: [Operand.Path path, Operand.Literal prefix] } } when NameOf(path) is { } name && IsSort(name, key):
                return [new KeyTerm(name, SortOperator.BeginsWith, prefix.Value, default)];
            default:
                return [];
        }
    }

    /// <summary>Values that a key attribute is compared with must have its type.</summary>
    /// <exception cref="WireException">One has not.</exception>
    public static void CheckTypes(ConditionNode node, KeySchema key)
    {
        ConditionNode[]? terms = node is ConditionNode.All all ? all.Terms : (node as ConditionNode.Any)?.Terms;
        if (terms is not null)
        {
            foreach (ConditionNode term in terms) CheckTypes(term, key);
            return;
        }

        foreach (KeyTerm term in Of(node, key))
        {
            KeyAttribute attribute = key.All.First(part => part.Name == term.Attribute);
            CheckType(attribute, term.Operand);
            if (!term.Upper.IsNone) CheckType(attribute, term.Upper);
        }
    }

    private static void CheckType(KeyAttribute attribute, Value value)
    {
        if (value.Kind is not (ValueKind.String or ValueKind.Number or ValueKind.Binary)) throw new WireException(DynamoErrors.KeyConditionKind(attribute.Name, DynamoErrors.NameOf(value.Kind)));
        if (value.Kind != attribute.Type) throw new WireException(DynamoErrors.KeyConditionMismatch(attribute.Name));
    }

    private static ImmutableArray<KeyTerm> Compared(Operand.Path path, Comparator comparator, Value value, KeySchema key)
    {
        if (NameOf(path) is not { } name || !key.Has(name)) return [];
        if (comparator == Comparator.Equal) return [Equality(name, value)];
        return IsSort(name, key) && OperatorOf(comparator) is { } sort ? [new KeyTerm(name, sort, value, default)] : [];
    }

    private static KeyTerm Equality(string name, Value value) => new(name, SortOperator.Any, value, default);

    private static SortOperator? OperatorOf(Comparator comparator) => comparator switch
    {
        Comparator.Less => SortOperator.Less,
        Comparator.LessOrEqual => SortOperator.LessOrEqual,
        Comparator.Greater => SortOperator.Greater,
        Comparator.GreaterOrEqual => SortOperator.GreaterOrEqual,
        _ => null,
    };

    private static Comparator Turned(Comparator comparator) => comparator switch
    {
        Comparator.Less => Comparator.Greater,
        Comparator.LessOrEqual => Comparator.GreaterOrEqual,
        Comparator.Greater => Comparator.Less,
        Comparator.GreaterOrEqual => Comparator.LessOrEqual,
        _ => comparator,
    };

    private static string? NameOf(Operand.Path path) => path.At.IsAttribute ? path.At.Attribute(Binding.None) : null;

    private static bool IsSort(string name, KeySchema key) => key.Sort.Any(part => part.Name == name);
}
