using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Wire;

/// <summary>An AttributeValue as it was sent, right or wrong.</summary>
internal sealed class LooseValue
{
    /// <summary>
    /// Each type that is there, in the request's order: string of S and N, byte[] of B, bool of BOOL and NULL, lists of string and byte[] of sets,
    /// <see cref="OrderedDictionary{TKey, TValue}"/> of name to value of M, a list of values of L.
    /// </summary>
    public OrderedDictionary<ValueKind, object> Contents { get; } = [];

    /// <summary>It lies deeper than values may; what it holds was not read.</summary>
    public bool IsTooDeep { get; init; }
}
