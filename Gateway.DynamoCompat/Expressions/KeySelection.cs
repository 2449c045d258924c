using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>A key condition that fits a key: which items a query reads.</summary>
internal sealed record KeySelection
{
    /// <summary>The value of each partition attribute, in the key's order.</summary>
    public required IReadOnlyList<Value> Partition { get; init; }

    /// <summary>The values of the first sort attributes, as many as are given by equality.</summary>
    public required IReadOnlyList<Value> SortEquals { get; init; }

    /// <summary>What is asked of the next sort attribute.</summary>
    public SortOperator Operator { get; init; }

    /// <summary>The operator's value; the lower bound of BETWEEN. None with <see cref="SortOperator.Any"/>.</summary>
    public Value Operand { get; init; }

    /// <summary>The upper bound of BETWEEN.</summary>
    public Value Upper { get; init; }
}
