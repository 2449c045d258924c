namespace Gateway.DynamoCompat.Expressions;

/// <summary>What a <see cref="ConditionFrame"/> is around.</summary>
internal enum ConditionFrameKind : byte
{
    /// <summary>The whole text.</summary>
    Whole,

    /// <summary>Parentheses around a condition, or around an operand that a comparison begins with.</summary>
    Group,

    /// <summary>Parentheses where only an operand can stand.</summary>
    OperandGroup,

    /// <summary>The operands of a function.</summary>
    Call,

    /// <summary>The operands of IN.</summary>
    Choices,
}
