using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>Collects consecutive deltas of one replica on one item, and makes one of them. One owner at a time.</summary>
public sealed class DeltaMerger
{
    private readonly List<DeltaGroup> groups = [];
    private readonly ClearTree clears = new();
    private Delta? first;
    private Delta? last;
    private Node? root;
    private ConditionClass condition;

    /// <summary>How many deltas it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Takes one more delta.</summary>
    /// <returns>False if it does not follow directly on the last one taken: another item, another replica, or something came in between. Nothing changes then.</returns>
    public bool TryAdd(Delta delta)
    {
        if (!Follows(delta)) return false;
        first ??= delta;
        last = delta;
        Count++;
        root = new NodeApply(delta.Stamp, new Known(delta.Needs, Context.Empty)).Apply(root, delta.Root);
        clears.Add(delta.Root, first.Stamp);
        if (delta.Condition.IsStrongerThan(condition)) condition = delta.Condition;
        if (delta.Group is { } group && !groups.Contains(group)) groups.Add(group);
        return true;
    }

    /// <summary>What was taken so far; more can be taken afterwards.</summary>
    /// <exception cref="InvalidOperationException">Nothing was taken.</exception>
    public MergedDelta Build()
    {
        if (first is null) throw new InvalidOperationException("There is no delta to merge.");
        return new MergedDelta(first.Key, first.Needs, first.Stamp, last!.Stamp, Count, clears.Build(first.Needs) ?? DeltaNode.Nothing, root?.Full())
        {
            Condition = condition,
            Groups = [.. groups],
        };
    }

    private bool Follows(Delta delta) => last is null
        || (delta.Stamp.Replica == last.Stamp.Replica && delta.Stamp > last.Stamp && delta.Key == last.Key && delta.Needs.IsNext(last.Needs, last.Stamp));
}
