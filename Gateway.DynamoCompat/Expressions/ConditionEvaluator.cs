using System.Diagnostics;
using System.Text;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>Runs conditions on items.</summary>
/// <remarks>
/// What an item's values make impossible is false, never an error: an order between types that have none, the size of a number. Only
/// <c>&lt;&gt;</c> is true of an attribute that is not there. Source: doc Expressions.OperatorsAndFunctions.
/// </remarks>
internal static class ConditionEvaluator
{
    public static bool IsTrue(ConditionNode node, Binding binding, Value item)
    {
        switch (node)
        {
            case ConditionNode.All all:
                foreach (ConditionNode term in all.Terms)
                {
                    if (!IsTrue(term, binding, item)) return false;
                }

                return true;
            case ConditionNode.Any any:
                foreach (ConditionNode term in any.Terms)
                {
                    if (IsTrue(term, binding, item)) return true;
                }

                return false;
            case ConditionNode.Not not:
                return !IsTrue(not.Term, binding, item);
            case ConditionNode.Comparison comparison:
                return Compare(comparison.Comparator, ValueOf(comparison.Left, binding, item), ValueOf(comparison.Right, binding, item));
            case ConditionNode.Between between:
                Value subject = ValueOf(between.Subject, binding, item);
                return Compare(Comparator.GreaterOrEqual, subject, ValueOf(between.Lower, binding, item))
                    && Compare(Comparator.LessOrEqual, subject, ValueOf(between.Upper, binding, item));
            case ConditionNode.In choice:
                return IsIn(choice, binding, item);
            case ConditionNode.Holds holds:
                return Holds(holds.Function, binding, item);
            default:
                throw new UnreachableException();
        }
    }

    private static bool Compare(Comparator comparator, Value left, Value right)
    {
        bool equal = !left.IsNone && left == right;
        if (comparator == Comparator.Equal) return equal;
        if (comparator == Comparator.NotEqual) return !equal;
        if (!ValueOrder.TryCompare(left, right, out int order)) return false;
        return comparator switch
        {
            Comparator.Less => order < 0,
            Comparator.LessOrEqual => order <= 0,
            Comparator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static bool IsIn(ConditionNode.In choice, Binding binding, Value item)
    {
        Value subject = ValueOf(choice.Subject, binding, item);
        if (subject.IsNone) return false;
        foreach (Operand operand in choice.Choices)
        {
            if (ValueOf(operand, binding, item) == subject) return true;
        }

        return false;
    }

    private static bool Holds(Operand.Call call, Binding binding, Value item)
    {
        Value first = ValueOf(call.Operands[0], binding, item);
        switch (call.Function)
        {
            case FunctionKind.AttributeExists:
                return !first.IsNone;
            case FunctionKind.AttributeNotExists:
                return first.IsNone;
            default:
                break;
        }

        if (first.IsNone) return false;
        Value second = ValueOf(call.Operands[1], binding, item);
        return call.Function switch
        {
            FunctionKind.AttributeType => DynamoErrors.NameOf(first.Kind) == second.AsString(),
            FunctionKind.BeginsWith => BeginsWith(first, second),
            FunctionKind.Contains => Contains(first, second),
            _ => throw new UnreachableException(),
        };
    }

    private static bool BeginsWith(Value whole, Value start)
    {
        if (whole.Kind != start.Kind) return false;
        return whole.Kind switch
        {
            ValueKind.String => whole.Utf8.StartsWith(start.Utf8),
            ValueKind.Binary => whole.BinaryBytes.StartsWith(start.BinaryBytes),
            _ => false,
        };
    }

    private static bool Contains(Value whole, Value part)
    {
        switch (whole.Kind)
        {
            case ValueKind.String:
                return part.Kind == ValueKind.String && ByteSearch.Contains(whole.Utf8, part.Utf8);
            case ValueKind.Binary:
                return part.Kind == ValueKind.Binary && ByteSearch.Contains(whole.BinaryBytes, part.BinaryBytes);
            case ValueKind.List:
                if (part.IsNone) return false;
                foreach (ValueEntry entry in whole)
                {
                    if (entry.Value == part) return true;
                }

                return false;
            default:
                return whole.Kind.IsSet() && whole.Contains(part);
        }
    }

    private static Value ValueOf(Operand operand, Binding binding, Value item) => operand switch
    {
        Operand.Path path => path.At.Find(item, binding),
        Operand.Placeholder placeholder => binding.ValueOf(placeholder),
        Operand.Literal literal => literal.Value,
        Operand.Call call => SizeOf(ValueOf(call.Operands[0], binding, item)),
        _ => throw new UnreachableException(),
    };

    /// <summary>UTF-16 units of a text, as AWS counts them; bytes; members or elements. None for what has no size.</summary>
    private static Value SizeOf(Value value) => value.Kind switch
    {
        ValueKind.String => Value.Number(Encoding.UTF8.GetCharCount(value.Utf8)),
        ValueKind.Binary => Value.Number(value.BinaryBytes.Length),
        _ when value.Kind.IsContainer() => Value.Number(value.Count),
        _ => default,
    };
}
