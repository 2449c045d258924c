using Gateway.Crdt.Values;

namespace Gateway.Crdt.Documents;

/// <summary>Counts the cells of a tree.</summary>
internal static class NodeCount
{
    public static int Of(Node? node)
    {
        if (node is PlainNode plain) return (plain.Exists ? 1 : 0) + Of(plain.Value);
        if (node is not FullNode full) return 0;
        int count = full.Assignments.Length + full.Existences.Length + full.Increments.Length + full.Ghosts.Length;
        foreach (Child child in full.Children) count += Of(child.Node);
        return count;
    }

    private static int Of(Value value)
    {
        if (value.IsNone) return 0;
        if (!value.Kind.IsContainer()) return 1;
        if (value.Kind.IsSet()) return 1 + value.Count;

        // An element of a list has an existence besides its value.
        int count = value.Kind == ValueKind.List ? 1 + value.Count : 1;
        foreach (ValueEntry entry in value) count += Of(entry.Value);
        return count;
    }
}
