using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>Takes from a condition what a key can answer: terms joined by AND, each on one attribute.</summary>
/// <remarks>Source: model QueryInput, KeyConditionExpression; order of checks observed dynalite 4.0.0.</remarks>
internal sealed class KeyConditionReader
{
    private readonly List<KeyTerm> terms = [];
    private readonly Binding binding;

    private KeyConditionReader(Binding binding) => this.binding = binding;

    /// <exception cref="WireException">A ValidationException: a condition, but none of keys.</exception>
    public static KeyCondition Read(ParsedCondition parsed, Binding binding)
    {
        KeyConditionReader reader = new(binding);
        reader.Read(parsed.Root);
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (KeyTerm term in reader.terms)
        {
            if (!names.Add(term.Attribute)) throw new WireException(DynamoErrors.KeyConditionTwice);
        }

        foreach (KeyTerm term in reader.terms) KeyOperandTypes.Check(term);
        return new KeyCondition(reader.terms);
    }

    private void Read(ConditionNode node)
    {
        switch (node)
        {
            case ConditionNode.All all:
                foreach (ConditionNode term in all.Terms) Read(term);
                break;
            case ConditionNode.Comparison { Comparator: not Comparator.NotEqual } comparison:
                Read(comparison);
                break;
            case ConditionNode.Between between:
                CheckOperands(between.Subject, between.Lower, between.Upper);
                Add("BETWEEN", SortOperator.Between, between.Subject, between.Lower, between.Upper);
                break;
            case ConditionNode.Holds { Function: { Function: FunctionKind.BeginsWith } call }:
                CheckOperands(call.Operands);
                Add("begins_with", SortOperator.BeginsWith, call.Operands[0], call.Operands[1], null);
                break;
            default:
                throw new WireException(DynamoErrors.KeyConditionOperator(OperatorOf(node)));
        }
    }

    private static string OperatorOf(ConditionNode node) => node switch
    {
        ConditionNode.Any => "OR",
        ConditionNode.Not => "NOT",
        ConditionNode.In => "IN",
        ConditionNode.Holds holds => Functions.NameOf(holds.Function.Function),
        _ => "<>",
    };

    private void Read(ConditionNode.Comparison comparison)
    {
        CheckOperands(comparison.Left, comparison.Right);
        bool isMirrored = comparison.Left is not Operand.Path;
        (Operand subject, Operand operand) = isMirrored ? (comparison.Right, comparison.Left) : (comparison.Left, comparison.Right);
        if (subject is not Operand.Path path) throw new WireException(DynamoErrors.KeyConditionWithoutName);
        if (operand is Operand.Path) throw new WireException(DynamoErrors.KeyConditionWithTwoNames);
        terms.Add(new KeyTerm(path.At.Attribute(binding), OperatorOf(comparison.Comparator, isMirrored), ValueOf(operand), default));
    }

    private static SortOperator OperatorOf(Comparator comparator, bool isMirrored) => comparator switch
    {
        Comparator.Less => isMirrored ? SortOperator.Greater : SortOperator.Less,
        Comparator.LessOrEqual => isMirrored ? SortOperator.GreaterOrEqual : SortOperator.LessOrEqual,
        Comparator.Greater => isMirrored ? SortOperator.Less : SortOperator.Greater,
        Comparator.GreaterOrEqual => isMirrored ? SortOperator.LessOrEqual : SortOperator.GreaterOrEqual,
        _ => SortOperator.Any,
    };

    private static void CheckOperands(params ReadOnlySpan<Operand> operands)
    {
        foreach (Operand operand in operands)
        {
            if (operand is Operand.Call) throw new WireException(DynamoErrors.KeyConditionNested);
            if (operand is Operand.Path { At.IsAttribute: false }) throw new WireException(DynamoErrors.KeyConditionOnNestedAttribute);
        }
    }

    private void Add(string name, SortOperator sortOperator, Operand subject, Operand operand, Operand? upper)
    {
        if (subject is not Operand.Path path) throw new WireException(DynamoErrors.KeyConditionFirstOperand(name));
        if (operand is Operand.Path || upper is Operand.Path) throw new WireException(DynamoErrors.KeyConditionWithTwoNames);
        terms.Add(new KeyTerm(path.At.Attribute(binding), sortOperator, ValueOf(operand), upper is null ? default : ValueOf(upper)));
    }

    private Value ValueOf(Operand operand) => operand is Operand.Placeholder placeholder ? binding.ValueOf(placeholder) : ((Operand.Literal)operand).Value;
}
