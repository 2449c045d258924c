using Gateway.Replication.Replica;

namespace Gateway.Replication.AntiEntropy;

/// <summary>What comparing stores needs of the rules that say who follows what. Safe for many threads, no waiting.</summary>
public interface IItemScopes
{
    /// <summary>The name of the scope among whose items the rules count an item, the same at every PoP with the same rules: <c>all</c>, <c>local</c>, <c>group:X</c> …</summary>
    /// <returns>Null if the table is not known.</returns>
    string? ScopeOf(UInt128 table, ReadOnlySpan<byte> itemKey);

    /// <summary>The hash of an item's partition key, as it orders scans.</summary>
    /// <returns>Null if the table is not known.</returns>
    uint? HashOf(UInt128 table, ReadOnlySpan<byte> itemKey);

    /// <summary>Whether a table may have items of a scope; true where that is not known.</summary>
    bool MayHold(UInt128 table, string scope);

    /// <summary>Whether a PoP follows every item of a scope: then what it does not have is missing, or was deleted.</summary>
    bool FollowsWhole(string scope, PopProfile pop);

    /// <summary>
    /// Whether this PoP would have a document of an item if the item still existed: false while it joins, and for what it has begun to follow and not yet
    /// fetched. Only then does it tell others that an item was deleted of which it has forgotten everything: a wrong "true" deletes data.
    /// </summary>
    bool IsComplete(UInt128 table, ReadOnlySpan<byte> itemKey);

    /// <summary>
    /// True while this PoP is built anew, from a snapshot or from a disk that may be an old state: from before it takes its new identity until it has compared with a
    /// member. Only such a PoP lets itself be told that an item is deleted by one that has forgotten everything about it.
    /// </summary>
    bool IsInDoubt { get; }
}
