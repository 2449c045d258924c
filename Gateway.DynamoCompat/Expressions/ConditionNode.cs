namespace Gateway.DynamoCompat.Expressions;

/// <summary>A condition as a tree. Its depth is bounded by the count of operators, parentheses leave no trace.</summary>
internal abstract record ConditionNode
{
    private ConditionNode()
    {
    }

    /// <summary>AND, with two terms or more.</summary>
    public sealed record All(ConditionNode[] Terms) : ConditionNode;

    /// <summary>OR, with two terms or more.</summary>
    public sealed record Any(ConditionNode[] Terms) : ConditionNode;

    public sealed record Not(ConditionNode Term) : ConditionNode;

    public sealed record Comparison(Comparator Comparator, Operand Left, Operand Right) : ConditionNode;

    /// <summary>Both bounds belong to the range.</summary>
    public sealed record Between(Operand Subject, Operand Lower, Operand Upper) : ConditionNode;

    public sealed record In(Operand Subject, Operand[] Choices) : ConditionNode;

    /// <summary>A function that is a condition.</summary>
    public sealed record Holds(Operand.Call Function) : ConditionNode;
}
