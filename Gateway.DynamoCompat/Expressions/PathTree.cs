using System.Text;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>The paths of a projection or of an update as a tree: tells those that get in one another's way, and cuts their parts out of an item.</summary>
internal sealed class PathTree
{
    /// <summary>A builder that has grown beyond this is not kept.</summary>
    private const int SpareBytesMax = 1 << 16;

    private const int FewMax = 16;

    [ThreadStatic]
    private static ValueBuilder? spare;

    private readonly Node root = new(default);

    private PathTree()
    {
    }

    /// <summary>Takes paths that lie apart.</summary>
    /// <exception cref="WireException">Two of them overlap or conflict; the first such pair, overlaps first.</exception>
    public static PathTree Build(IEnumerable<DocumentPath> paths, Binding binding)
    {
        PathTree tree = new();
        DynamoError? conflict = null;
        foreach (DocumentPath path in paths)
        {
            DynamoError? found = tree.Add(path, binding);
            conflict ??= found;
        }

        if (conflict is not null) throw new WireException(conflict);
        return tree;
    }

    /// <summary>True for a few paths that begin with different attributes: they lie apart, which is seen without building a tree.</summary>
    public static bool LieApart(ReadOnlySpan<DocumentPath> paths, Binding binding)
    {
        if (paths.Length > FewMax) return false;
        for (int i = 1; i < paths.Length; i++)
        {
            foreach (DocumentPath before in paths[..i])
            {
                if (binding.Utf8NameOf(before.Elements[0]).SequenceEqual(binding.Utf8NameOf(paths[i].Elements[0]))) return false;
            }
        }

        return true;
    }

    /// <summary>The parts of an item that the paths name; list elements in their order, without gaps.</summary>
    public Value Cut(Value item)
    {
        Value cut = Cut(root, item);
        return cut.IsNone ? Value.EmptyMap : cut;
    }

    private DynamoError? Add(DocumentPath path, Binding binding)
    {
        Node node = root;
        DynamoError? conflict = null;
        foreach (PathElement element in path.Elements)
        {
            if (node.End is { } above) throw Overlap(above);
            node.FirstPath ??= path;
            if (node.FirstOfOther(element.IsPosition) is { } other) conflict ??= DynamoErrors.PathsConflict(binding.Kind, other.Show(binding), path.Show(binding));
            node = element.IsPosition
                ? node.Child(new Step(null, element.Position), path)
                : node.Child(new Step(binding.NameOf(element), 0), path);
        }

        if ((node.End ?? node.FirstPath) is { } below) throw Overlap(below);
        node.End = path;
        return conflict;

        WireException Overlap(DocumentPath first) => new(DynamoErrors.PathsOverlap(binding.Kind, first.Show(binding), path.Show(binding)));
    }

    /// <summary>None if nothing of the value is named. Depth is bounded by the length of paths.</summary>
    private static Value Cut(Node node, Value value)
    {
        if (node.End is not null) return value;
        if (value.Kind is not (ValueKind.Map or ValueKind.List)) return default;
        List<(Node Child, Value Value)> parts = [];
        foreach ((Node child, Value whole) in Meet(node, value))
        {
            Value part = Cut(child, whole);
            if (!part.IsNone) parts.Add((child, part));
        }

        return parts.Count == 0 ? default : Join(value.Kind, parts);
    }

    /// <summary>Walks children and entries side by side: both ascend, so each is looked at once.</summary>
    private static List<(Node Child, Value Value)> Meet(Node node, Value container)
    {
        List<(Node Child, Value Value)> met = [];
        Node[] children = node.Sorted;
        int next = 0;
        long position = 0;
        foreach (ValueEntry entry in container)
        {
            int order = 1;
            while (next < children.Length && (order = children[next].CompareTo(entry, container.Kind, position)) < 0) next++;
            if (next == children.Length) break;
            if (order == 0) met.Add((children[next], entry.Value));
            position++;
        }

        return met;
    }

    private static Value Join(ValueKind kind, List<(Node Child, Value Value)> parts)
    {
        // The parts are complete, so nothing else builds on this thread until this value is.
        ValueBuilder builder = spare ??= new ValueBuilder();
        builder.Reset();
        if (kind == ValueKind.Map) builder.BeginMap();
        else builder.BeginList();
        foreach ((Node child, Value part) in parts)
        {
            if (kind == ValueKind.Map) builder.Name(child.Utf8Name);
            builder.Value(part);
        }

        if (kind == ValueKind.Map) builder.EndMap();
        else builder.EndList();
        if (builder.Length > SpareBytesMax) spare = null;
        return builder.Build();
    }

    /// <summary>A name, or a position if there is no name.</summary>
    private readonly record struct Step(string? Name, long Position);

    private sealed class Node(Step step)
    {
        private Dictionary<Step, Node>? children;
        private DocumentPath? firstByName;
        private DocumentPath? firstByPosition;

        /// <summary>The path that ends here.</summary>
        public DocumentPath? End { get; set; }

        /// <summary>The first path that goes on from here.</summary>
        public DocumentPath? FirstPath { get; set; }

        public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(step.Name ?? "");

        /// <summary>By position, or by the bytes of their names, as they lie in a value.</summary>
        public Node[] Sorted => field ??= children is null ? [] : [.. children.Values.Order(Comparer<Node>.Create(Compare))];

        public DocumentPath? FirstOfOther(bool isPosition) => isPosition ? firstByName : firstByPosition;

        public Node Child(Step next, DocumentPath path)
        {
            if (next.Name is null) firstByPosition ??= path;
            else firstByName ??= path;
            children ??= [];
            if (!children.TryGetValue(next, out Node? child)) children.Add(next, child = new Node(next));
            return child;
        }

        /// <summary>Where this child lies to an entry of a container; before all entries of a container of the other kind.</summary>
        public int CompareTo(ValueEntry entry, ValueKind container, long position)
        {
            if ((step.Name is null) != (container == ValueKind.List)) return -1;
            return step.Name is null ? step.Position.CompareTo(position) : Utf8Name.AsSpan().SequenceCompareTo(entry.NameBytes);
        }

        private static int Compare(Node left, Node right)
        {
            int order = left.Utf8Name.AsSpan().SequenceCompareTo(right.Utf8Name);
            return order != 0 ? order : left.StepPosition.CompareTo(right.StepPosition);
        }

        private long StepPosition => step.Position;
    }
}
