using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Documents;

/// <summary>Applies a delta to a tree of cells: removes what the write had seen and named, then adds its own cells.</summary>
internal readonly ref struct NodeApply
{
    private readonly Stamp stamp;
    private readonly Known seenByWrite;

    public NodeApply(Stamp stamp, Known seenByWrite)
    {
        this.stamp = stamp;
        this.seenByWrite = seenByWrite;
    }

    public Node? Apply(Node? node, DeltaNode change)
    {
        if (change.Clear == ClearScope.All) node = NodeJoin.Unknown(node, seenByWrite);
        else if (change.Clear == ClearScope.AllButExistence && node is not null) node = ClearButExistence(node);

        foreach (Cover cover in change.Covers) node = Remove(node, cover);
        if (change.Assigned != ValueKind.None) node = Assign(node, change);
        bool cells = change.Exists || change.Increment is not null || change.Ghost.Length > 0;
        return cells || change.Children.Length > 0 ? Add(node, change) : node;
    }

    private Node? ClearButExistence(Node node)
    {
        FullNode full = node.Full();
        Existence[] existences = full.Existences;
        return FullNode.Create(
            Cells.Unknown(full.Assignments, seenByWrite),
            existences,
            Cells.Unknown(full.Increments, seenByWrite),
            Cells.Unknown(full.Ghosts, seenByWrite),
            NodeJoin.UnknownChildren(full.Children, seenByWrite));
    }

    private Node? Assign(Node? node, DeltaNode change)
    {
        Assignment assignment = new(stamp, change.Assigned, FullNode.ScalarOf(change.Content), Inherited: false, change.Default);
        FullNode added = FullNode.Assigned(assignment, change.Content);
        Known nothing = new(Context.Empty, Context.Empty);
        return node is null ? added : NodeJoin.Join(node, added, nothing, nothing);
    }

    private Node? Add(Node? node, DeltaNode change)
    {
        FullNode? full = node?.Full();
        Existence[] existences = full?.Existences ?? [];
        Increment[] increments = full?.Increments ?? [];
        Ghost[] ghosts = full?.Ghosts ?? [];
        if (change.Exists) existences = Cells.With(existences, new Existence(stamp, Inherited: false));
        if (change.Increment is { } increment) increments = Cells.With(increments, increment);
        if (change.Ghost.Length > 0) ghosts = Cells.With(ghosts, new Ghost(stamp, change.Ghost));
        return FullNode.Create(full?.Assignments ?? [], existences, increments, ghosts, ApplyChildren(full?.Children ?? [], change.Children));
    }

    private Child[] ApplyChildren(Child[] children, DeltaChild[] changes)
    {
        if (changes.Length == 0) return children;
        Child[] result = new Child[children.Length + CountNew(children, changes)];
        int count = 0;
        int at = 0;
        foreach (DeltaChild change in changes)
        {
            int next = FirstFrom(children, change.Step, at);
            children.AsSpan(at, next - at).CopyTo(result.AsSpan(count));
            count += next - at;
            at = next;
            bool found = at < children.Length && children[at].Step.Equals(change.Step);
            Node? applied = Apply(found ? children[at].Node : null, change.Node);
            if (applied is not null) result[count++] = new Child(found ? children[at].Step : change.Step, applied);
            if (found) at++;
        }

        children.AsSpan(at).CopyTo(result.AsSpan(count));
        count += children.Length - at;
        return count == result.Length ? result : result[..count];
    }

    private static int CountNew(Child[] children, DeltaChild[] changes)
    {
        int count = 0;
        int at = 0;
        foreach (DeltaChild change in changes)
        {
            at = FirstFrom(children, change.Step, at);
            if (at < children.Length && children[at].Step.Equals(change.Step)) at++;
            else count++;
        }

        return count;
    }

    private static int FirstFrom(Child[] children, PathStep step, int low)
    {
        int high = children.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (children[middle].Step.CompareTo(step) < 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static Node? Remove(Node? node, Cover cover)
    {
        if (node is null) return null;
        if (cover.Slot == CellSlot.Subtree) return RemoveStamp(node, cover.Stamp);
        FullNode full = node.Full();
        return FullNode.Create(
            cover.Slot == CellSlot.Assignment ? Cells.Without(full.Assignments, cover.Stamp) : full.Assignments,
            cover.Slot == CellSlot.Existence ? Cells.Without(full.Existences, cover.Stamp) : full.Existences,
            cover.Slot == CellSlot.Increment ? Cells.Without(full.Increments, cover.Stamp) : full.Increments,
            cover.Slot == CellSlot.Ghost ? Cells.Without(full.Ghosts, cover.Stamp) : full.Ghosts,
            full.Children);
    }

    private static Node? RemoveStamp(Node node, Stamp stamp)
    {
        if (node is PlainNode plain) return plain.Stamp == stamp ? null : node;
        FullNode full = (FullNode)node;
        List<Child> children = new(full.Children.Length);
        foreach (Child child in full.Children)
        {
            if (RemoveStamp(child.Node, stamp) is { } kept) children.Add(child with { Node = kept });
        }

        return FullNode.Create(
            Cells.Without(full.Assignments, stamp),
            Cells.Without(full.Existences, stamp),
            Cells.Without(full.Increments, stamp),
            Cells.Without(full.Ghosts, stamp),
            [.. children]);
    }
}
