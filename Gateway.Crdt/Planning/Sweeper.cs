using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Rule G: a write covers what it finds hidden at the attributes that it touches: losers, orphans, edits of another type.</summary>
internal static class Sweeper
{
    /// <summary>Covers everything hidden at and below a node that shows.</summary>
    /// <param name="delta">The node's part of the delta.</param>
    /// <param name="node">The node.</param>
    /// <param name="winner">Its assignment in force; not existing where nothing shows.</param>
    /// <param name="parent">The one above.</param>
    /// <param name="isElement">The node is an element of the set or list in force: its existence shows.</param>
    public static void Sweep(DeltaBuilder delta, Node node, Winner winner, Winner parent, bool isElement)
    {
        if (node is PlainNode plain)
        {
            if (!winner.Exists && !isElement) delta.Cover(CellSlot.Subtree, plain.Stamp);
            return;
        }

        FullNode full = (FullNode)node;
        foreach (Assignment assignment in full.Assignments)
        {
            if (!winner.Exists || assignment.Stamp != winner.Stamp) delta.Cover(CellSlot.Assignment, assignment.Stamp);
        }

        foreach (Existence existence in full.Existences)
        {
            bool shows = isElement && (!existence.Inherited || (parent.Exists && existence.Stamp == parent.Stamp));
            if (!shows) delta.Cover(CellSlot.Existence, existence.Stamp);
        }

        if (winner.Kind != ValueKind.Number) SweepIncrements(delta, full);
        foreach (Child child in full.Children) SweepChild(delta, child, winner);
    }

    /// <summary>Keeps what a removal or an assignment absorbs: every run of increments at and below the node, and what was absorbed before.</summary>
    public static void Absorb(DeltaBuilder delta, Node? node)
    {
        if (node is not FullNode full) return;
        foreach (Ghost ghost in full.Ghosts)
        {
            foreach (SeenRun seen in ghost.Seen) delta.Absorb(seen);
        }

        foreach (Increment increment in full.Increments) delta.Absorb(new SeenRun(increment.Run, increment.Total, increment.Count));
        foreach (Child child in full.Children)
        {
            if (child.Node is FullNode below && HasNumbers(below)) Absorb(delta.At(child.Step), below);
        }
    }

    private static bool HasNumbers(FullNode node)
    {
        if (node.Increments.Length > 0 || node.Ghosts.Length > 0) return true;
        foreach (Child child in node.Children)
        {
            if (child.Node is FullNode below && HasNumbers(below)) return true;
        }

        return false;
    }

    private static void SweepIncrements(DeltaBuilder delta, FullNode node)
    {
        if (node.Increments.Length == 0) return;
        foreach (Increment increment in node.Increments)
        {
            delta.Cover(CellSlot.Increment, increment.Stamp);
            delta.Absorb(new SeenRun(increment.Run, increment.Total, increment.Count));
        }

        foreach (Ghost ghost in node.Ghosts)
        {
            delta.Cover(CellSlot.Ghost, ghost.Stamp);
            foreach (SeenRun seen in ghost.Seen) delta.Absorb(seen);
        }
    }

    private static void SweepChild(DeltaBuilder delta, Child child, Winner container)
    {
        bool element = container.Kind == ValueKind.List ? Reading.HasElement(child, container) : Reading.ShowsElement(child, container);
        bool part = element || (container.Kind == ValueKind.Map && child.Step.Kind == StepKind.Name);
        Winner winner = part && !container.Kind.IsSet() ? Reading.WinnerOf(child.Node, container) : default;
        Sweep(delta.At(child.Step), child.Node, winner, container, element);
    }
}
