using System.Collections.Immutable;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>One way to satisfy a WHERE clause: conditions on key attributes, and others.</summary>
/// <param name="Terms">Of key attributes.</param>
/// <param name="Filters">All others.</param>
internal sealed record KeyBranch(ImmutableArray<KeyTerm> Terms, ImmutableArray<ConditionNode> Filters)
{
    public static KeyBranch Any { get; } = new([], []);

    public KeyBranch And(KeyBranch other) => new(Terms.AddRange(other.Terms), Filters.AddRange(other.Filters));
}
