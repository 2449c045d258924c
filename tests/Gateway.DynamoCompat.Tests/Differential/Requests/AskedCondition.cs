namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>A condition or a filter.</summary>
internal abstract record AskedCondition
{
    private AskedCondition()
    {
    }

    /// <summary>The conditions that it is made of.</summary>
    public virtual IReadOnlyList<AskedCondition> Inner => [];

    /// <summary>Its own operands, in the order of the text.</summary>
    public virtual IReadOnlyList<AskedOperand> Operands => [];

    /// <summary>Itself and all that it is made of.</summary>
    public IEnumerable<AskedCondition> All => Inner.SelectMany(condition => condition.All).Prepend(this);

    /// <summary>Every operand in it.</summary>
    public IEnumerable<AskedOperand> AllOperands => All.SelectMany(condition => condition.Operands).SelectMany(operand => operand.All);

    public sealed record Comparison(string Operator, AskedOperand Left, AskedOperand Right) : AskedCondition
    {
        public override IReadOnlyList<AskedOperand> Operands => [Left, Right];
    }

    public sealed record Between(AskedOperand Subject, AskedOperand Lower, AskedOperand Upper) : AskedCondition
    {
        public override IReadOnlyList<AskedOperand> Operands => [Subject, Lower, Upper];
    }

    public sealed record In(AskedOperand Subject, IReadOnlyList<AskedOperand> Choices) : AskedCondition
    {
        public override IReadOnlyList<AskedOperand> Operands => [Subject, .. Choices];
    }

    public sealed record Exists(AskedPath Path, bool IsNegated) : AskedCondition
    {
        public override IReadOnlyList<AskedOperand> Operands => [new AskedOperand.At(Path)];
    }

    public sealed record HasType(AskedPath Path, AskedOperand Type) : AskedCondition
    {
        public override IReadOnlyList<AskedOperand> Operands => [new AskedOperand.At(Path), Type];
    }

    public sealed record BeginsWith(AskedOperand Subject, AskedOperand Prefix) : AskedCondition
    {
        public override IReadOnlyList<AskedOperand> Operands => [Subject, Prefix];
    }

    public sealed record Contains(AskedOperand Subject, AskedOperand Part) : AskedCondition
    {
        public override IReadOnlyList<AskedOperand> Operands => [Subject, Part];
    }

    public sealed record Both(AskedCondition Left, AskedCondition Right) : AskedCondition
    {
        public override IReadOnlyList<AskedCondition> Inner => [Left, Right];
    }

    public sealed record Either(AskedCondition Left, AskedCondition Right) : AskedCondition
    {
        public override IReadOnlyList<AskedCondition> Inner => [Left, Right];
    }

    public sealed record Not(AskedCondition Term) : AskedCondition
    {
        public override IReadOnlyList<AskedCondition> Inner => [Term];
    }
}
