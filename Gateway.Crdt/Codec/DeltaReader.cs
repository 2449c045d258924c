using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>Reads what <see cref="DeltaWriter"/> wrote.</summary>
internal readonly ref struct DeltaReader(byte[] array, StampTable stamps, Stamp stamp)
{
    private readonly byte[] array = array;
    private readonly StampTable stamps = stamps;
    private readonly Stamp stamp = stamp;

    public DeltaNode Node(ref ByteReader reader, int depth)
    {
        int start = reader.At;
        if (depth > DocumentReader.DepthMax) throw new DocumentFault(DocumentFaultKind.TooDeep, $"A delta nests deeper than {DocumentReader.DepthMax} nodes at byte {start}.");
        DeltaFlags flags = (DeltaFlags)reader.Byte("a change");
        ClearScope clear = (ClearScope)(flags & DeltaFlags.ClearMask);
        if (clear > ClearScope.AllButExistence) throw DocumentFault.Malformed("Unknown extent of removal", start);
        Cover[] covers = flags.HasFlag(DeltaFlags.Covers) ? Covers(ref reader) : [];
        (ValueKind assigned, Value content, bool initial) = flags.HasFlag(DeltaFlags.Assigned) ? Assigned(ref reader, depth) : default;
        Increment? increment = flags.HasFlag(DeltaFlags.Increment) ? Increment(ref reader) : null;
        SeenRun[] ghost = flags.HasFlag(DeltaFlags.Ghost) ? SeenCodec.Read(ref reader, stamps) : [];
        return new DeltaNode
        {
            Clear = clear,
            Covers = covers,
            Assigned = assigned,
            Content = content,
            Default = initial,
            Exists = flags.HasFlag(DeltaFlags.Exists),
            Increment = increment,
            Ghost = ghost,
            Children = flags.HasFlag(DeltaFlags.Children) ? Children(ref reader, depth) : [],
        };
    }

    private Cover[] Covers(ref ByteReader reader)
    {
        Cover[] covers = new Cover[reader.Count(3, "covers")];
        for (int i = 0; i < covers.Length; i++)
        {
            int start = reader.At;
            CellSlot slot = (CellSlot)reader.Byte("a cover");
            if (slot > CellSlot.Subtree) throw DocumentFault.Malformed("A cover names an unknown slot", start);
            covers[i] = new Cover(slot, stamps.Read(ref reader, "a cover"));
            if (i > 0 && covers[i - 1].CompareTo(covers[i]) >= 0) throw DocumentFault.Malformed("Covers do not ascend", start);
        }

        return covers;
    }

    private (ValueKind Kind, Value Content, bool Default) Assigned(ref ByteReader reader, int depth)
    {
        int start = reader.At;
        byte head = reader.Byte("an assignment");
        ValueKind kind = (ValueKind)(head & AssignmentHead.KindMask);
        bool hasContent = (head & AssignmentHead.Shown) != 0;
        bool initial = (head & AssignmentHead.Default) != 0;
        Value content = default;
        if (depth == 0 && (kind != ValueKind.Map || initial)) throw DocumentFault.Malformed("An item can only be put as a map", start);

        // The root is the item, which does not count as a level of its attributes: what a path and a value nest together, a document must be able to hold.
        int levelsLeft = Math.Max(0, Value.DepthMax + 1 - depth);
        if (levelsLeft == 0 && kind.IsContainer()) throw new DocumentFault(DocumentFaultKind.TooDeep, $"A delta nests deeper than {Value.DepthMax} levels at byte {start}.");
        if (hasContent)
        {
            int at = reader.At;
            ValueSkip.Skip(ref reader);
            int end = ValueCheck.Check(array.AsSpan(0, reader.At), at, levelsLeft);
            content = new Value(array, at, end - at);
        }

        // Only the empty set that an initialiser stands for has no content.
        bool fits = hasContent ? content.Kind == kind : kind.IsSet() && initial;
        return fits && (head & ~(AssignmentHead.KindMask | AssignmentHead.Default | AssignmentHead.Shown)) == 0
            ? (kind, content, initial)
            : throw DocumentFault.Malformed("An assignment contradicts itself", start);
    }

    private Increment Increment(ref ByteReader reader)
    {
        Stamp run = stamp with { Time = reader.Below(stamp.Time, "a run") };
        return new Increment(stamp, run, reader.Sum("A total"), reader.RunCount("A count"));
    }

    private DeltaChild[] Children(ref ByteReader reader, int depth)
    {
        DeltaChild[] children = new DeltaChild[reader.Count(2, "changes")];
        for (int i = 0; i < children.Length; i++)
        {
            int start = reader.At;
            PathStep step = StepCodec.Read(ref reader, array, stamps);
            NodeCheck.CheckStep(step);
            if (i > 0 && children[i - 1].Step.CompareTo(step) >= 0) throw DocumentFault.Malformed("Changes do not ascend", start);
            children[i] = new DeltaChild(step, Node(ref reader, depth + 1));
        }

        return children;
    }
}
