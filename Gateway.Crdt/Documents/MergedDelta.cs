using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>
/// Several consecutive deltas of one replica on one item as one thing to ship: what they remove of the past, and what is left of what they added.
/// Applying it is the same as applying the deltas one after the other, also where some of them were seen already.
/// </summary>
/// <remarks>Consecutive: nothing came in between at the origin, so each delta needs just what the one before needs, and that one. ADR 0023.</remarks>
public sealed class MergedDelta
{
    internal MergedDelta(ItemKey key, Context needs, Stamp firstStamp, Stamp stamp, int count, DeltaNode clears, FullNode? root)
    {
        Key = key;
        Needs = needs;
        FirstStamp = firstStamp;
        Stamp = stamp;
        Count = count;
        Clears = clears;
        Root = root;
    }

    /// <summary>Which item.</summary>
    public ItemKey Key { get; }

    /// <summary>What the first delta had seen; the others had seen that, and one another.</summary>
    public Context Needs { get; }

    /// <summary>The first delta.</summary>
    public Stamp FirstStamp { get; }

    /// <summary>The last delta, of the same replica.</summary>
    public Stamp Stamp { get; }

    /// <summary>How many deltas, at least 1.</summary>
    public int Count { get; }

    /// <summary>What kind of condition the writes were made under: the strongest of them, in the order claim, floor, compare-and-set, other, guard, none.</summary>
    public ConditionClass Condition { get; init; }

    /// <summary>The transactions that the deltas are part of, in the order of the deltas.</summary>
    public IReadOnlyList<DeltaGroup> Groups { get; init; } = [];

    /// <summary>What is removed of cells that are older than the first delta; adds nothing.</summary>
    internal DeltaNode Clears { get; }

    /// <summary>What the deltas added and did not remove again, each cell with its own stamp.</summary>
    internal FullNode? Root { get; }

    /// <summary>Merges deltas.</summary>
    /// <param name="deltas">In the order in which they were made.</param>
    /// <returns>Null if there are none, or they are not consecutive deltas of one replica on one item.</returns>
    public static MergedDelta? TryMerge(IReadOnlyList<Delta> deltas)
    {
        DeltaMerger merger = new();
        foreach (Delta delta in deltas)
        {
            if (!merger.TryAdd(delta)) return null;
        }

        return merger.Count == 0 ? null : merger.Build();
    }
}
