using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;

namespace Gateway.Crdt.Codec;

/// <summary>Finds every stamp of a document: needed only where cells of a closed replica outlive its context entry.</summary>
internal static class StampCollector
{
    public static HashSet<Stamp> Of(Node? node)
    {
        HashSet<Stamp> stamps = [];
        if (node is not null) Collect(node, stamps);
        return stamps;
    }

    private static void Collect(Node node, HashSet<Stamp> stamps)
    {
        if (node is PlainNode plain)
        {
            stamps.Add(plain.Stamp);
            return;
        }

        FullNode full = (FullNode)node;
        foreach (Assignment assignment in full.Assignments) stamps.Add(assignment.Stamp);
        foreach (Existence existence in full.Existences) stamps.Add(existence.Stamp);
        foreach (Increment increment in full.Increments) stamps.UnionWith([increment.Stamp, increment.Run]);
        foreach (Ghost ghost in full.Ghosts)
        {
            stamps.Add(ghost.Stamp);
            stamps.UnionWith(ghost.Seen.Select(seen => seen.Run));
        }

        foreach (Child child in full.Children)
        {
            if (child.Step.Kind == StepKind.ListElement) CollectId(child.Step.ElementId, stamps);
            Collect(child.Node, stamps);
        }
    }

    public static void CollectId(ElementId id, HashSet<Stamp> stamps)
    {
        stamps.Add(id.Run);
        foreach (Insertion insertion in id.Insertions) stamps.Add(insertion.Stamp);
    }
}
