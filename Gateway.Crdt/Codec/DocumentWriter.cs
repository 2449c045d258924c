using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>Writes what the visible value does not tell: a walk over the nodes beside the visible value. Layout: docs/formats/document.md.</summary>
internal readonly ref struct DocumentWriter
{
    private readonly ByteWriter writer;
    private readonly StampTable stamps;

    public DocumentWriter(ByteWriter writer, StampTable stamps)
    {
        this.writer = writer;
        this.stamps = stamps;
    }

    /// <summary>One node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="winner">Its assignment in force.</param>
    /// <param name="parent">The one above.</param>
    /// <param name="visible">What it shows; none if it is hidden.</param>
    public void Node(Node node, Winner winner, Winner parent, Value visible)
    {
        if (node is PlainNode plain)
        {
            writer.Byte((byte)NodeFlags.Plain);
            stamps.Write(writer, plain.Stamp);
            writer.Byte((byte)((plain.Exists ? 1 : 0) | (plain.Value.IsNone ? 0 : 2)));
            writer.Bytes(plain.Value.Bytes);
            return;
        }

        FullNode full = (FullNode)node;
        if (!IsShown(full, winner, visible)) winner = default;
        NodeFlags flags = FlagsOf(full, winner, parent, visible);
        writer.Byte((byte)flags);
        if (flags.HasFlag(NodeFlags.Simple)) stamps.Write(writer, full.Assignments[0].Stamp);
        if (flags.HasFlag(NodeFlags.Assignments)) Assignments(full, winner, parent, visible);
        if (flags.HasFlag(NodeFlags.Existences)) Existences(full);
        if (flags.HasFlag(NodeFlags.Increments)) Increments(full);
        if (flags.HasFlag(NodeFlags.Ghosts)) Ghosts(full);
        if (flags.HasFlag(NodeFlags.Children)) Children(full, winner, visible);
    }

    /// <summary>What is below can lean on the assignment in force only if a reader finds it: among the cells, or as the touched item's root.</summary>
    private static bool IsShown(FullNode node, Winner winner, Value visible)
    {
        if (visible.IsNone || node.Assignments.Length == 0) return !visible.IsNone;
        foreach (Assignment assignment in node.Assignments)
        {
            if (NodeShape.IsVisible(assignment, winner, visible)) return true;
        }

        return false;
    }

    private static NodeFlags FlagsOf(FullNode node, Winner winner, Winner parent, Value visible)
    {
        NodeFlags flags = NodeFlags.None;
        if (node.Assignments is [{ Inherited: false, Default: false } only] && NodeShape.IsVisible(only, winner, visible)) flags |= NodeFlags.Simple;
        else if (node.Assignments.Length > 0) flags |= NodeFlags.Assignments;
        if (node.Existences is [{ Inherited: true } exists] && parent.Exists && exists.Stamp == parent.Stamp) flags |= NodeFlags.ExistsPlainly;
        else if (node.Existences.Length > 0) flags |= NodeFlags.Existences;
        if (node.Increments.Length > 0) flags |= NodeFlags.Increments;
        if (node.Ghosts.Length > 0) flags |= NodeFlags.Ghosts;
        return NeedsChildren(node, winner, visible) ? flags | NodeFlags.Children : flags;
    }

    private static bool NeedsChildren(FullNode node, Winner winner, Value visible)
    {
        if (node.Children.Length == 0) return false;
        if (visible.IsNone || !winner.Exists) return true;
        Assignment owner = new(winner.Stamp, winner.Kind, default, false, false);
        for (int i = 0; i < node.Children.Length; i++)
        {
            if (!FullNode.IsPlainContent(node.Children[i], owner, i)) return true;
        }

        return false;
    }

    private void Assignments(FullNode node, Winner winner, Winner parent, Value visible)
    {
        writer.Varint(node.Assignments.Length);
        foreach (Assignment assignment in node.Assignments)
        {
            bool shown = NodeShape.IsVisible(assignment, winner, visible);
            bool asAbove = NodeShape.IsAsAbove(assignment, parent);
            bool zero = NodeShape.IsZeroDefault(assignment, shown);
            writer.Byte((byte)((int)assignment.Kind
                | (assignment.Inherited ? AssignmentHead.Inherited : 0)
                | (assignment.Default ? AssignmentHead.Default : 0)
                | (shown ? AssignmentHead.Shown : 0)
                | (asAbove || zero ? AssignmentHead.Implied : 0)));
            if (!asAbove) stamps.Write(writer, assignment.Stamp);
            if (!shown && !zero) writer.Bytes(assignment.Scalar.Bytes);
        }
    }

    private void Existences(FullNode node)
    {
        writer.Varint(node.Existences.Length);
        foreach (Existence existence in node.Existences)
        {
            int index = stamps.IndexOf(existence.Stamp.Replica);
            if (index < 0) continue;
            writer.Varint((index << 1) | (existence.Inherited ? 1 : 0));
            writer.Below(stamps.BaseOf(index), existence.Stamp.Time);
        }
    }

    private void Increments(FullNode node)
    {
        for (int i = 0; i < node.Increments.Length; i++)
        {
            Increment increment = node.Increments[i];
            int index = stamps.IndexOf(increment.Stamp.Replica);
            if (index < 0) continue;
            bool last = increment.Stamp.Time == stamps.BaseOf(index);
            bool ones = increment.Total == ExactSum.FromNumber((long)increment.Count);
            writer.Varint((index << 3) | (i + 1 < node.Increments.Length ? 4 : 0) | (ones ? 2 : 0) | (last ? 1 : 0));
            if (!last) writer.Below(stamps.BaseOf(index), increment.Stamp.Time);
            writer.Below(increment.Stamp.Time, increment.Run.Time);
            if (!ones) writer.Sum(increment.Total);
            writer.Varint(increment.Count);
        }
    }

    private void Ghosts(FullNode node)
    {
        writer.Varint(node.Ghosts.Length);
        foreach (Ghost ghost in node.Ghosts)
        {
            stamps.Write(writer, ghost.Stamp);
            SeenCodec.Write(writer, ghost.Seen, stamps);
        }
    }

    private void Children(FullNode node, Winner winner, Value visible)
    {
        if (winner.Kind == ValueKind.List && !visible.IsNone) new ListWriter(this, writer, stamps).Write(node, winner, visible);
        else Keyed(node, winner, visible);
        writer.Byte(EntryShape.End);
    }

    private void Keyed(FullNode node, Winner winner, Value visible)
    {
        int skipped = 0;
        ValueEnumerator entries = visible.Kind is ValueKind.None or ValueKind.List || !visible.Kind.IsContainer() ? default : visible.GetEnumerator();
        foreach (Child child in node.Children)
        {
            // What came with the assignment in force shows: no need to look at the visible value for it.
            if (child.Node is PlainNode plain && entries.Left > 0 && ShownBytes(child.Step, plain, winner) is var bytes and > 0)
            {
                entries.Pass(bytes);
                skipped++;
                continue;
            }

            ValueEnumerator ahead = entries;
            if (child.Node is FullNode full && ahead.MoveNext() && IsEntry(child.Step, ahead.Current, winner))
            {
                entries = ahead;
                Entry(full, child.Step, winner, entries.Current.Value, ref skipped);
                continue;
            }

            Head(ref skipped, EntryShape.Hidden);
            Hidden(child, winner);
        }
    }

    /// <summary>How many bytes of the visible map or set a plain child takes; 0 if it is not in force there.</summary>
    private static int ShownBytes(in PathStep step, PlainNode plain, in Winner container)
    {
        if (plain.Stamp != container.Stamp) return 0;
        if (container.Kind != ValueKind.Map) return Reading.ShowsElement(new Child(step, plain), container) ? step.Element.Bytes.Length : 0;
        if (step.Kind != StepKind.Name || plain.Value.IsNone) return 0;
        int name = step.NameBytes.Length;
        return ByteWriter.VarintBytes((ulong)name) + name + plain.Value.Bytes.Length;
    }

    private static bool IsEntry(PathStep step, ValueEntry entry, Winner container) => container.Kind == ValueKind.Map
        ? step.Kind == StepKind.Name && step.NameBytes.SequenceEqual(entry.NameBytes)
        : step.Kind == StepKind.SetElement && step.Element == entry.Value;

    private void Entry(FullNode node, PathStep step, Winner container, Value shown, ref int skipped)
    {
        bool element = step.Kind == StepKind.SetElement;
        Value visible = element ? default : shown;
        Winner winner = Reading.WinnerOf(node, container);
        if (element ? NodeShape.IsDirectElement(node) : NodeShape.IsDirectValue(node, winner, visible))
        {
            Stamp stamp = element ? node.Existences[0].Stamp : node.Assignments[0].Stamp;
            int index = stamps.IndexOf(stamp.Replica);
            if (index < 0) return;
            Head(ref skipped, Math.Min(index, EntryShape.DirectOther));
            if (index > EntryShape.DirectMax) writer.Varint(index);
            writer.Below(stamps.BaseOf(index), stamp.Time);
            return;
        }

        Head(ref skipped, EntryShape.Visible);
        Node(node, winner, container, visible);
    }

    internal void Hidden(Child child, Winner container)
    {
        StepCodec.Write(writer, child.Step, stamps);
        Node(child.Node, default, container, default);
    }

    internal void Head(ref int skipped, int shape)
    {
        writer.Byte((byte)((Math.Min(skipped, EntryShape.SkipMore) << 4) | shape));
        if (skipped >= EntryShape.SkipMore) writer.Varint(skipped - EntryShape.SkipMore);
        skipped = 0;
    }
}
