using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>Which types of values an operator on a key attribute can take, whatever the key's own type is.</summary>
internal static class KeyOperandTypes
{
    /// <exception cref="WireException">A ValidationException: the type can never be a key's.</exception>
    public static void Check(KeyTerm term)
    {
        Check(term, term.Operand.Kind);
        if (!term.Upper.IsNone) Check(term, term.Upper.Kind);
    }

    private static void Check(KeyTerm term, ValueKind kind)
    {
        bool fits = term.Operator switch
        {
            SortOperator.Any => kind is not (ValueKind.Boolean or ValueKind.Null or ValueKind.List or ValueKind.Map),
            SortOperator.BeginsWith => kind is ValueKind.String or ValueKind.Binary,
            _ => ValueOrder.IsOrdered(kind),
        };
        if (!fits) throw new WireException(DynamoErrors.ComparisonType(NameOf(term.Operator), kind));
    }

    private static string NameOf(SortOperator sortOperator) => sortOperator switch
    {
        SortOperator.Less => "LT",
        SortOperator.LessOrEqual => "LE",
        SortOperator.Greater => "GT",
        SortOperator.GreaterOrEqual => "GE",
        SortOperator.Between => "BETWEEN",
        SortOperator.BeginsWith => "BEGINS_WITH",
        _ => "EQ",
    };
}
