namespace Gateway.DynamoCompat.Expressions;

/// <summary>What the update parser has read of one pair of parentheses, of a function's operands, or of a whole value.</summary>
internal sealed class UpdateFrame(UpdateFrameKind kind)
{
    public UpdateFrameKind Kind => kind;

    /// <summary>False where only an operand can stand: in a function, and beside another operator.</summary>
    public bool TakesArithmetic { get; init; }

    /// <summary>The function whose operands these are.</summary>
    public string? Function { get; init; }

    public List<Operand> Operands { get; } = [];

    /// <summary>The operand before the operator.</summary>
    public Operand? Left { get; set; }

    public bool IsDifference { get; set; }
}
