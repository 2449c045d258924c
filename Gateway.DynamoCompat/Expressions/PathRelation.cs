namespace Gateway.DynamoCompat.Expressions;

/// <summary>How two document paths lie to one another.</summary>
internal enum PathRelation : byte
{
    /// <summary>Each can be changed without the other.</summary>
    Apart,

    /// <summary>One is the other, or lies above it.</summary>
    Overlap,

    /// <summary>One needs a map where the other needs a list.</summary>
    Conflict,
}
