using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>Reads what <see cref="DocumentWriter"/> wrote. Values become windows onto the encoding: nothing is copied.</summary>
internal readonly ref struct DocumentReader
{
    /// <summary>The root, the attribute, and as many levels as a value may have.</summary>
    public const int DepthMax = Value.DepthMax + 2;

    private readonly byte[] array;
    private readonly StampTable stamps;

    public DocumentReader(byte[] array, StampTable stamps)
    {
        this.array = array;
        this.stamps = stamps;
    }

    public Node Node(ref ByteReader reader, Winner parent, Value visible, int depth)
    {
        int start = reader.At;
        if (depth > DepthMax) throw new DocumentFault(DocumentFaultKind.TooDeep, $"A document nests deeper than {DepthMax} nodes at byte {start}.");
        NodeFlags flags = (NodeFlags)reader.Byte("a node");
        if (flags.HasFlag(NodeFlags.Plain)) return Plain(ref reader, flags, start);

        Winner winner = depth == 0 && !visible.IsNone ? new Winner(default, ValueKind.Map, default) : default;
        Assignment[] assignments = Assignments(ref reader, flags, parent, visible, ref winner);
        Existence[] existences = Existences(ref reader, flags, parent);
        Increment[] increments = flags.HasFlag(NodeFlags.Increments) ? Increments(ref reader) : [];
        Ghost[] ghosts = flags.HasFlag(NodeFlags.Ghosts) ? Ghosts(ref reader) : [];
        Child[] children = [];
        if (flags.HasFlag(NodeFlags.Children)) children = Children(ref reader, winner, visible, depth);
        else if (winner.Exists && visible.Kind.IsContainer()) children = FullNode.ChildrenOf(visible, winner.Stamp);
        return FullNode.Create(assignments, existences, increments, ghosts, children) ?? throw DocumentFault.Malformed("A node without cells", start);
    }

    internal Child Hidden(ref ByteReader reader, Winner container, int depth)
    {
        PathStep step = StepCodec.Read(ref reader, array, stamps);
        return new Child(step, Node(ref reader, container, default, depth + 1));
    }

    internal static (int Skip, int Shape) Head(ref ByteReader reader)
    {
        int start = reader.At;
        byte head = reader.Byte("an entry");
        ulong skip = (ulong)(head >> 4);
        if (skip == EntryShape.SkipMore) skip += reader.Varint("an entry");
        return skip <= int.MaxValue ? ((int)skip, head & 0x0F) : throw DocumentFault.Malformed("An entry skips too much", start);
    }

    internal static DocumentFault BadEntry(int at) => DocumentFault.Malformed("An entry does not fit the visible value", at);

    private PlainNode Plain(ref ByteReader reader, NodeFlags flags, int start)
    {
        if (flags != NodeFlags.Plain) throw DocumentFault.Malformed("A plain node has other flags", start);
        Stamp stamp = stamps.Read(ref reader, "a plain node");
        byte head = reader.Byte("a plain node");
        if (head is 0 or > 3) throw DocumentFault.Malformed("A plain node has an unknown head", start);
        return new PlainNode(stamp, (head & 2) != 0 ? ValueSkip.Read(ref reader, array) : default, (head & 1) != 0);
    }

    private Assignment[] Assignments(ref ByteReader reader, NodeFlags flags, Winner parent, Value visible, ref Winner winner)
    {
        int start = reader.At;
        if (flags.HasFlag(NodeFlags.Simple))
        {
            if (visible.IsNone) throw BadEntry(start);
            Stamp stamp = stamps.Read(ref reader, "an assignment");
            winner = new Winner(stamp, visible.Kind, FullNode.ScalarOf(visible));
            return [new Assignment(stamp, visible.Kind, FullNode.ScalarOf(visible), Inherited: false, Default: false)];
        }

        if (!flags.HasFlag(NodeFlags.Assignments)) return [];
        winner = default;
        Assignment[] assignments = new Assignment[reader.Count(1, "assignments")];
        for (int i = 0; i < assignments.Length; i++)
        {
            int at = reader.At;
            byte head = reader.Byte("an assignment");
            ValueKind kind = (ValueKind)(head & AssignmentHead.KindMask);
            bool shown = (head & AssignmentHead.Shown) != 0;
            if (kind is ValueKind.None or > ValueKind.List || (shown && kind != visible.Kind)) throw BadEntry(at);
            bool asAbove = (head & (AssignmentHead.Implied | AssignmentHead.Inherited)) == (AssignmentHead.Implied | AssignmentHead.Inherited);
            bool zero = (head & (AssignmentHead.Implied | AssignmentHead.Inherited)) == AssignmentHead.Implied;
            if ((asAbove && !parent.Exists) || (zero && (kind != ValueKind.Number || shown))) throw BadEntry(at);
            Stamp stamp = asAbove ? parent.Stamp : stamps.Read(ref reader, "an assignment");
            Value scalar = zero ? NodeShape.Zero : shown ? FullNode.ScalarOf(visible) : kind.IsContainer() ? default : ValueSkip.Read(ref reader, array);
            if (!kind.IsContainer() && scalar.Kind != kind) throw DocumentFault.Malformed("An assignment's value has another type", at);
            assignments[i] = new Assignment(stamp, kind, scalar, (head & AssignmentHead.Inherited) != 0, (head & AssignmentHead.Default) != 0);
            if (shown) winner = new Winner(stamp, kind, scalar);
        }

        return assignments;
    }

    private Existence[] Existences(ref ByteReader reader, NodeFlags flags, Winner parent)
    {
        if (flags.HasFlag(NodeFlags.ExistsPlainly))
        {
            return parent.Exists ? [new Existence(parent.Stamp, Inherited: true)] : throw BadEntry(reader.At);
        }

        if (!flags.HasFlag(NodeFlags.Existences)) return [];
        Existence[] existences = new Existence[reader.Count(2, "existences")];
        for (int i = 0; i < existences.Length; i++)
        {
            int start = reader.At;
            ulong head = reader.Varint("an existence");
            if (head >> 1 >= (ulong)stamps.Replicas.Length) throw DocumentFault.Malformed("An existence names an unknown replica", start);
            existences[i] = new Existence(stamps.ReadTime(ref reader, (int)(head >> 1), "an existence"), (head & 1) != 0);
        }

        return existences;
    }

    private Increment[] Increments(ref ByteReader reader)
    {
        List<Increment> increments = new(4);
        while (true)
        {
            int start = reader.At;
            ulong head = reader.Varint("an increment");
            if (head >> 3 >= (ulong)stamps.Replicas.Length) throw DocumentFault.Malformed("An increment names an unknown replica", start);
            int index = (int)(head >> 3);
            Stamp stamp = (head & 1) != 0 ? new Stamp(stamps.BaseOf(index), stamps.Replicas[index]) : stamps.ReadTime(ref reader, index, "an increment");
            Stamp run = stamp with { Time = reader.Below(stamp.Time, "a run") };
            ExactSum total = (head & 2) != 0 ? default : reader.Sum("A total");
            ulong count = reader.RunCount("A count");
            if ((head & 2) != 0) total = ExactSum.FromNumber((long)count);
            increments.Add(new Increment(stamp, run, total, count));
            if ((head & 4) == 0) return [.. increments];
        }
    }

    private Ghost[] Ghosts(ref ByteReader reader)
    {
        Ghost[] ghosts = new Ghost[reader.Count(3, "ghosts")];
        for (int i = 0; i < ghosts.Length; i++)
        {
            Stamp stamp = stamps.Read(ref reader, "a ghost");
            ghosts[i] = new Ghost(stamp, SeenCodec.Read(ref reader, stamps));
        }

        return ghosts;
    }

    private Child[] Children(ref ByteReader reader, Winner winner, Value visible, int depth) =>
        winner.Kind == ValueKind.List && visible.Kind == ValueKind.List
            ? new ListReader(this, array, stamps).Read(ref reader, winner, visible, depth)
            : Keyed(ref reader, winner, visible, depth);

    private Child[] Keyed(ref ByteReader reader, Winner winner, Value visible, int depth)
    {
        bool shows = visible.Kind.IsContainer() && winner.Exists && visible.Kind == winner.Kind && visible.Kind != ValueKind.List;
        ValueEnumerator entries = shows ? visible.GetEnumerator() : default;
        ChildList children = new(shows ? visible.Count : 4);
        while (true)
        {
            int start = reader.At;
            (int skip, int shape) = Head(ref reader);
            for (; skip > 0 && entries.MoveNext(); skip--) children.Add(PlainChild(entries.Current, winner));
            if (skip > 0) throw BadEntry(start);
            if (shape == EntryShape.End) break;
            if (shape == EntryShape.Hidden) children.Add(Hidden(ref reader, winner, depth));
            else if (shape <= EntryShape.Visible && entries.MoveNext()) children.Add(Entry(ref reader, shape, entries.Current, winner, depth));
            else throw BadEntry(start);
        }

        while (entries.MoveNext()) children.Add(PlainChild(entries.Current, winner));
        return children.ToArray();
    }

    private static Child PlainChild(ValueEntry entry, Winner container) => container.Kind == ValueKind.Map
        ? new Child(PathStep.NameOf(entry), new PlainNode(container.Stamp, entry.Value, exists: false))
        : new Child(PathStep.SetElement(entry.Value), new PlainNode(container.Stamp, default, exists: true));

    private Child Entry(ref ByteReader reader, int shape, ValueEntry entry, Winner container, int depth)
    {
        bool element = container.Kind != ValueKind.Map;
        PathStep step = element ? PathStep.SetElement(entry.Value) : PathStep.NameOf(entry);
        if (shape == EntryShape.Visible) return new Child(step, Node(ref reader, container, element ? default : entry.Value, depth + 1));

        int index = shape;
        if (shape == EntryShape.DirectOther) index = stamps.ReadIndex(ref reader, "an entry");
        else if (index >= stamps.Replicas.Length) throw BadEntry(reader.At);
        Stamp stamp = stamps.ReadTime(ref reader, index, "an entry");
        return new Child(step, element
            ? FullNode.Create([], [new Existence(stamp, Inherited: false)], [], [], [])!
            : Assigned(stamp, entry.Value));
    }

    internal static FullNode Assigned(Stamp stamp, Value value) =>
        FullNode.Assigned(new Assignment(stamp, value.Kind, FullNode.ScalarOf(value), Inherited: false, Default: false), value);
}
