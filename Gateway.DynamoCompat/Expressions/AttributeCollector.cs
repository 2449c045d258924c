using System.Diagnostics;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>Collects the attributes that a condition or an operand looks at.</summary>
internal static class AttributeCollector
{
    /// <summary>Each once, in the order of the text.</summary>
    public static IReadOnlyList<string> Collect(ConditionNode root, Binding binding)
    {
        List<string> attributes = [];
        foreach (Operand operand in OperandsOf(root)) Collect(operand, binding, ofNested: false, attributes);
        return attributes;
    }

    /// <summary>Those that a condition goes into, each once.</summary>
    public static IReadOnlyList<string> CollectNested(ConditionNode root, Binding binding)
    {
        List<string> attributes = [];
        foreach (Operand operand in OperandsOf(root)) Collect(operand, binding, ofNested: true, attributes);
        return attributes;
    }

    /// <summary>Adds the attributes of an operand.</summary>
    /// <param name="ofNested">True for those only that a path goes into.</param>
    public static void Collect(Operand operand, Binding binding, bool ofNested, List<string> attributes)
    {
        switch (operand)
        {
            case Operand.Call call:
                foreach (Operand inner in call.Operands) Collect(inner, binding, ofNested, attributes);
                break;
            case Operand.Arithmetic arithmetic:
                Collect(arithmetic.Left, binding, ofNested, attributes);
                Collect(arithmetic.Right, binding, ofNested, attributes);
                break;
            case Operand.Path path when !ofNested || !path.At.IsAttribute:
                string name = path.At.Attribute(binding);
                if (!attributes.Contains(name)) attributes.Add(name);
                break;
            default:
                break;
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
