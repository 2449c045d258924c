using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Legacy;

/// <summary>Expected, QueryFilter, ScanFilter and ConditionalOperator as conditions.</summary>
internal static class LegacyConditions
{
    /// <summary>Expected of a write.</summary>
    /// <returns>Null if nothing is expected.</returns>
    /// <exception cref="WireException">A ValidationException.</exception>
    public static Condition? Expected(WireStructure input) => Read(input, "Expected", ReadExpected);

    /// <summary>QueryFilter or ScanFilter.</summary>
    /// <returns>Null if there is no filter.</returns>
    /// <exception cref="WireException">A ValidationException.</exception>
    public static Condition? Filter(WireStructure input, string member) => Read(input, member, ReadFilter);

    /// <summary>A ConditionalOperator needs several conditions that it could join.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    /// <remarks>Source: ExtendDB 213, observed AWS.</remarks>
    public static void CheckOperator(WireStructure input, IReadOnlyList<string> members)
    {
        if (!input.Has("ConditionalOperator")) return;
        string? member = members.FirstOrDefault(each => each is "Expected" or "QueryFilter" or "ScanFilter");
        int count = member is null ? 0 : input.StructureMap(member)?.Count ?? 0;
        if (count == 0) throw new WireException(DynamoErrors.ConditionalOperatorAlone);
        if (count == 1) throw new WireException(DynamoErrors.ConditionalOperatorOnOne);
    }

    private static Condition? Read(WireStructure input, string member, Func<string, WireStructure, ConditionNode> read)
    {
        IReadOnlyList<KeyValuePair<string, WireStructure>> entries = input.StructureMap(member) ?? [];
        if (entries.Count == 0) return null;
        ConditionNode[] terms = [.. entries.Select(entry => read(entry.Key, entry.Value))];
        if (terms.Length == 1) return Condition.Of(terms[0]);
        return Condition.Of(input.Text("ConditionalOperator") == "OR" ? new ConditionNode.Any(terms) : new ConditionNode.All(terms));
    }

    private static ConditionNode ReadFilter(string attribute, WireStructure condition)
    {
        string comparison = condition.Text("ComparisonOperator")!;
        IReadOnlyList<Value> arguments = condition.Values("AttributeValueList") ?? [];
        LegacyComparison.Check(comparison, arguments);
        return LegacyComparison.ToNode(attribute, comparison, arguments);
    }

    private static ConditionNode ReadExpected(string attribute, WireStructure expected)
    {
        Value value = expected.Value("Value");
        IReadOnlyList<Value>? list = expected.Values("AttributeValueList");
        string? comparison = expected.Text("ComparisonOperator");
        bool? exists = expected.Flag("Exists");

        if (!value.IsNone && list is not null) throw new WireException(DynamoErrors.ExpectedValueAndList(attribute));
        if (comparison is not null)
        {
            if (exists is not null) throw new WireException(DynamoErrors.ExpectedExistsAndComparison(attribute));
            if (comparison is not ("NULL" or "NOT_NULL") && value.IsNone && list is null) throw new WireException(DynamoErrors.ExpectedComparisonAlone(comparison, attribute));
            IReadOnlyList<Value> arguments = list ?? (value.IsNone ? [] : [value]);
            LegacyComparison.Check(comparison, arguments);
            return LegacyComparison.ToNode(attribute, comparison, arguments);
        }

        if (list is not null) throw new WireException(DynamoErrors.ExpectedListAlone(attribute));
        if (exists == false) return value.IsNone ? LegacyComparison.ToNode(attribute, "NULL", []) : throw new WireException(DynamoErrors.ExpectedValueAndAbsence(attribute));
        return value.IsNone ? throw new WireException(DynamoErrors.ExpectedWithoutValue(exists, attribute)) : LegacyComparison.ToNode(attribute, "EQ", [value]);
    }
}
