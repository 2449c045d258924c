using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Collects what one write does, path by path; a tree that becomes the delta.</summary>
internal sealed class DeltaBuilder
{
    // Most paths have none of these, and every write makes several builders: each comes with its first entry.
    private (PathStep Step, DeltaBuilder Node)[] children = []; // the first so many are used, ascending
    private int childCount;
    private Cover[] covers = [];
    private SortedDictionary<Stamp, SeenRun>? ghost;
    private int[]? runIndexes;
    private ValueKind assigned;
    private Value content;
    private bool initial;
    private bool exists;
    private Increment[] increment = [];

    /// <summary>What is removed at and below this path.</summary>
    public ClearScope Clear { get; private set; }

    /// <summary>The default that this write brings here; none if it brings none.</summary>
    public Value DefaultValue => initial ? content : default;

    public DeltaBuilder At(PathStep step)
    {
        int index = IndexOf(step);
        if (index >= 0) return children[index].Node;
        if (childCount == children.Length) Array.Resize(ref children, Math.Max(4, 2 * childCount));
        children.AsSpan(~index, childCount++ - ~index).CopyTo(children.AsSpan(~index + 1));
        DeltaBuilder child = new();
        children[~index] = (step, child);
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
            int index = node.IndexOf(step);
            if (index < 0) return false;
            node = node.children[index].Node;
        }

        return node.Clear != ClearScope.None;
    }

    public void Remove(ClearScope scope)
    {
        if (Clear != ClearScope.All) Clear = scope;
    }

    public void Cover(CellSlot slot, Stamp stamp)
    {
        Cover cover = new(slot, stamp);
        int index = Array.BinarySearch(covers, cover);
        if (index < 0) covers = [.. covers.AsSpan(0, ~index), cover, .. covers.AsSpan(~index)];
    }

    /// <summary>True if that cell is covered here by itself.</summary>
    public bool Covers(CellSlot slot, Stamp stamp) => Array.BinarySearch(covers, new Cover(slot, stamp)) >= 0;

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

    public void Increase(Increment total) => increment = [total];

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
            Covers = covers,
            Assigned = assigned,
            Content = content,
            Default = initial,
            Exists = exists,
            Increment = increment.Length == 0 ? null : increment[0],
            Ghost = ghost is null ? [] : [.. ghost.Values],
            Children = BuildChildren(),
        };
        return result.IsEmpty ? null : result;
    }

    private DeltaChild[] BuildChildren()
    {
        if (childCount == 0) return [];
        DeltaChild[] built = new DeltaChild[childCount];
        int count = 0;
        foreach ((PathStep step, DeltaBuilder child) in children.AsSpan(0, childCount))
        {
            if (child.Build() is { } node) built[count++] = new DeltaChild(step, node);
        }

        return count == built.Length ? built : built[..count];
    }

    /// <summary>Where the child of that step stands, or the complement of where it would: most come in their order.</summary>
    private int IndexOf(PathStep step)
    {
        int low = 0;
        for (int high = childCount - 1; low <= high;)
        {
            int middle = high == childCount - 1 ? high : (low + high) >>> 1;
            int order = children[middle].Step.CompareTo(step);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }
}
