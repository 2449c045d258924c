using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>Writes the children of a visible list: base elements by counting, appended and prepended ones by runs, others in full.</summary>
internal ref struct ListWriter
{
    private readonly DocumentWriter nodes;
    private readonly ByteWriter writer;
    private readonly StampTable stamps;
    private int skipped;
    private int nextBase;
    private HlcTime lastRun;

    public ListWriter(DocumentWriter nodes, ByteWriter writer, StampTable stamps)
    {
        this.nodes = nodes;
        this.writer = writer;
        this.stamps = stamps;
        lastRun = stamps.Newest;
    }

    public void Write(FullNode list, Winner winner, Value visible)
    {
        ValueEnumerator values = visible.GetEnumerator();
        Child[] children = list.Children;
        for (int i = 0; i < children.Length; i++)
        {
            Child child = children[i];
            if (!Reading.ShowsEntry(child, winner))
            {
                nodes.Head(ref skipped, EntryShape.Hidden);
                nodes.Hidden(child, winner);
                continue;
            }

            values.MoveNext();
            ElementId id = child.Step.ElementId;
            if (IsBase(id, winner)) Base(child.Node, id, winner, values.Current.Value);
            else if (child.Node is FullNode full && IsRun(full, id, winner, values.Current.Value)) i += Run(children.AsSpan(i), id, winner, ref values) - 1;
            else Other(child, winner, values.Current.Value);
        }
    }

    private readonly bool IsBase(ElementId id, Winner list) =>
        id is { Side: ListSide.Base, Insertions.Length: 0 } && id.Run == list.Stamp && id.Index >= nextBase;

    private static bool IsRun(FullNode node, ElementId id, Winner list, Value visible) =>
        (id.Side != ListSide.Base || id.Insertions.Length > 0) && NodeShape.IsRunElement(node, id, Reading.WinnerOf(node, list), visible);

    private void Base(Node node, ElementId id, Winner list, Value visible)
    {
        if (id.Index > nextBase)
        {
            nodes.Head(ref skipped, EntryShape.Gap);
            writer.Varint(id.Index - nextBase);
        }

        nextBase = id.Index + 1;
        if (node is not FullNode full)
        {
            skipped++;
            return;
        }

        Winner winner = Reading.WinnerOf(full, list);
        bool reassigned = NodeShape.IsReassignedElement(full, list, winner, visible);
        nodes.Head(ref skipped, reassigned ? EntryShape.BaseAssigned : EntryShape.BaseOther);
        if (reassigned) stamps.Write(writer, full.Assignments[0].Stamp);
        else nodes.Node(full, winner, list, visible);
    }

    /// <summary>Writes the run that starts with this element, or the one element that was put after another.</summary>
    /// <returns>How many elements it took.</returns>
    private int Run(ReadOnlySpan<Child> children, ElementId first, Winner list, ref ValueEnumerator values)
    {
        if (first.Insertions.Length > 0)
        {
            nodes.Head(ref skipped, EntryShape.Inserted);
            StepCodec.Write(writer, children[0].Step, stamps);
            return 1;
        }

        int count = 1;
        while (count < children.Length && Continues(children[count], first, count, list, values))
        {
            values.MoveNext();
            count++;
        }

        int shape = first.Index > 0 ? EntryShape.TailRest : count == 1 ? EntryShape.TailOne : EntryShape.TailRun;
        if (first.Side == ListSide.Head) shape = first.Index > 0 ? EntryShape.HeadRest : count == 1 ? EntryShape.HeadOne : EntryShape.HeadRun;
        nodes.Head(ref skipped, shape);
        writer.Varint(Math.Max(stamps.IndexOf(first.Run.Replica), 0));
        writer.Near(lastRun, first.Run.Time);
        lastRun = first.Run.Time;
        if (first.Index > 0) writer.Varint(first.Index);
        if (first.Index > 0 || count > 1) writer.Varint(count);
        return count;
    }

    private static bool Continues(Child child, ElementId first, int offset, Winner list, ValueEnumerator values)
    {
        if (child.Step.Kind != StepKind.ListElement || child.Node is not FullNode full) return false;
        ElementId id = child.Step.ElementId;
        if (id.Side != first.Side || id.Run != first.Run || id.Index != first.Index + offset || id.Insertions.Length > 0) return false;

        // The enumerator is a copy: it looks one element ahead and leaves the caller's where it was.
        return Reading.ShowsEntry(child, list) && values.MoveNext()
            && NodeShape.IsRunElement(full, id, Reading.WinnerOf(full, list), values.Current.Value);
    }

    private void Other(Child child, Winner list, Value visible)
    {
        nodes.Head(ref skipped, EntryShape.Element);
        StepCodec.Write(writer, child.Step, stamps);
        nodes.Node(child.Node, Reading.WinnerOf(child.Node, list), list, visible);
    }
}
