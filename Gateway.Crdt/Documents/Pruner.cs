using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Documents;

/// <summary>Drops the cells that do not show from a document that is stable as a whole.</summary>
internal sealed class Pruner(Context stable)
{
    /// <summary>What was dropped so far.</summary>
    public HiddenParts Dropped { get; private set; }

    /// <summary>What is left of a node when all that does not show is dropped.</summary>
    public Node? Visible(Node node, Winner winner, Winner parent)
    {
        if (node is PlainNode plain) return winner.Exists || Reading.ExistsUnder(plain, parent) ? plain : Drop(HiddenParts.Siblings);

        FullNode full = (FullNode)node;
        Assignment[] assignments = System.Array.FindAll(full.Assignments, assignment => assignment.Stamp == winner.Stamp && winner.Exists);
        Existence[] existences = System.Array.FindAll(full.Existences, existence => !existence.Inherited || (parent.Exists && existence.Stamp == parent.Stamp));
        Increment[] increments = winner.Kind == ValueKind.Number ? System.Array.FindAll(full.Increments, increment => !IsSpent(full, increment)) : [];
        Ghost[] ghosts = System.Array.FindAll(full.Ghosts, ghost => System.Array.Exists(ghost.Seen, seen => System.Array.Exists(increments, increment => increment.Run == seen.Run)));
        Child[] children = VisibleChildren(full.Children, winner);
        if (assignments.Length != full.Assignments.Length || existences.Length != full.Existences.Length) Dropped |= HiddenParts.Siblings;
        if (increments.Length != full.Increments.Length || ghosts.Length != full.Ghosts.Length) Dropped |= HiddenParts.Ghosts;
        bool same = assignments.Length == full.Assignments.Length && existences.Length == full.Existences.Length && increments.Length == full.Increments.Length
            && ghosts.Length == full.Ghosts.Length && ReferenceEquals(children, full.Children);
        return same ? node : FullNode.Create(assignments, existences, increments, ghosts, children);
    }

    private Node? Drop(HiddenParts parts)
    {
        Dropped |= parts;
        return null;
    }

    private Child[] VisibleChildren(Child[] children, Winner container)
    {
        List<Child> rest = new(children.Length);
        bool changed = false;
        foreach (Child child in children)
        {
            Node? kept = IsPart(child, container) ? Visible(child.Node, Reading.WinnerOf(child.Node, container), container) : Drop(HiddenParts.Siblings);
            changed |= !ReferenceEquals(kept, child.Node);
            if (kept is not null) rest.Add(child with { Node = kept });
        }

        return changed ? [.. rest] : children;
    }

    /// <summary>A closed replica's total that adds nothing to what shows: nobody will ever add to it again.</summary>
    private bool IsSpent(FullNode node, Increment increment)
    {
        if (stable[increment.Stamp.Replica] != HlcTime.Max) return false;
        SeenRun? seen = Reading.SeenOf(node, increment.Run);
        return seen is null ? increment.Total.IsZero : seen.Value.Count >= increment.Count || seen.Value.Total == increment.Total;
    }

    private static bool IsPart(Child child, Winner container) => container.Kind switch
    {
        ValueKind.Map => child.Step.Kind == StepKind.Name,
        ValueKind.List => Reading.HasElement(child, container),
        _ => container.Kind.IsSet() && Reading.ShowsElement(child, container),
    };
}
