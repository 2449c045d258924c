using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>What one write did to one item: plain data that any replica can apply, in any order and any number of times.</summary>
public sealed class Delta
{
    internal Delta(ItemKey key, Stamp stamp, Context needs, DeltaNode root)
    {
        Key = key;
        Stamp = stamp;
        Needs = needs;
        Root = root;
    }

    /// <summary>Which item.</summary>
    public ItemKey Key { get; }

    /// <summary>Which write.</summary>
    public Stamp Stamp { get; }

    /// <summary>What the write had seen: it removes nothing else, and can be applied only where all of it was merged.</summary>
    public Context Needs { get; }

    /// <summary>What kind of condition the write was made under; checked where it was made, carried for detecting violations.</summary>
    public ConditionClass Condition { get; init; }

    /// <summary>The transaction that it is part of, if any.</summary>
    public DeltaGroup? Group { get; init; }

    /// <summary>True if it removes nothing and adds nothing: a write that changed nothing need not be kept.</summary>
    public bool IsEmpty => Root.IsEmpty;

    internal DeltaNode Root { get; }

    /// <summary>The same delta with the condition that it was made under and the transaction that it is part of.</summary>
    public Delta Under(ConditionClass condition, DeltaGroup? group = null) =>
        condition == Condition && group == Group ? this : new Delta(Key, Stamp, Needs, Root) { Condition = condition, Group = group };
}
