using System.Diagnostics;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>Collects the attributes that a condition looks at.</summary>
internal static class AttributeCollector
{
    /// <summary>Each once, in the order of the text.</summary>
    public static IReadOnlyList<string> Collect(ConditionNode root, Binding binding)
    {
        List<string> attributes = [];
        foreach (Operand operand in OperandsOf(root)) Collect(operand, binding, attributes);
        return attributes;
    }

    private static void Collect(Operand operand, Binding binding, List<string> attributes)
    {
        if (operand is Operand.Call call)
        {
            foreach (Operand inner in call.Operands) Collect(inner, binding, attributes);
        }
        else if (operand is Operand.Path path && path.At.Attribute(binding) is { } name && !attributes.Contains(name))
        {
            attributes.Add(name);
        }
    }

    private static IEnumerable<Operand> OperandsOf(ConditionNode node) => node switch
    {
        ConditionNode.All all => all.Terms.SelectMany(OperandsOf),
        ConditionNode.Any any => any.Terms.SelectMany(OperandsOf),
        ConditionNode.Not not => OperandsOf(not.Term),
        ConditionNode.Comparison comparison => [comparison.Left, comparison.Right],
        ConditionNode.Between between => [between.Subject, between.Lower, between.Upper],
        ConditionNode.In choice => choice.Choices.Prepend(choice.Subject),
        ConditionNode.Holds holds => [holds.Function],
        _ => throw new UnreachableException(),
    };
}
