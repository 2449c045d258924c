using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Legacy;

/// <summary>KeyConditions of a query.</summary>
internal static class LegacyKeyConditions
{
    /// <exception cref="WireException">A ValidationException.</exception>
    public static KeyCondition Read(WireStructure input)
    {
        List<KeyTerm> terms = [];
        foreach ((string attribute, WireStructure condition) in input.StructureMap("KeyConditions") ?? [])
        {
            string comparison = condition.Text("ComparisonOperator")!;
            IReadOnlyList<Value> arguments = condition.Values("AttributeValueList") ?? [];
            LegacyComparison.Check(comparison, arguments);
            KeyTerm term = LegacyComparison.ToKeyTerm(attribute, comparison, arguments);
            if (term.IsIndexable) KeyOperandTypes.Check(term);
            terms.Add(term);
        }

        return new KeyCondition(terms);
    }
}
