using System.Diagnostics;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>Resolves the placeholders of a condition and checks what depends on them, in the order of the text.</summary>
internal sealed class ConditionChecker(Binding binding)
{
    private static readonly string[] TypeNames = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "M", "L"];

    public static string NameOf(Comparator comparator) => comparator switch
    {
        Comparator.Equal => "=",
        Comparator.NotEqual => "<>",
        Comparator.Less => "<",
        Comparator.LessOrEqual => "<=",
        Comparator.Greater => ">",
        _ => ">=",
    };

    /// <exception cref="WireException">A ValidationException.</exception>
    public void Check(ConditionNode node)
    {
        switch (node)
        {
            case ConditionNode.All all:
                foreach (ConditionNode term in all.Terms) Check(term);
                break;
            case ConditionNode.Any any:
                foreach (ConditionNode term in any.Terms) Check(term);
                break;
            case ConditionNode.Not not:
                Check(not.Term);
                break;
            case ConditionNode.Comparison comparison:
                Check(comparison);
                break;
            case ConditionNode.Between between:
                Check(between);
                break;
            case ConditionNode.In choice:
                Check(choice.Subject);
                foreach (Operand operand in choice.Choices) Check(operand);
                foreach (Operand operand in choice.Choices) CheckDistinct(choice.Subject, operand, "IN");
                break;
            case ConditionNode.Holds holds:
                Check(holds.Function);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Check(ConditionNode.Comparison comparison)
    {
        Check(comparison.Left);
        Check(comparison.Right);
        string name = NameOf(comparison.Comparator);
        if (comparison.Comparator is not (Comparator.Equal or Comparator.NotEqual))
        {
            CheckOrdered(comparison.Left, name);
            CheckOrdered(comparison.Right, name);
        }

        CheckDistinct(comparison.Left, comparison.Right, name);
    }

    private void Check(ConditionNode.Between between)
    {
        Check(between.Subject);
        Check(between.Lower);
        Check(between.Upper);
        CheckOrdered(between.Subject, "BETWEEN");
        CheckOrdered(between.Lower, "BETWEEN");
        CheckOrdered(between.Upper, "BETWEEN");
        CheckDistinct(between.Subject, between.Lower, "BETWEEN");
        CheckDistinct(between.Subject, between.Upper, "BETWEEN");
        Value lower = Known(between.Lower);
        Value upper = Known(between.Upper);
        if (lower.IsNone || upper.IsNone) return;
        if (lower.Kind != upper.Kind) throw new WireException(DynamoErrors.BetweenTypes(binding.Kind, lower, upper));
        if (ValueOrder.Compare(lower, upper) > 0) throw new WireException(DynamoErrors.BetweenOrder(binding.Kind, lower, upper));
    }

    private void Check(Operand operand)
    {
        switch (operand)
        {
            case Operand.Path path:
                foreach (PathElement element in path.At.Elements) binding.Resolve(element);
                break;
            case Operand.Placeholder placeholder:
                binding.Resolve(placeholder);
                break;
            case Operand.Literal:
                break;
            case Operand.Call call:
                Check(call);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Check(Operand.Call call)
    {
        foreach (Operand operand in call.Operands) Check(operand);
        string name = Functions.NameOf(call.Function);
        int count = call.Operands.Length;
        if (count != Functions.OperandCount(call.Function)) throw new WireException(DynamoErrors.OperandCount(binding.Kind, name, count));
        Operand first = call.Operands[0];
        switch (call.Function)
        {
            case FunctionKind.AttributeExists or FunctionKind.AttributeNotExists:
                if (first is not Operand.Path) throw new WireException(DynamoErrors.OperandNoPath(binding.Kind, name));
                break;
            case FunctionKind.Size:
                if (KindOf(first) is ValueKind.Number or ValueKind.Boolean or ValueKind.Null) throw WrongType(name, KindOf(first));
                break;
            case FunctionKind.AttributeType:
                CheckDistinct(first, call.Operands[1], name);
                CheckTypeName(call.Operands[1], name);
                break;
            case FunctionKind.BeginsWith:
                CheckPrefix(first, name);
                CheckPrefix(call.Operands[1], name);
                CheckDistinct(first, call.Operands[1], name);
                break;
            default:
                CheckDistinct(first, call.Operands[1], name);
                break;
        }
    }

    private void CheckTypeName(Operand operand, string function)
    {
        Value name = Known(operand);
        if (name.IsNone) throw new WireException(DynamoErrors.OperandType(binding.Kind, function, operand is Operand.Call ? "N" : "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"));
        if (name.Kind != ValueKind.String) throw WrongType(function, name.Kind);
        string text = name.AsString();
        if (!TypeNames.Contains(text)) throw new WireException(DynamoErrors.TypeNameInvalid(binding.Kind, text));
    }

    private void CheckPrefix(Operand operand, string function)
    {
        if (KindOf(operand) is not (ValueKind.None or ValueKind.String or ValueKind.Binary)) throw WrongType(function, KindOf(operand));
    }

    private void CheckOrdered(Operand operand, string name)
    {
        if (KindOf(operand) is not (ValueKind.None or ValueKind.String or ValueKind.Number or ValueKind.Binary)) throw WrongType(name, KindOf(operand));
    }

    private void CheckDistinct(Operand first, Operand second, string name)
    {
        if (first is not Operand.Path one || second is not Operand.Path two || !one.At.IsSame(two.At, binding)) return;
        throw new WireException(DynamoErrors.OperandsNotDistinct(binding.Kind, name, one.At.Show(binding)));
    }

    private WireException WrongType(string name, ValueKind kind) => new(DynamoErrors.OperandType(binding.Kind, name, DynamoErrors.NameOf(kind)));

    /// <summary>The type of an operand, as far as the request tells it; None if it depends on the item.</summary>
    private ValueKind KindOf(Operand operand) => operand is Operand.Call ? ValueKind.Number : Known(operand).Kind;

    private Value Known(Operand operand) => operand switch
    {
        Operand.Placeholder placeholder => binding.ValueOf(placeholder),
        Operand.Literal literal => literal.Value,
        _ => default,
    };
}
