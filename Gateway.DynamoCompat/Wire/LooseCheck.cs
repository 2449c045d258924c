using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Wire;

/// <summary>Finds the first fault of an AttributeValue, in the order in which DynamoDB looks: each type that is there, then that it is only one.</summary>
/// <remarks>Source: observed dynalite 4.0.0. That depth is looked at on the way is a guess.</remarks>
internal static class LooseCheck
{
    /// <summary>The first fault of a map of values, with the name that it lies under.</summary>
    public static ValueFault? FaultOf(OrderedDictionary<string, LooseValue> item)
    {
        foreach ((string name, LooseValue value) in item)
        {
            if (FaultOf(value) is { } fault) return fault with { Name = name };
        }

        return null;
    }

    /// <summary>The first fault of a value.</summary>
    public static ValueFault? FaultOf(LooseValue value)
    {
        if (value.IsTooDeep) return DynamoErrors.TooDeep();
        if (value.Contents.Count == 0) return DynamoErrors.EmptyValue();
        foreach ((ValueKind kind, object content) in value.Contents)
        {
            if (FaultOf(kind, content) is { } fault) return fault;
        }

        return value.Contents.Count > 1 ? DynamoErrors.SeveralTypes() : null;
    }

    private static ValueFault? FaultOf(ValueKind kind, object content)
    {
        switch (kind)
        {
            case ValueKind.Number:
                return FaultOfNumber((string)content);
            case ValueKind.Null:
                return (bool)content ? null : DynamoErrors.NullIsFalse();
            case ValueKind.StringSet:
                return FaultOfStrings((List<string>)content);
            case ValueKind.NumberSet:
                return FaultOfNumbers((List<string>)content);
            case ValueKind.BinarySet:
                return FaultOfBlobs((List<byte[]>)content);
            case ValueKind.Map:
                return FaultOf((OrderedDictionary<string, LooseValue>)content);
            case ValueKind.List:
                foreach (LooseValue element in (List<LooseValue>)content)
                {
                    if (FaultOf(element) is { } fault) return fault;
                }

                return null;
            default:
                return null;
        }
    }

    private static ValueFault? FaultOfNumber(string text)
    {
        NumberFault fault = ExactNumber.TryParse(text, out _);
        return fault == NumberFault.None ? null : DynamoErrors.BadNumber(fault, text);
    }

    private static ValueFault? FaultOfStrings(List<string> set)
    {
        if (set.Count == 0) return DynamoErrors.EmptySet(ValueKind.StringSet);
        return new HashSet<string>(set, StringComparer.Ordinal).Count == set.Count ? null : DynamoErrors.DuplicateElement(ValueKind.StringSet, set);
    }

    private static ValueFault? FaultOfNumbers(List<string> set)
    {
        if (set.Count == 0) return DynamoErrors.EmptySet(ValueKind.NumberSet);
        HashSet<ExactNumber> numbers = [];
        foreach (string text in set)
        {
            if (FaultOfNumber(text) is { } fault) return fault;
            numbers.Add(ExactNumber.Parse(text));
        }

        return numbers.Count == set.Count ? null : DynamoErrors.DuplicateElement(ValueKind.NumberSet, set);
    }

    private static ValueFault? FaultOfBlobs(List<byte[]> set)
    {
        if (set.Count == 0) return DynamoErrors.EmptySet(ValueKind.BinarySet);
        string[] texts = [.. set.Select(Convert.ToBase64String)];
        return texts.Distinct(StringComparer.Ordinal).Count() == texts.Length ? null : DynamoErrors.DuplicateElement(ValueKind.BinarySet, texts);
    }
}
