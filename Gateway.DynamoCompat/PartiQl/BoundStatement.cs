using System.Collections.Immutable;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.PartiQl.Syntax;
using Gateway.DynamoCompat.Planning;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>A statement with its parameters in place, checked as far as that goes without its table.</summary>
/// <param name="Table">The table that it names.</param>
internal abstract record BoundStatement(string Table)
{
    /// <summary>What a write returns.</summary>
    public Returning Returning { get; init; }

    public sealed record Select(string Table, string? Index, SelectColumns? Columns, ConditionNode? Where, ImmutableArray<OrderTerm> OrderBy) : BoundStatement(Table);

    public sealed record Insert(string Table, Value Item) : BoundStatement(Table);

    public sealed record Update(string Table, UpdatePlan Plan, ConditionNode? Where) : BoundStatement(Table);

    public sealed record Delete(string Table, ConditionNode? Where) : BoundStatement(Table);

    /// <summary>EXISTS: the condition check of a transaction.</summary>
    public sealed record Exists(string Table, string? Index, ConditionNode? Where) : BoundStatement(Table);
}
