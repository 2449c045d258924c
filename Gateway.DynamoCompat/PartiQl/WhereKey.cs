using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Tables;
using KeyAttribute = Gateway.DynamoCompat.Tables.KeyAttribute;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>A WHERE clause that names one item: its key, and what is asked of it besides.</summary>
/// <param name="Key">A map of the key attributes that are given; compare with the table's.</param>
/// <param name="Others">The conditions that are left.</param>
/// <param name="Twice">A key attribute that is given two different values; null if there is none.</param>
internal sealed record WhereKey(Value Key, IReadOnlyList<ConditionNode> Others, string? Twice)
{
    /// <summary>Takes the equalities on key attributes out of a clause.</summary>
    /// <param name="where">The clause; null if there is none.</param>
    /// <param name="key">The table's key.</param>
    /// <param name="takesIn">True if IN with one choice counts as an equality.</param>
    public static WhereKey Of(ConditionNode? where, KeySchema key, bool takesIn = false)
    {
        ConditionNode[] terms = where is ConditionNode.All all ? all.Terms : where is null ? [] : [where];
        Dictionary<string, Value> given = new(StringComparer.Ordinal);
        List<ConditionNode> others = [];
        string? twice = null;
        foreach (ConditionNode term in terms)
        {
            bool isEquality = takesIn || term is not ConditionNode.In;
            if (!isEquality || KeyPredicates.Of(term, key) is not [{ IsEquality: true } equality])
            {
                others.Add(term);
            }
            else if (!given.TryAdd(equality.Attribute, equality.Operand) && given[equality.Attribute] != equality.Operand)
            {
                others.Add(term);
                twice ??= equality.Attribute;
            }
        }

        return new WhereKey(Value.Map(given), others, twice);
    }

    /// <summary>True if every key attribute is given.</summary>
    public bool IsWhole(KeySchema key) => Key.Count == key.All.Length;

    /// <summary>True if the values have the types of the key.</summary>
    public bool Fits(KeySchema key)
    {
        foreach (KeyAttribute part in key.All)
        {
            if (Key.TryGetMember(part.Utf8Name, out Value value) && value.Kind != part.Type) return false;
        }

        return true;
    }

    /// <summary>What is left, as one condition; null if nothing is.</summary>
    public ConditionNode? Rest => Others.Count switch
    {
        0 => null,
        1 => Others[0],
        _ => new ConditionNode.All([.. Others]),
    };
}
