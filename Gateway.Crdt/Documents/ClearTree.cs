using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>What several deltas of one replica remove of cells that are older than the first of them, path by path.</summary>
internal sealed class ClearTree
{
    private SortedSet<Cover>? covers;
    private SortedList<PathStep, ClearTree>? children;
    private ClearScope clear;

    private bool IsEmpty => clear == ClearScope.None && covers is null && children is null;

    /// <summary>Adds what a delta removes.</summary>
    /// <param name="change">The delta's changes here and below.</param>
    /// <param name="first">The first of the deltas: what bears its replica's stamp from it on, the deltas added themselves.</param>
    public void Add(DeltaNode change, Stamp first)
    {
        if (clear != ClearScope.All && change.Clear != ClearScope.None) clear = change.Clear;
        foreach (Cover cover in change.Covers)
        {
            if (cover.Stamp.Replica != first.Replica || cover.Stamp.Time < first.Time) (covers ??= []).Add(cover);
        }

        foreach (DeltaChild child in change.Children)
        {
            if (children is null || !children.TryGetValue(child.Step, out ClearTree? below)) below = new ClearTree();
            bool isNew = below.IsEmpty;
            below.Add(child.Node, first);
            if (isNew && !below.IsEmpty) (children ??= []).Add(child.Step, below);
        }
    }

    /// <summary>The finished tree; null if nothing is removed. What a removal of all says anyway is left out.</summary>
    /// <param name="needs">What the first delta had seen: what a removal of all reaches, wherever it is applied.</param>
    /// <param name="cleared">All of that is removed above.</param>
    public DeltaNode? Build(Context needs, bool cleared = false)
    {
        DeltaNode result = new()
        {
            Clear = cleared ? ClearScope.None : clear,
            Covers = covers is null ? [] : [.. covers.Where(cover => !(needs.Includes(cover.Stamp) && (cleared || Reaches(cover.Slot))))],
            Children = BuildChildren(needs, cleared || clear != ClearScope.None),
        };
        return result.IsEmpty ? null : result;
    }

    private bool Reaches(CellSlot slot) =>
        clear == ClearScope.All || (clear == ClearScope.AllButExistence && slot is not (CellSlot.Existence or CellSlot.Subtree));

    private DeltaChild[] BuildChildren(Context needs, bool cleared)
    {
        if (children is null) return [];
        List<DeltaChild> built = new(children.Count);
        foreach ((PathStep step, ClearTree child) in children)
        {
            if (child.Build(needs, cleared) is { } node) built.Add(new DeltaChild(step, node));
        }

        return [.. built];
    }
}
