using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>What a query asks of one attribute.</summary>
/// <param name="Attribute">Which.</param>
/// <param name="Operator"><see cref="SortOperator.Any"/> for equality.</param>
/// <param name="Operand">The value; the lower bound of BETWEEN.</param>
/// <param name="Upper">The upper bound of BETWEEN, else none.</param>
internal readonly record struct KeyTerm(string Attribute, SortOperator Operator, Value Operand, Value Upper)
{
    public bool IsEquality => Operator == SortOperator.Any;

    /// <summary>False for operators of the older API that no key can answer, as NE and CONTAINS.</summary>
    public bool IsIndexable { get; init; } = true;
}
