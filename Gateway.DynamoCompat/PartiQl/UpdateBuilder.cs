using System.Collections.Immutable;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.PartiQl.Syntax;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>The clauses of an UPDATE as the actions of an update expression.</summary>
/// <remarks>Source: doc ql-reference.update; positions in errors as observed by others against the service, see UpdateBuilderTests.</remarks>
internal sealed class UpdateBuilder(ValueReader values)
{
    /// <exception cref="WireException">A clause does what DynamoDB cannot.</exception>
    public UpdateAction[] Build(ImmutableArray<UpdateClause> clauses) => [.. clauses.Select(Action)];

    private UpdateAction Action(UpdateClause clause)
    {
        DocumentPath target = PathReader.Read(clause.Path);
        return clause.Value switch
        {
            null => new UpdateAction(UpdateActionKind.Remove, target, null),
            SyntaxNode.Call { Function: "set_add" } call => SetAction(UpdateActionKind.Add, target, call),
            SyntaxNode.Call { Function: "set_delete" } call => SetAction(UpdateActionKind.Delete, target, call),
            _ => new UpdateAction(UpdateActionKind.Set, target, Operand(clause.Value)),
        };
    }

    /// <summary><c>SET path = set_add(path, set)</c>: both paths must be the same one.</summary>
    private UpdateAction SetAction(UpdateActionKind kind, DocumentPath target, SyntaxNode.Call call)
    {
        string function = call.Function.ToUpperInvariant();
        CheckCount(call, 2);
        SyntaxNode first = call.Arguments[0];
        if (!PathReader.IsPath(first) || !PathReader.Read(first).IsSame(target, Binding.None)) throw new WireException(DynamoErrors.SetFunctionTarget(function, call.At));
        Value set = ValueReader.IsValue(call.Arguments[1]) ? values.Read(call.Arguments[1]) : default;
        return set.Kind.IsSet() ? new UpdateAction(kind, target, new Operand.Literal(set)) : throw new WireException(DynamoErrors.SetFunctionOperand(function, first.At));
    }

    private Operand Operand(SyntaxNode node)
    {
        if (ValueReader.IsValue(node)) return new Operand.Literal(values.Read(node));
        switch (node)
        {
            case SyntaxNode.Name or SyntaxNode.Path:
                return new Operand.Path(PathReader.Read(node));
            case SyntaxNode.Binary { Operator: "+" or "-" } binary:
                return new Operand.Arithmetic(binary.Operator == "-", Number(binary.Left, binary.Operator), Number(binary.Right, binary.Operator));
            case SyntaxNode.Unary { Operator: "+" or "-" } sign:
                throw new WireException(DynamoErrors.OperandCount(ExpressionKind.Statement, sign.Operator, 1));
            case SyntaxNode.Call { Function: "list_append" } call:
                CheckCount(call, 2);
                return new Operand.Call(FunctionKind.ListAppend, [Operand(call.Arguments[0]), Operand(call.Arguments[1])]);
            case SyntaxNode.Call call when !Keywords.IsFunction(call.Function):
                throw new WireException(DynamoErrors.FunctionUnknown(ExpressionKind.Statement, call.Function));
            default:
                throw PathReader.Unexpected(node.At);
        }
    }

    private Operand Number(SyntaxNode node, string function)
    {
        Operand operand = Operand(node);
        return operand is Operand.Literal { Value.Kind: not ValueKind.Number } literal
            ? throw new WireException(DynamoErrors.OperandType(ExpressionKind.Statement, function, DynamoErrors.NameOf(literal.Value.Kind)))
            : operand;
    }

    private static void CheckCount(SyntaxNode.Call call, int count)
    {
        if (call.Arguments.Length != count) throw new WireException(DynamoErrors.OperandCount(ExpressionKind.Statement, call.Function, call.Arguments.Length));
    }
}
