using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>An operand of a condition or an update.</summary>
internal abstract record AskedOperand
{
    private AskedOperand()
    {
    }

    /// <summary>The operands that it is made of.</summary>
    public virtual IReadOnlyList<AskedOperand> Inner => [];

    /// <summary>Itself and all that it is made of.</summary>
    public IEnumerable<AskedOperand> All => Inner.SelectMany(operand => operand.All).Prepend(this);

    public sealed record At(AskedPath Path) : AskedOperand;

    /// <summary>A value of the request.</summary>
    public sealed record Constant(JsonObject Value) : AskedOperand;

    /// <summary>A placeholder that nothing defines.</summary>
    public sealed record Undefined : AskedOperand
    {
        public const string Name = ":nowhere";
    }

    public sealed record Size(AskedPath Path) : AskedOperand
    {
        public override IReadOnlyList<AskedOperand> Inner => [new At(Path)];
    }

    public sealed record Sum(AskedOperand Left, AskedOperand Right, bool IsDifference) : AskedOperand
    {
        public override IReadOnlyList<AskedOperand> Inner => [Left, Right];
    }

    public sealed record Append(AskedOperand First, AskedOperand Second) : AskedOperand
    {
        public override IReadOnlyList<AskedOperand> Inner => [First, Second];
    }

    public sealed record IfNotExists(AskedPath Path, AskedOperand Otherwise) : AskedOperand
    {
        public override IReadOnlyList<AskedOperand> Inner => [new At(Path), Otherwise];
    }
}
