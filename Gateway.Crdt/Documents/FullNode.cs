using Gateway.Crdt.Codec;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Documents;

/// <summary>The cells of one path by slot, each slot ascending by stamp, and the children ascending by step. Never empty.</summary>
internal sealed class FullNode : Node
{
    private FullNode(Assignment[] assignments, Existence[] existences, Increment[] increments, Ghost[] ghosts, Child[] children)
    {
        Assignments = assignments;
        Existences = existences;
        Increments = increments;
        Ghosts = ghosts;
        Children = children;
    }

    /// <summary>Slot v.</summary>
    public Assignment[] Assignments { get; }

    /// <summary>Slot x.</summary>
    public Existence[] Existences { get; }

    /// <summary>Slot c.</summary>
    public Increment[] Increments { get; }

    /// <summary>Slot g.</summary>
    public Ghost[] Ghosts { get; }

    /// <summary>The nodes below.</summary>
    public Child[] Children { get; }

    /// <summary>A node of these cells in the form that its state demands; null if there is nothing.</summary>
    public static Node? Create(Assignment[] assignments, Existence[] existences, Increment[] increments, Ghost[] ghosts, Child[] children)
    {
        if (assignments.Length + existences.Length + increments.Length + ghosts.Length + children.Length == 0) return null;
        FullNode full = new(assignments, existences, increments, ghosts, children);
        return full.TryCollapse() ?? (Node)full;
    }

    public override FullNode Full() => this;

    /// <summary>One level of a plain node: its own cells, and plain children.</summary>
    public static FullNode Expand(PlainNode plain)
    {
        Existence[] existences = plain.Exists ? [new Existence(plain.Stamp, Inherited: true)] : [];
        if (plain.Value.IsNone) return new FullNode([], existences, [], [], []);
        Assignment assignment = new(plain.Stamp, plain.Value.Kind, ScalarOf(plain.Value), Inherited: true, Default: false);
        return new FullNode([assignment], existences, [], [], ChildrenOf(plain.Value, plain.Stamp));
    }

    /// <summary>What a direct assignment leaves: its cell, and its content as plain children.</summary>
    public static FullNode Assigned(Assignment assignment, Value content) =>
        new([assignment], [], [], [], content.IsNone ? [] : ChildrenOf(content, assignment.Stamp));

    public static Value ScalarOf(Value value) => value.Kind.IsContainer() ? default : value;

    /// <summary>The child at that step; null if there is none.</summary>
    public Node? Find(PathStep step)
    {
        int index = IndexOf(step);
        return index < 0 ? null : Children[index].Node;
    }

    public int IndexOf(PathStep step)
    {
        int low = 0;
        int high = Children.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Children[middle].Step.CompareTo(step);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    public static Child[] ChildrenOf(Value value, Stamp stamp)
    {
        if (!value.Kind.IsContainer()) return [];
        Child[] children = new Child[value.Count];
        int at = 0;
        foreach (ValueEntry entry in value)
        {
            children[at] = value.Kind switch
            {
                ValueKind.Map => new Child(PathStep.NameOf(entry), new PlainNode(stamp, entry.Value, exists: false)),
                ValueKind.List => new Child(PathStep.ListElement(new ElementId(ListSide.Base, stamp, at)), new PlainNode(stamp, entry.Value, exists: true)),
                _ => new Child(PathStep.SetElement(entry.Value), new PlainNode(stamp, default, exists: true)),
            };
            at++;
        }

        return children;
    }

    /// <summary>The plain form, if all cells here and below came with one ancestor's assignment; else null.</summary>
    private PlainNode? TryCollapse()
    {
        if (Increments.Length > 0 || Ghosts.Length > 0 || Existences.Length > 1 || Assignments.Length > 1) return null;
        if (Existences.Length == 1 && !Existences[0].Inherited) return null;
        if (Assignments.Length == 0)
        {
            return Existences.Length == 1 && Children.Length == 0 ? new PlainNode(Existences[0].Stamp, default, exists: true) : null;
        }

        Assignment only = Assignments[0];
        if (!only.Inherited || (Existences.Length == 1 && Existences[0].Stamp != only.Stamp)) return null;
        bool exists = Existences.Length == 1;
        if (!only.Kind.IsContainer()) return Children.Length == 0 ? new PlainNode(only.Stamp, only.Scalar, exists) : null;

        // A set has no empty value to stand for it.
        if (only.Kind.IsSet() && Children.Length == 0) return null;
        for (int i = 0; i < Children.Length; i++)
        {
            if (!IsPlainContent(Children[i], only, i)) return null;
        }

        return new PlainNode(only.Stamp, Compose(only.Kind), exists);
    }

    /// <summary>True if that child is what the container's own assignment brought to that position.</summary>
    public static bool IsPlainContent(in Child child, in Assignment owner, int position)
    {
        if (child.Node is not PlainNode plain || plain.Stamp != owner.Stamp) return false;
        return owner.Kind switch
        {
            ValueKind.Map => child.Step.Kind == StepKind.Name && !plain.Exists && !plain.Value.IsNone,
            ValueKind.List => child.Step.Kind == StepKind.ListElement && plain.Exists && !plain.Value.IsNone
                && child.Step.ElementId is { Side: ListSide.Base, Insertions.Length: 0 } id && id.Run == owner.Stamp && id.Index == position,
            _ => child.Step.Kind == StepKind.SetElement && plain.Exists && plain.Value.IsNone && child.Step.Element.Kind == owner.Kind.ElementKind(),
        };
    }

    private Value Compose(ValueKind kind)
    {
        ByteWriter writer = ByteWriter.Rent();
        int mark = writer.BeginContainer(kind);
        foreach (Child child in Children)
        {
            if (kind == ValueKind.Map) writer.Block(child.Step.NameBytes);
            writer.Bytes(kind.IsSet() ? child.Step.Element.Bytes : ((PlainNode)child.Node).Value.Bytes);
        }

        writer.EndContainer(mark, Children.Length);
        byte[] bytes = writer.ToArray();
        ByteWriter.Return(writer);
        return new Value(bytes, 0, bytes.Length);
    }
}
