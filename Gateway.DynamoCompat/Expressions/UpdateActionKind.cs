namespace Gateway.DynamoCompat.Expressions;

/// <summary>The four kinds of actions of an update.</summary>
internal enum UpdateActionKind : byte
{
    Set,
    Remove,

    /// <summary>Adds to a number, or to a set; the older API also to a list.</summary>
    Add,

    /// <summary>Takes elements from a set.</summary>
    Delete,
}
