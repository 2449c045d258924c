using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>What a condition compares and an update assigns.</summary>
internal abstract record Operand
{
    private Operand()
    {
    }

    /// <summary>What lies at a place of the item.</summary>
    public sealed record Path(DocumentPath At) : Operand;

    /// <summary>A value of the request, by its placeholder.</summary>
    public sealed record Placeholder(int Slot) : Operand;

    /// <summary>A value that stands in the request itself, as in the older parameters.</summary>
    public sealed record Literal(Value Value) : Operand;

    /// <summary>A function of operands.</summary>
    public sealed record Call(FunctionKind Function, Operand[] Operands) : Operand;

    /// <summary>The sum or the difference of two numbers; only in updates.</summary>
    public sealed record Arithmetic(bool IsDifference, Operand Left, Operand Right) : Operand
    {
        public string Operator => IsDifference ? "-" : "+";
    }
}
