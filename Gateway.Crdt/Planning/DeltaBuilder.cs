using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Collects what one write does, path by path; a tree that becomes the delta.</summary>
internal sealed class DeltaBuilder
{
    // Most paths have none of these, and every write makes several builders: each comes with its first entry.
    private SortedList<PathStep, DeltaBuilder>? children;
    private SortedSet<Cover>? covers;
    private SortedDictionary<Stamp, SeenRun>? ghost;
    private int[]? runIndexes;
    private ValueKind assigned;
    private Value content;
    private bool initial;
    private bool exists;
    private Increment? increment;

    /// <summary>What is removed at and below this path.</summary>
    public ClearScope Clear { get; private set; }

    /// <summary>The default that this write brings here; none if it brings none.</summary>
    public Value DefaultValue => initial ? content : default;

    public DeltaBuilder At(PathStep step)
    {
        children ??= [];
        if (!children.TryGetValue(step, out DeltaBuilder? child)) children.Add(step, child = new DeltaBuilder());
        return child;
    }

    public DeltaBuilder At(ReadOnlySpan<PathStep> path)
    {
        DeltaBuilder node = this;
        foreach (PathStep step in path) node = node.At(step);
        return node;
    }

    /// <summary>True if this path, or one above it, is cleared.</summary>
    public bool IsCleared(ReadOnlySpan<PathStep> path)
    {
        DeltaBuilder node = this;
        foreach (PathStep step in path)
        {
            if (node.Clear == ClearScope.All) return true;
            if (node.children is null || !node.children.TryGetValue(step, out DeltaBuilder? child)) return false;
            node = child;
        }

        return node.Clear != ClearScope.None;
    }

    public void Remove(ClearScope scope)
    {
        if (Clear != ClearScope.All) Clear = scope;
    }

    public void Cover(CellSlot slot, Stamp stamp) => (covers ??= []).Add(new Cover(slot, stamp));

    /// <summary>True if that cell is covered here by itself.</summary>
    public bool Covers(CellSlot slot, Stamp stamp) => covers is not null && covers.Contains(new Cover(slot, stamp));

    public void Assign(Value value)
    {
        assigned = value.Kind;
        content = value;
        initial = false;
    }

    public void Default(ValueKind kind, Value value)
    {
        assigned = kind;
        content = value;
        initial = true;
    }

    public void Exist() => exists = true;

    public void Increase(Increment total) => increment = total;

    public void Absorb(SeenRun seen)
    {
        ghost ??= [];
        if (!ghost.TryGetValue(seen.Run, out SeenRun known) || known.Count < seen.Count) ghost[seen.Run] = seen;
    }

    /// <summary>The place of the next element that this write puts on that side of the list here, or after the element here.</summary>
    public int NextIndex(ListSide side) => (runIndexes ??= new int[3])[(int)side]++;

    /// <summary>The finished tree; null if it does nothing.</summary>
    public DeltaNode? Build()
    {
        DeltaNode result = new()
        {
            Clear = Clear,
            Covers = covers is null ? [] : [.. covers],
            Assigned = assigned,
            Content = content,
            Default = initial,
            Exists = exists,
            Increment = increment,
            Ghost = ghost is null ? [] : [.. ghost.Values],
            Children = BuildChildren(),
        };
        return result.IsEmpty ? null : result;
    }

    private DeltaChild[] BuildChildren()
    {
        if (children is null) return [];
        DeltaChild[] built = new DeltaChild[children.Count];
        int count = 0;
        for (int i = 0; i < built.Length; i++)
        {
            if (children.GetValueAtIndex(i).Build() is { } node) built[count++] = new DeltaChild(children.GetKeyAtIndex(i), node);
        }

        return count == built.Length ? built : built[..count];
    }
}
