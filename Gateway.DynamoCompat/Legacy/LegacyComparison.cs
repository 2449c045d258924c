using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Legacy;

/// <summary>A ComparisonOperator of the older API with its AttributeValueList: checked, and as a condition.</summary>
/// <remarks>Source: model Condition, doc LegacyConditionalParameters.Conditions.</remarks>
internal static class LegacyComparison
{
    private enum Shape
    {
        None,
        One,
        Two,
        Some,
    }

    /// <summary>Count and types of the arguments.</summary>
    /// <param name="comparison">A ComparisonOperator of the model.</param>
    /// <param name="arguments">The AttributeValueList.</param>
    /// <exception cref="WireException">A ValidationException.</exception>
    public static void Check(string comparison, IReadOnlyList<Value> arguments)
    {
        bool counted = ShapeOf(comparison) switch
        {
            Shape.None => arguments.Count == 0,
            Shape.One => arguments.Count == 1,
            Shape.Two => arguments.Count == 2,
            _ => arguments.Count >= 1,
        };
        if (!counted) throw new WireException(DynamoErrors.ComparisonArguments(comparison));
        for (int i = 1; i < arguments.Count; i++)
        {
            if (arguments[i].Kind != arguments[0].Kind) throw new WireException(DynamoErrors.LegacyListTypes);
        }

        foreach (Value argument in arguments)
        {
            if (!Takes(comparison, argument.Kind)) throw new WireException(DynamoErrors.ComparisonType(comparison, argument.Kind));
        }

        if (comparison == "BETWEEN" && ValueOrder.Compare(arguments[0], arguments[1]) > 0) throw new WireException(DynamoErrors.LegacyBetweenOrder);
    }

    public static ConditionNode ToNode(string attribute, string comparison, IReadOnlyList<Value> arguments)
    {
        Operand path = new Operand.Path(DocumentPath.Of(attribute));
        Operand[] operands = [.. arguments.Select(argument => new Operand.Literal(argument))];
        return comparison switch
        {
            "EQ" => new ConditionNode.Comparison(Comparator.Equal, path, operands[0]),
            "NE" => new ConditionNode.Comparison(Comparator.NotEqual, path, operands[0]),
            "LT" => new ConditionNode.Comparison(Comparator.Less, path, operands[0]),
            "LE" => new ConditionNode.Comparison(Comparator.LessOrEqual, path, operands[0]),
            "GT" => new ConditionNode.Comparison(Comparator.Greater, path, operands[0]),
            "GE" => new ConditionNode.Comparison(Comparator.GreaterOrEqual, path, operands[0]),
            "BETWEEN" => new ConditionNode.Between(path, operands[0], operands[1]),
            "IN" => new ConditionNode.In(path, operands),
            "BEGINS_WITH" => Holds(FunctionKind.BeginsWith, path, operands[0]),
            "CONTAINS" => Holds(FunctionKind.Contains, path, operands[0]),
            "NOT_CONTAINS" => new ConditionNode.Not(Holds(FunctionKind.Contains, path, operands[0])),
            "NULL" => Holds(FunctionKind.AttributeNotExists, path),
            _ => Holds(FunctionKind.AttributeExists, path),
        };
    }

    /// <summary>The same for a key: equality or a range.</summary>
    public static KeyTerm ToKeyTerm(string attribute, string comparison, IReadOnlyList<Value> arguments)
    {
        Value first = arguments.Count > 0 ? arguments[0] : default;
        Value second = arguments.Count > 1 ? arguments[1] : default;
        return comparison switch
        {
            "EQ" => new KeyTerm(attribute, SortOperator.Any, first, default),
            "LT" => new KeyTerm(attribute, SortOperator.Less, first, default),
            "LE" => new KeyTerm(attribute, SortOperator.LessOrEqual, first, default),
            "GT" => new KeyTerm(attribute, SortOperator.Greater, first, default),
            "GE" => new KeyTerm(attribute, SortOperator.GreaterOrEqual, first, default),
            "BETWEEN" => new KeyTerm(attribute, SortOperator.Between, first, second),
            "BEGINS_WITH" => new KeyTerm(attribute, SortOperator.BeginsWith, first, default),
            _ => new KeyTerm(attribute, SortOperator.Any, first, default) { IsIndexable = false },
        };
    }

    private static ConditionNode.Holds Holds(FunctionKind function, params Operand[] operands) => new(new Operand.Call(function, operands));

    private static Shape ShapeOf(string comparison) => comparison switch
    {
        "NULL" or "NOT_NULL" => Shape.None,
        "BETWEEN" => Shape.Two,
        "IN" => Shape.Some,
        _ => Shape.One,
    };

    private static bool Takes(string comparison, ValueKind kind) => comparison switch
    {
        "EQ" or "NE" => true,
        "BEGINS_WITH" => kind is ValueKind.String or ValueKind.Binary,
        _ => ValueOrder.IsOrdered(kind),
    };
}
