using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Planning;

/// <summary>What a request tells of the operands of an update without its item.</summary>
internal static class KnownOperands
{
    /// <summary>The type of an operand; None if it depends on the item.</summary>
    public static ValueKind KindOf(Operand operand, Binding binding) => operand switch
    {
        Operand.Arithmetic => ValueKind.Number,
        Operand.Call { Function: FunctionKind.ListAppend } => ValueKind.List,
        _ => ValueOf(operand, binding).Kind,
    };

    /// <summary>The value of an operand that stands in the request; none for others.</summary>
    public static Value ValueOf(Operand operand, Binding binding) => operand switch
    {
        Operand.Placeholder placeholder => binding.ValueOf(placeholder),
        Operand.Literal literal => literal.Value,
        _ => default,
    };
}
