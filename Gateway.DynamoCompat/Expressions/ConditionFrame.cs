namespace Gateway.DynamoCompat.Expressions;

/// <summary>What the condition parser has read of one pair of parentheses, of a function's operands, or of the whole text.</summary>
internal sealed class ConditionFrame(ConditionFrameKind kind)
{
    private readonly List<ConditionNode> or = [];
    private readonly List<ConditionNode> and = [];

    public ConditionFrameKind Kind => kind;

    /// <summary>How many NOT stand before the term that comes next.</summary>
    public int Nots { get; set; }

    /// <summary>What the next operand will complete.</summary>
    public PendingOperator Pending { get; private set; }

    public Comparator Comparator { get; private set; }

    /// <summary>The operand before the pending operator, or before IN.</summary>
    public Operand? Subject { get; private set; }

    public Operand? Lower { get; private set; }

    /// <summary>The function whose operands these are.</summary>
    public string? Function { get; init; }

    /// <summary>The operands of a function or of IN.</summary>
    public List<Operand> Operands { get; } = [];

    /// <summary>True if nothing was read yet that the next term would be joined with.</summary>
    public bool IsBare => Nots == 0 && or.Count == 0 && and.Count == 0 && Pending == PendingOperator.None;

    /// <summary>True if a condition may come next, not only an operand.</summary>
    public bool TakesCondition => Kind is ConditionFrameKind.Whole or ConditionFrameKind.Group && Pending == PendingOperator.None;

    public void BeginComparison(Operand left, Comparator comparator)
    {
        Subject = left;
        Comparator = comparator;
        Pending = PendingOperator.Comparison;
    }

    public void BeginBetween(Operand subject)
    {
        Subject = subject;
        Pending = PendingOperator.BetweenLower;
    }

    public void SetLower(Operand lower)
    {
        Lower = lower;
        Pending = PendingOperator.BetweenUpper;
    }

    public void BeginIn(Operand subject)
    {
        Subject = subject;
        Pending = PendingOperator.In;
    }

    /// <summary>The pending operator has its last operand.</summary>
    public void EndOperator() => Pending = PendingOperator.None;

    /// <summary>A term is complete; NOT binds it before AND and OR do.</summary>
    public void AddTerm(ConditionNode term)
    {
        for (; Nots > 0; Nots--) term = new ConditionNode.Not(term);
        and.Add(term);
    }

    public void EndConjunction()
    {
        or.Add(and.Count == 1 ? and[0] : new ConditionNode.All([.. and]));
        and.Clear();
    }

    public ConditionNode Build()
    {
        EndConjunction();
        return or.Count == 1 ? or[0] : new ConditionNode.Any([.. or]);
    }
}
