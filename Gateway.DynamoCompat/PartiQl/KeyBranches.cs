using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>Takes a WHERE clause apart into branches that each read one item collection, as the service does for OR and IN on key attributes.</summary>
/// <remarks>Source: doc ql-reference.select; how far, and what is refused, as observed by others against the service, see SelectPlannerTests.</remarks>
internal static class KeyBranches
{
    /// <summary>Source: doc ql-operators, IN: up to 50 partition key values.</summary>
    public const int BranchesMax = 50;

    /// <summary>The branches of a clause; null if one would have to read more than one collection, so that all must be read.</summary>
    /// <exception cref="WireException">They are too many.</exception>
    public static IReadOnlyList<KeyBranch>? Of(ConditionNode where, KeySchema key)
    {
        if (!key.Partition.All(part => Pins(where, part.Name, key))) return null;
        List<KeyBranch> branches = Spread(where, key);
        return branches.All(branch => key.Partition.All(part => PartitionValue(branch, part.Name) is not null)) ? branches : null;
    }

    /// <summary>The value that a branch asks of a partition attribute; null if it asks for two different ones.</summary>
    public static Value? PartitionValue(KeyBranch branch, string attribute)
    {
        Value found = default;
        foreach (KeyTerm term in branch.Terms)
        {
            if (term.Attribute != attribute) continue;
            if (!found.IsNone && found != term.Operand) return null;
            found = term.Operand;
        }

        return found.IsNone ? null : found;
    }

    /// <summary>True if whatever satisfies the node has given a partition attribute a value.</summary>
    private static bool Pins(ConditionNode node, string attribute, KeySchema key) => node switch
    {
        ConditionNode.All all => all.Terms.Any(term => Pins(term, attribute, key)),
        ConditionNode.Any any => any.Terms.All(term => Pins(term, attribute, key)),
        _ => KeyPredicates.Of(node, key) is [var term, ..] && term.Attribute == attribute && term.IsEquality,
    };

    private static bool Names(ConditionNode node, KeySchema key) => node switch
    {
        ConditionNode.All all => all.Terms.Any(term => Names(term, key)),
        ConditionNode.Any any => any.Terms.Any(term => Names(term, key)),
        _ => !KeyPredicates.Of(node, key).IsEmpty,
    };

    private static List<KeyBranch> Spread(ConditionNode node, KeySchema key)
    {
        switch (node)
        {
            case ConditionNode.All all:
                List<KeyBranch> product = [KeyBranch.Any];
                foreach (ConditionNode term in all.Terms)
                {
                    List<KeyBranch> factors = Spread(term, key);
                    product = Checked(product.Count * factors.Count, product.SelectMany(branch => factors.Select(branch.And)));
                }

                return product;
            case ConditionNode.Any any when Names(any, key):
                List<KeyBranch> sum = [];
                foreach (ConditionNode term in any.Terms)
                {
                    List<KeyBranch> more = Spread(term, key);
                    sum = Checked(sum.Count + more.Count, sum.Concat(more));
                }

                return sum;
            default:
                List<KeyBranch> leaves = [.. KeyPredicates.Of(node, key).Select(term => new KeyBranch([term], []))];
                return leaves.Count > 0 ? Checked(leaves.Count, leaves) : [new KeyBranch([], [node])];
        }
    }

    private static List<KeyBranch> Checked(int count, IEnumerable<KeyBranch> branches) =>
        count <= BranchesMax ? [.. branches] : throw new WireException(DynamoErrors.TooManyReads);
}
