using System.Text;
using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>Evaluates conditions on items. What an item's values make impossible is false, never an error.</summary>
internal static class PlainConditions
{
    /// <param name="item">An empty object for no item.</param>
    public static bool IsTrue(AskedCondition condition, JsonObject item)
    {
        switch (condition)
        {
            case AskedCondition.Both both:
                return IsTrue(both.Left, item) && IsTrue(both.Right, item);
            case AskedCondition.Either either:
                return IsTrue(either.Left, item) || IsTrue(either.Right, item);
            case AskedCondition.Not not:
                return !IsTrue(not.Term, item);
            case AskedCondition.Exists exists:
                return PlainPaths.Find(item, exists.Path) is null == exists.IsNegated;
        }

        JsonObject?[] values = [.. condition.Operands.Select(operand => ValueOf(operand, item))];
        JsonObject? subject = values[0];
        switch (condition)
        {
            case AskedCondition.Comparison comparison:
                return Compare(comparison.Operator, subject, values[1]);
            case AskedCondition.Between:
                return Compare(">=", subject, values[1]) && Compare("<=", subject, values[2]);
            case AskedCondition.In:
                return values.Skip(1).Any(choice => Compare("=", subject, choice));
            case AskedCondition.HasType:
                return subject is not null && PlainValue.TypeOf(subject) == PlainValue.Scalar(values[1]!);
            case AskedCondition.BeginsWith:
                return subject is not null && values[1] is { } prefix && BeginsWith(subject, prefix);
            default:
                return subject is not null && values[1] is { } part && Contains(subject, part);
        }
    }

    /// <summary>UTF-16 units, bytes, members or elements; null for what has no size.</summary>
    private static JsonObject? SizeOf(JsonObject value) => PlainValue.TypeOf(value) switch
    {
        "S" => PlainValue.Number(PlainValue.Scalar(value).Length),
        "B" => PlainValue.Number(PlainValue.Bytes(value).Length),
        "L" or "SS" or "NS" or "BS" => PlainValue.Number(PlainValue.Elements(value).Count),
        "M" => PlainValue.Number(((JsonObject)value["M"]!).Count),
        _ => null,
    };

    private static JsonObject? ValueOf(AskedOperand operand, JsonObject item) => operand switch
    {
        AskedOperand.At at => PlainPaths.Find(item, at.Path),
        AskedOperand.Constant constant => PlainValue.Normal(constant.Value),
        AskedOperand.Size size => PlainPaths.Find(item, size.Path) is { } value ? SizeOf(value) : null,
        _ => throw new InvalidOperationException($"{operand} in a condition"),
    };

    private static bool Compare(string comparison, JsonObject? left, JsonObject? right)
    {
        bool areEqual = left is not null && right is not null && PlainValue.AreSame(left, right);
        if (comparison == "=") return areEqual;
        if (comparison == "<>") return !areEqual;
        if (left is null || right is null || PlainValue.TypeOf(left) != PlainValue.TypeOf(right) || !PlainValue.IsOrdered(left)) return false;
        int order = PlainValue.Compare(left, right);
        return comparison switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private static bool BeginsWith(JsonObject subject, JsonObject prefix) => (PlainValue.TypeOf(subject), PlainValue.TypeOf(prefix)) switch
    {
        ("S", "S") => PlainValue.Scalar(subject).StartsWith(PlainValue.Scalar(prefix), StringComparison.Ordinal),
        ("B", "B") => PlainValue.Bytes(subject).AsSpan().StartsWith(PlainValue.Bytes(prefix)),
        _ => false,
    };

    private static bool Contains(JsonObject subject, JsonObject part)
    {
        string type = PlainValue.TypeOf(part);
        switch (PlainValue.TypeOf(subject))
        {
            case "S":
                return type == "S" && PlainValue.Scalar(subject).Contains(PlainValue.Scalar(part), StringComparison.Ordinal);
            case "B":
                return type == "B" && Encoding.Latin1.GetString(PlainValue.Bytes(subject)).Contains(Encoding.Latin1.GetString(PlainValue.Bytes(part)), StringComparison.Ordinal);
            case "L":
                return PlainValue.Elements(subject).Any(element => PlainValue.AreSame((JsonObject)element!, part));
            case "SS" or "NS" or "BS":
                return PlainValue.TypeOf(subject) == type + "S" && PlainValue.Texts(subject).Contains(PlainValue.Scalar(part));
            default:
                return false;
        }
    }
}
