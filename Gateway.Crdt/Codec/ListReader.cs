using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>Reads what <see cref="ListWriter"/> wrote.</summary>
internal ref struct ListReader
{
    private readonly DocumentReader nodes;
    private readonly byte[] array;
    private readonly StampTable stamps;
    private readonly List<Child> children;
    private int nextBase;
    private HlcTime lastRun;

    public ListReader(DocumentReader nodes, byte[] array, StampTable stamps)
    {
        this.nodes = nodes;
        this.array = array;
        this.stamps = stamps;
        children = [];
        lastRun = stamps.Newest;
    }

    public Child[] Read(ref ByteReader reader, Winner list, Value visible, int depth)
    {
        ValueEnumerator values = visible.GetEnumerator();
        while (true)
        {
            int start = reader.At;
            (int skip, int shape) = DocumentReader.Head(ref reader);
            for (; skip > 0 && values.MoveNext(); skip--) Plain(values.Current.Value, list);
            if (skip > 0) throw DocumentReader.BadEntry(start);
            if (shape == EntryShape.End) break;
            Entry(ref reader, shape, list, ref values, depth, start);
        }

        while (values.MoveNext()) Plain(values.Current.Value, list);
        return [.. children];
    }

    private void Plain(Value value, Winner list) => children.Add(new Child(NextBase(list), new PlainNode(list.Stamp, value, exists: true)));

    private PathStep NextBase(Winner list) => PathStep.ListElement(new ElementId(ListSide.Base, list.Stamp, nextBase++));

    private void Entry(ref ByteReader reader, int shape, Winner list, ref ValueEnumerator values, int depth, int start)
    {
        switch (shape)
        {
            case EntryShape.Hidden:
                children.Add(nodes.Hidden(ref reader, list, depth));
                return;
            case EntryShape.Gap:
                int gap = StepCodec.ReadIndex(ref reader);
                if (gap == 0 || gap > int.MaxValue - nextBase - values.Left - 1) throw DocumentReader.BadEntry(start);
                nextBase += gap;
                return;
            case EntryShape.TailOne or EntryShape.TailRun or EntryShape.TailRest or EntryShape.HeadOne or EntryShape.HeadRun or EntryShape.HeadRest:
                Run(ref reader, shape, ref values, start);
                return;
            default:
                break;
        }

        if (!values.MoveNext()) throw DocumentReader.BadEntry(start);
        Value value = values.Current.Value;
        children.Add(shape switch
        {
            EntryShape.BaseAssigned => new Child(NextBase(list), Element(stamps.Read(ref reader, "an element"), list.Stamp, inherited: true, value)),
            EntryShape.BaseOther => new Child(NextBase(list), nodes.Node(ref reader, list, value, depth + 1)),
            EntryShape.Element => Other(ref reader, list, value, depth),
            EntryShape.Inserted => Inserted(ref reader, value),
            _ => throw DocumentReader.BadEntry(start),
        });
    }

    private Child Other(ref ByteReader reader, Winner list, Value value, int depth)
    {
        PathStep step = StepCodec.Read(ref reader, array, stamps);
        return new Child(step, nodes.Node(ref reader, list, value, depth + 1));
    }

    private readonly Child Inserted(ref ByteReader reader, Value value)
    {
        int start = reader.At;
        PathStep step = StepCodec.Read(ref reader, array, stamps);
        if (step.Kind != StepKind.ListElement) throw DocumentReader.BadEntry(start);
        Stamp origin = step.ElementId.Origin;
        return new Child(step, Element(origin, origin, inherited: false, value));
    }

    private void Run(ref ByteReader reader, int shape, ref ValueEnumerator values, int start)
    {
        int index = stamps.ReadIndex(ref reader, "a run");
        Stamp run = new(reader.Near(lastRun, "a run"), stamps.Replicas[index]);
        lastRun = run.Time;
        bool one = shape is EntryShape.TailOne or EntryShape.HeadOne;
        int first = shape is EntryShape.TailRest or EntryShape.HeadRest ? StepCodec.ReadIndex(ref reader) : 0;
        int count = one ? 1 : StepCodec.ReadIndex(ref reader);
        if (count == 0 || count > values.Left || first > int.MaxValue - count) throw DocumentReader.BadEntry(start);
        ListSide side = shape is EntryShape.HeadOne or EntryShape.HeadRun or EntryShape.HeadRest ? ListSide.Head : ListSide.Tail;
        for (int i = 0; i < count; i++)
        {
            values.MoveNext();
            children.Add(new Child(PathStep.ListElement(new ElementId(side, run, first + i)), Element(run, run, inherited: false, values.Current.Value)));
        }
    }

    private static Node Element(Stamp assigned, Stamp exists, bool inherited, Value value)
    {
        FullNode content = DocumentReader.Assigned(assigned, value);
        return FullNode.Create(content.Assignments, [new Existence(exists, inherited)], [], [], content.Children)!;
    }
}
