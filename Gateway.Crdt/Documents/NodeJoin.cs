namespace Gateway.Crdt.Documents;

/// <summary>The one join (rule D) over trees of cells. Recursion is bounded by the depth of paths, which every codec and planner checks.</summary>
internal static class NodeJoin
{
    /// <summary>The join of two subtrees at one path.</summary>
    public static Node? Join(Node? left, Node? right, in Known leftKnown, in Known rightKnown)
    {
        if (ReferenceEquals(left, right)) return left;
        if (left is null) return Unknown(right, leftKnown);
        if (right is null) return Unknown(left, rightKnown);
        if (left is PlainNode a && right is PlainNode b && a.Stamp == b.Stamp && a.Exists == b.Exists && a.Value == b.Value) return left;

        FullNode l = left.Full();
        FullNode r = right.Full();
        return FullNode.Create(
            Cells.Join(l.Assignments, r.Assignments, leftKnown, rightKnown),
            Cells.Join(l.Existences, r.Existences, leftKnown, rightKnown),
            Cells.Join(l.Increments, r.Increments, leftKnown, rightKnown),
            Cells.Join(l.Ghosts, r.Ghosts, leftKnown, rightKnown),
            JoinChildren(l.Children, r.Children, leftKnown, rightKnown));
    }

    /// <summary>What is left of a subtree without the cells that <paramref name="known"/> includes.</summary>
    public static Node? Unknown(Node? node, in Known known)
    {
        if (node is null || known.IsNothing) return node;
        if (node is PlainNode plain) return known.Includes(plain.Stamp) ? null : plain;

        FullNode full = (FullNode)node;
        Assignment[] assignments = Cells.Unknown(full.Assignments, known);
        Existence[] existences = Cells.Unknown(full.Existences, known);
        Increment[] increments = Cells.Unknown(full.Increments, known);
        Ghost[] ghosts = Cells.Unknown(full.Ghosts, known);
        Child[] children = UnknownChildren(full.Children, known);
        bool same = ReferenceEquals(assignments, full.Assignments) && ReferenceEquals(existences, full.Existences)
            && ReferenceEquals(increments, full.Increments) && ReferenceEquals(ghosts, full.Ghosts) && ReferenceEquals(children, full.Children);
        return same ? node : FullNode.Create(assignments, existences, increments, ghosts, children);
    }

    public static Child[] UnknownChildren(Child[] children, in Known known)
    {
        if (known.IsNothing) return children;
        List<Child>? rest = null;
        for (int i = 0; i < children.Length; i++)
        {
            Node? kept = Unknown(children[i].Node, known);
            if (rest is null && !ReferenceEquals(kept, children[i].Node)) rest = [.. children.AsSpan(0, i)];
            if (rest is not null && kept is not null) rest.Add(children[i] with { Node = kept });
        }

        return rest is null ? children : [.. rest];
    }

    private static Child[] JoinChildren(Child[] left, Child[] right, in Known leftKnown, in Known rightKnown)
    {
        if (ReferenceEquals(left, right)) return left;
        List<Child> joined = new(Math.Max(left.Length, right.Length));
        int l = 0;
        int r = 0;
        while (l < left.Length || r < right.Length)
        {
            int order = l == left.Length ? 1 : r == right.Length ? -1 : left[l].Step.CompareTo(right[r].Step);
            Child source = order <= 0 ? left[l] : right[r];
            Node? node = Join(order <= 0 ? left[l].Node : null, order >= 0 ? right[r].Node : null, leftKnown, rightKnown);
            if (node is not null) joined.Add(source with { Node = node });
            if (order <= 0) l++;
            if (order >= 0) r++;
        }

        return [.. joined];
    }
}
