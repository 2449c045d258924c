namespace Gateway.Crdt.Documents;

/// <summary>What a write relied on. Written to disk and links: the numbers only grow.</summary>
public enum ConditionClass : byte
{
    /// <summary>No condition.</summary>
    None = 0,

    /// <summary><c>attribute_not_exists</c> of the key or of an attribute that is set.</summary>
    Claim = 1,

    /// <summary><c>attribute_exists</c>.</summary>
    Guard = 2,

    /// <summary>A value compared and then set: <c>version = :v</c>.</summary>
    CompareAndSet = 3,

    /// <summary>A bound on a number that is then decremented.</summary>
    Floor = 4,

    /// <summary>Any other.</summary>
    Other = 5,
}
