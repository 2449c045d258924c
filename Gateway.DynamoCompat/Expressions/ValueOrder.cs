using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>The order of text, numbers and bytes, which keys and comparisons share: UTF-8 bytes, value, unsigned bytes.</summary>
internal static class ValueOrder
{
    public static bool IsOrdered(ValueKind kind) => kind is ValueKind.String or ValueKind.Number or ValueKind.Binary;

    /// <summary>Compares two values of the same ordered type.</summary>
    public static int Compare(Value left, Value right) => left.Kind switch
    {
        ValueKind.Number => left.AsNumber().CompareTo(right.AsNumber()),
        ValueKind.String => left.Utf8.SequenceCompareTo(right.Utf8),
        _ => left.BinaryBytes.SequenceCompareTo(right.BinaryBytes),
    };

    /// <summary>False if the two have no order: types differ, or have none, or one is not there.</summary>
    public static bool TryCompare(Value left, Value right, out int order)
    {
        bool ordered = left.Kind == right.Kind && IsOrdered(left.Kind);
        order = ordered ? Compare(left, right) : 0;
        return ordered;
    }
}
