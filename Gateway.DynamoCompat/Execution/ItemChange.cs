using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Planning;

namespace Gateway.DynamoCompat.Execution;

/// <summary>What a write does to its item.</summary>
internal abstract record ItemChange
{
    private ItemChange()
    {
    }

    /// <summary>Replaces it whole.</summary>
    /// <param name="Item">With its key attributes.</param>
    public sealed record Put(Value Item) : ItemChange;

    /// <summary>Removes it.</summary>
    public sealed record Delete : ItemChange
    {
        public static Delete Instance { get; } = new();
    }

    /// <summary>Removes it, if it has expired.</summary>
    /// <param name="Second">By when, in seconds since 1970.</param>
    public sealed record Expire(long Second) : ItemChange;

    /// <summary>Edits parts of it.</summary>
    public sealed record Update(UpdatePlan Plan) : ItemChange;

    /// <summary>Replaces it by what depends on it.</summary>
    /// <param name="After">From what shows without the key attributes (none if there is no item) to what shall (none to remove it). Pure, and short: it runs under the item's lock.</param>
    public sealed record Revise(Func<Value, Value> After) : ItemChange;

    /// <summary>Merges what comes from another PoP.</summary>
    public sealed record Merge : ItemChange
    {
        public static Merge Instance { get; } = new();
    }

    /// <summary>Changes nothing: the condition check of a transaction.</summary>
    public sealed record Check : ItemChange
    {
        public static Check Instance { get; } = new();
    }
}
