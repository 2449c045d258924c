using System.Collections.Frozen;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.PartiQl.Syntax;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>A WHERE clause as the condition that the other operations write as a text.</summary>
/// <remarks>Source: doc ql-operators, ql-functions; what is refused, as observed by others against the service, see ConditionBuilderTests.</remarks>
internal sealed class ConditionBuilder(ValueReader values)
{
    private static readonly FrozenSet<string> TypeNames = new[] { "N", "BS", "L", "B", "NULL", "M", "S", "SS", "NS", "BOOL" }.ToFrozenSet(StringComparer.Ordinal);

    /// <exception cref="WireException">It is no condition that DynamoDB has.</exception>
    public ConditionNode Build(SyntaxNode node) => node switch
    {
        SyntaxNode.Logical { Operator: "and" } and => new ConditionNode.All([.. and.Operands.Select(Build)]),
        SyntaxNode.Logical or => new ConditionNode.Any([.. or.Operands.Select(Build)]),
        SyntaxNode.Unary { Operator: "not" } not => new ConditionNode.Not(Build(not.Operand)),
        SyntaxNode.Between between => new ConditionNode.Between(Operand(between.Operand, "BETWEEN"), Operand(between.Lower, "BETWEEN"), Operand(between.Upper, "BETWEEN")),
        SyntaxNode.In among => In(among),
        SyntaxNode.Is type => Is(type),
        SyntaxNode.Binary binary => Comparison(binary),
        SyntaxNode.Call call => Function(call),
        _ => throw PathReader.Unexpected(node.At),
    };

    private static bool IsCondition(SyntaxNode node) => node switch
    {
        SyntaxNode.Call call => call.Function != "size",
        SyntaxNode.Unary unary => unary.Operator == "not",
        SyntaxNode.Binary binary => ComparatorOf(binary.Operator) is not null,
        _ => node is SyntaxNode.Logical or SyntaxNode.Between or SyntaxNode.In or SyntaxNode.Is,
    };

    private static Comparator? ComparatorOf(string name) => name switch
    {
        "=" => Comparator.Equal,
        "<>" => Comparator.NotEqual,
        "<" => Comparator.Less,
        "<=" => Comparator.LessOrEqual,
        ">" => Comparator.Greater,
        ">=" => Comparator.GreaterOrEqual,
        _ => null,
    };

    private ConditionNode Comparison(SyntaxNode.Binary binary)
    {
        if (ComparatorOf(binary.Operator) is not { } comparator) throw new WireException(DynamoErrors.ConditionOperator(binary.Operator.ToUpperInvariant()));
        if (IsCondition(binary.Left)) return Truth(binary.Left, comparator, binary.Right, binary.Operator);
        if (IsCondition(binary.Right)) return Truth(binary.Right, comparator, binary.Left, binary.Operator);
        return new ConditionNode.Comparison(comparator, Operand(binary.Left, binary.Operator), Operand(binary.Right, binary.Operator));
    }

    /// <summary>A condition compared with a value: <c>attribute_exists(a) = false</c>.</summary>
    private ConditionNode Truth(SyntaxNode condition, Comparator comparator, SyntaxNode other, string name)
    {
        if (comparator is not (Comparator.Equal or Comparator.NotEqual)) throw new WireException(DynamoErrors.OperandType(ExpressionKind.Statement, name, "BOOL"));
        if (!ValueReader.IsValue(other)) throw PathReader.Unexpected(other.At);
        ConditionNode node = Build(condition);
        Value value = values.Read(other);
        bool isEqual = comparator == Comparator.Equal;
        if (value.Kind == ValueKind.Boolean) return value.AsBoolean() == isEqual ? node : new ConditionNode.Not(node);
        return new ConditionNode.Comparison(isEqual ? Comparator.Equal : Comparator.NotEqual, new Operand.Literal(Value.Boolean(true)), new Operand.Literal(Value.Boolean(false)));
    }

    private ConditionNode.In In(SyntaxNode.In among)
    {
        if (among.Among is not SyntaxNode.List list) throw new WireException(DynamoErrors.OperandType(ExpressionKind.Statement, "IN", ValueReader.IsValue(among.Among) ? DynamoErrors.NameOf(values.Read(among.Among).Kind) : "L"));
        if (list.Items.IsEmpty) throw new WireException(DynamoErrors.OperandCount(ExpressionKind.Statement, "IN", 1));
        if (list.Items.Length > ExpressionLimits.ChoicesMax) throw new WireException(DynamoErrors.TooManyChoices(ExpressionKind.Statement, list.Items.Length));
        return new ConditionNode.In(Operand(among.Operand, "IN"), [.. list.Items.Select(item => Operand(item, "IN"))]);
    }

    private static ConditionNode.Holds Is(SyntaxNode.Is type)
    {
        Operand.Path path = new(PathReader.Read(type.Operand));
        return type.Type switch
        {
            "missing" => new(new Operand.Call(FunctionKind.AttributeNotExists, [path])),
            "null" => new(new Operand.Call(FunctionKind.AttributeType, [path, new Operand.Literal(Value.String("NULL"))])),
            _ => throw new WireException(DynamoErrors.ConditionOperator("IS")),
        };
    }

    private ConditionNode.Holds Function(SyntaxNode.Call call)
    {
        Operand.Call function = FunctionCall(call);
        return Functions.AnswersValue(function.Function) ? throw new WireException(DynamoErrors.FunctionMisused(ExpressionKind.Statement, call.Function)) : new ConditionNode.Holds(function);
    }

    private Operand.Call FunctionCall(SyntaxNode.Call call)
    {
        if (Keywords.IsFunction(call.Function) && call.Function != "size") throw PathReader.Unexpected(call.At);
        if (!Functions.TryFind(call.Function, out FunctionKind function) || Functions.IsForUpdates(function)) throw new WireException(DynamoErrors.FunctionUnknown(ExpressionKind.Statement, call.Function));
        if (call.Arguments.Length != Functions.OperandCount(function)) throw new WireException(DynamoErrors.OperandCount(ExpressionKind.Statement, call.Function, call.Arguments.Length));
        Operand[] operands = [.. call.Arguments.Select(argument => Operand(argument, call.Function))];
        if (function == FunctionKind.AttributeType) CheckTypeName(operands[1]);
        return new Operand.Call(function, operands);
    }

    private static void CheckTypeName(Operand operand)
    {
        if (operand is not Operand.Literal { Value: { Kind: ValueKind.String } name })
        {
            throw new WireException(DynamoErrors.OperandType(ExpressionKind.Statement, "attribute_type", operand is Operand.Literal literal ? DynamoErrors.NameOf(literal.Value.Kind) : "S"));
        }

        if (!TypeNames.Contains(name.AsString())) throw new WireException(DynamoErrors.StatementTypeName(name.AsString()));
    }

    private Operand Operand(SyntaxNode node, string function)
    {
        if (ValueReader.IsValue(node)) return new Operand.Literal(values.Read(node));
        switch (node)
        {
            case SyntaxNode.Name or SyntaxNode.Path:
                return new Operand.Path(PathReader.Read(node));
            case SyntaxNode.Call { Function: "size" } size:
                return FunctionCall(size);
            case SyntaxNode.Unary { Operator: "+" or "-" } sign:
                throw new WireException(DynamoErrors.OperandCount(ExpressionKind.Statement, sign.Operator, 1));
            case SyntaxNode.Binary binary when ComparatorOf(binary.Operator) is null:
                throw new WireException(DynamoErrors.ConditionOperator(binary.Operator.ToUpperInvariant()));
            case SyntaxNode.Call call:
                FunctionCall(call);
                throw new WireException(DynamoErrors.FunctionMisused(ExpressionKind.Statement, call.Function));
            default:
                throw IsCondition(node) ? new WireException(DynamoErrors.OperandType(ExpressionKind.Statement, function, "BOOL")) : PathReader.Unexpected(node.At);
        }
    }
}
