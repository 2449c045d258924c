using Gateway.Crdt.Codec;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Documents;

/// <summary>
/// The reading rules (W, C, E, N, S, L, F): which cells show, and as what. Pure; says nothing about merging, so a rule here can change
/// without touching convergence.
/// </summary>
internal static class Reading
{
    /// <summary>The assignment in force at the root: what the attributes inherit from. Not existing if the item was only touched.</summary>
    public static Winner RootWinner(FullNode? root)
    {
        if (root is null || root.Assignments.Length == 0) return default;
        Assignment last = root.Assignments[^1];
        return new Winner(last.Stamp, last.Kind, default);
    }

    /// <summary>Rule E: the item shows if it was put, or touched by an update that could have created it.</summary>
    public static bool IsItemVisible(FullNode? root) => root is not null && (root.Assignments.Length > 0 || root.Existences.Length > 0);

    /// <summary>Rule W: hard beats default, direct beats inherited, then the later stamp; among defaults one that fits the edits, then the earliest.</summary>
    /// <param name="node">The node.</param>
    /// <param name="parent">What is in force above: inherited cells count only if they came with it.</param>
    public static Winner WinnerOf(Node node, in Winner parent)
    {
        if (node is PlainNode plain)
        {
            return IsInForce(plain, parent) ? new Winner(plain.Stamp, plain.Value.Kind, FullNode.ScalarOf(plain.Value)) : default;
        }

        FullNode full = (FullNode)node;
        Assignment[] candidates = full.Assignments;
        int inherited = -1;
        bool defaults = false;
        for (int i = candidates.Length - 1; i >= 0; i--)
        {
            // From the latest stamp back: the first direct one wins.
            ref readonly Assignment candidate = ref candidates[i];
            if (candidate.Default) defaults = true;
            else if (!candidate.Inherited) return new Winner(candidate.Stamp, candidate.Kind, candidate.Scalar);
            else if (parent.Exists && candidate.Stamp == parent.Stamp) inherited = i;
        }

        if (inherited >= 0) return new Winner(candidates[inherited].Stamp, candidates[inherited].Kind, candidates[inherited].Scalar);
        return defaults ? DefaultOf(full) : default;
    }

    /// <summary>Rule A: what came with an assignment shows only while that assignment is in force.</summary>
    private static bool IsInForce(PlainNode plain, in Winner parent) => parent.Exists && plain.Stamp == parent.Stamp && !plain.Value.IsNone;

    /// <summary>The visible value of a node, written to <paramref name="writer"/>.</summary>
    /// <returns>False if nothing shows; then nothing was written.</returns>
    public static bool Write(ByteWriter writer, Node node, in Winner parent)
    {
        if (node is PlainNode plain)
        {
            if (!IsInForce(plain, parent)) return false;
            writer.Bytes(plain.Value.Bytes);
            return true;
        }

        FullNode full = (FullNode)node;
        Winner winner = WinnerOf(full, parent);
        switch (winner.Kind)
        {
            case ValueKind.None:
                return false;
            case ValueKind.Number:
                WriteNumber(writer, full, winner);
                return true;
            case ValueKind.Map or ValueKind.List:
                WriteEntries(writer, full, winner);
                return true;
            case ValueKind.StringSet or ValueKind.NumberSet or ValueKind.BinarySet:
                return WriteSet(writer, full, winner);
            default:
                writer.Bytes(winner.Scalar.Bytes);
                return true;
        }
    }

    /// <summary>The visible item, written as a map; the caller has checked <see cref="IsItemVisible"/>.</summary>
    public static void WriteItem(ByteWriter writer, FullNode root) => WriteEntries(writer, root, RootWinner(root) with { Kind = ValueKind.Map });

    /// <summary>The visible value of one node; none if nothing shows.</summary>
    public static Value Read(Node? node, Winner parent)
    {
        if (node is null) return default;
        if (node is PlainNode plain) return IsInForce(plain, parent) ? plain.Value : default;
        ByteWriter writer = ByteWriter.Rent();
        byte[]? bytes = Write(writer, node, parent) ? writer.ToArray() : null;
        ByteWriter.Return(writer);
        return bytes is null ? default : new Value(bytes, 0, bytes.Length);
    }

    /// <summary>True if something shows at the node, without writing it.</summary>
    public static bool IsVisible(Node node, in Winner parent)
    {
        Winner winner = WinnerOf(node, parent);
        if (!winner.Exists) return false;
        if (!winner.Kind.IsSet() || node is PlainNode) return true;
        foreach (Child child in ((FullNode)node).Children)
        {
            if (ShowsElement(child, winner)) return true;
        }

        return false;
    }

    /// <summary>True if the child is an element of the set in force (rule S).</summary>
    public static bool ShowsElement(in Child child, in Winner set) =>
        child.Step.Kind == StepKind.SetElement && child.Step.Element.Kind == set.Kind.ElementKind() && ExistsUnder(child.Node, set);

    /// <summary>True if the child is an element of the list in force (rule L); its value may still be hidden.</summary>
    public static bool HasElement(in Child child, in Winner list) => child.Step.Kind == StepKind.ListElement && ExistsUnder(child.Node, list);

    /// <summary>True if the child shows in a map or list in force.</summary>
    public static bool ShowsEntry(in Child child, in Winner container) => container.Kind switch
    {
        ValueKind.Map => child.Step.Kind == StepKind.Name && IsVisible(child.Node, container),
        ValueKind.List => HasElement(child, container) && IsVisible(child.Node, container),
        _ => ShowsElement(child, container),
    };

    /// <summary>True if the node exists by itself, or came with the assignment in force above.</summary>
    public static bool ExistsUnder(Node node, in Winner parent)
    {
        if (node is PlainNode plain) return plain.Exists && parent.Exists && plain.Stamp == parent.Stamp;
        foreach (Existence existence in ((FullNode)node).Existences)
        {
            if (!existence.Inherited || (parent.Exists && existence.Stamp == parent.Stamp)) return true;
        }

        return false;
    }

    /// <summary>Rule N: what the increments add that no base and no removal has absorbed.</summary>
    public static ExactSum Unseen(FullNode node)
    {
        ExactSum sum = default;
        foreach (Increment increment in node.Increments)
        {
            SeenRun? seen = SeenOf(node, increment.Run);
            if (seen is null) sum = sum.Add(increment.Total);
            else if (increment.Count > seen.Value.Count) sum = sum.Add(increment.Total.Subtract(seen.Value.Total));
        }

        return sum;
    }

    /// <summary>How far the ghosts have seen a run: the furthest.</summary>
    public static SeenRun? SeenOf(FullNode node, Stamp run)
    {
        SeenRun? furthest = null;
        foreach (Ghost ghost in node.Ghosts)
        {
            foreach (SeenRun seen in ghost.Seen)
            {
                if (seen.Run == run && (furthest is null || seen.Count > furthest.Value.Count)) furthest = seen;
            }
        }

        return furthest;
    }

    private static void WriteNumber(ByteWriter writer, FullNode node, in Winner winner)
    {
        if (node.Increments.Length == 0)
        {
            writer.Bytes(winner.Scalar.Bytes);
            return;
        }

        ExactNumber visible = ExactSum.FromNumber(winner.Scalar.AsNumber()).Add(Unseen(node)).Round();
        writer.Byte((byte)ValueKind.Number);
        writer.Advance(visible.WriteKey(writer.Reserve(ExactNumber.KeyBytesMax)));
    }

    private static void WriteEntries(ByteWriter writer, FullNode node, in Winner winner)
    {
        int mark = writer.BeginContainer(winner.Kind);
        int count = winner.Kind == ValueKind.Map ? WriteMembers(writer, node, winner) : WriteElements(writer, node, winner);
        writer.EndContainer(mark, count);
    }

    /// <summary>Members that lie side by side in the bytes that the document was decoded from are copied in one stretch.</summary>
    private static int WriteMembers(ByteWriter writer, FullNode node, in Winner winner)
    {
        int count = 0;
        ReadOnlySpan<byte> stretch = default;
        byte[]? source = null;
        int end = 0;
        foreach (ref readonly Child child in node.Children.AsSpan())
        {
            if (child.Step.Kind != StepKind.Name) break;
            PlainNode? plain = child.Node as PlainNode;
            if (plain is not null && !IsInForce(plain, winner)) continue;
            if (plain is not null && child.Step.TryFindEntry(plain.Value, out byte[] array, out int from, out int to))
            {
                count++;
                if (ReferenceEquals(array, source) && from == end)
                {
                    stretch = array.AsSpan(end - stretch.Length, stretch.Length + to - from);
                }
                else
                {
                    writer.Bytes(stretch);
                    stretch = array.AsSpan(from, to - from);
                    source = array;
                }

                end = to;
                continue;
            }

            writer.Bytes(stretch);
            stretch = default;
            source = null;
            int before = writer.Length;
            writer.Block(child.Step.NameBytes);
            if (Write(writer, child.Node, winner)) count++;
            else writer.Rewind(before);
        }

        writer.Bytes(stretch);
        return count;
    }

    private static int WriteElements(ByteWriter writer, FullNode node, in Winner winner)
    {
        int count = 0;
        foreach (ref readonly Child child in node.Children.AsSpan())
        {
            if (HasElement(child, winner) && Write(writer, child.Node, winner)) count++;
        }

        return count;
    }

    private static bool WriteSet(ByteWriter writer, FullNode node, in Winner winner)
    {
        int mark = writer.BeginContainer(winner.Kind);
        int count = 0;
        foreach (Child child in node.Children)
        {
            if (!ShowsElement(child, winner)) continue;
            writer.Bytes(child.Step.Element.Bytes);
            count++;
        }

        if (count > 0) writer.EndContainer(mark, count);
        else writer.Rewind(mark - 1);
        return count > 0;
    }

    private static Winner DefaultOf(FullNode node)
    {
        ValueKind fit = EditKind(node);
        Assignment? first = null;
        Assignment? firstFit = null;
        foreach (Assignment candidate in node.Assignments)
        {
            if (!candidate.Default) continue;
            first ??= candidate;
            if (candidate.Kind == fit) firstFit ??= candidate;
        }

        Assignment chosen = (firstFit ?? first)!.Value;
        return new Winner(chosen.Stamp, chosen.Kind, chosen.Scalar);
    }

    /// <summary>The type that the newest live edit of this node takes it for; none if nobody edited it.</summary>
    private static ValueKind EditKind(FullNode node)
    {
        Stamp newest = default;
        ValueKind kind = ValueKind.None;
        foreach (Increment increment in node.Increments)
        {
            if (SeenOf(node, increment.Run) is { } seen && increment.Count <= seen.Count) continue;
            Consider(increment.Stamp, ValueKind.Number);
        }

        foreach (Child child in node.Children)
        {
            if (child.Node is not FullNode full) continue;
            if (child.Step.Kind == StepKind.Name)
            {
                foreach (Assignment assignment in full.Assignments) Consider(assignment.Stamp, ValueKind.Map, assignment.Inherited);
                continue;
            }

            ValueKind container = child.Step.Kind == StepKind.SetElement ? child.Step.Element.Kind.SetOf() : ValueKind.List;
            foreach (Existence existence in full.Existences) Consider(existence.Stamp, container, existence.Inherited);
        }

        return kind;

        void Consider(Stamp stamp, ValueKind container, bool inherited = false)
        {
            if (inherited || stamp < newest) return;
            newest = stamp;
            kind = container;
        }
    }
}
