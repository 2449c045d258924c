using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Planning;

/// <summary>DynamoDB's bound on how deep values nest, which counts the innermost value too.</summary>
internal static class ValueLevels
{
    /// <summary>True if a value may lie at that many elements of a path. A set's elements are no level of their own.</summary>
    public static bool Fit(Value value, int pathElements) => Fits(value, ExpressionLimits.LevelsMax - pathElements);

    /// <param name="value">The value.</param>
    /// <param name="below">How many levels it may have below itself; bounds the recursion.</param>
    private static bool Fits(Value value, int below)
    {
        if (below < 0) return false;
        if (value.Kind is not (ValueKind.Map or ValueKind.List)) return true;
        foreach (ValueEntry entry in value)
        {
            if (!Fits(entry.Value, below - 1)) return false;
        }

        return true;
    }
}
