using System.Runtime.InteropServices;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Rule G: a write covers what it finds hidden at the attributes that it touches: orphans, assignments and edits of another type.</summary>
/// <remarks>
/// Not the losers of the type in force, nor their content: live edits stand on them or may come to, and who removes what hides them need not have seen
/// those (ADR 34). Of each replica there is at most one assignment and one default at a place.
/// </remarks>
internal static class Sweeper
{
    /// <summary>Covers everything hidden at and below a node that shows.</summary>
    /// <param name="delta">The node's part of the delta.</param>
    /// <param name="node">The node.</param>
    /// <param name="winner">Its assignment in force; not existing where nothing shows.</param>
    /// <param name="parent">The one above.</param>
    /// <param name="isElement">The node is an element of the set or list in force: its existence shows.</param>
    /// <param name="kept">The stamps of the assignments above that lose and stay, and whose content therefore does.</param>
    public static void Sweep(DeltaBuilder delta, Node node, Winner winner, Winner parent, bool isElement, ReadOnlySpan<Stamp> kept = default)
    {
        if (node is PlainNode plain)
        {
            if (!winner.Exists && !isElement && !kept.Contains(plain.Stamp)) delta.Cover(CellSlot.Subtree, plain.Stamp);
            return;
        }

        FullNode full = (FullNode)node;
        foreach (Assignment assignment in full.Assignments)
        {
            bool shows = winner.Exists && assignment.Stamp == winner.Stamp;
            if (!shows && !MayTakeOver(assignment, winner, parent) && !(assignment.Inherited && kept.Contains(assignment.Stamp))) delta.Cover(CellSlot.Assignment, assignment.Stamp);
        }

        foreach (Existence existence in full.Existences)
        {
            bool shows = isElement && (!existence.Inherited || (parent.Exists && existence.Stamp == parent.Stamp));
            if (!shows && !(existence.Inherited && kept.Contains(existence.Stamp))) delta.Cover(CellSlot.Existence, existence.Stamp);
        }

        if (winner.Kind != ValueKind.Number) SweepIncrements(delta, full);
        if (full.Children.Length == 0) return;
        ReadOnlySpan<Stamp> keptBelow = KeptBelow(full, winner, parent, kept);
        foreach (Child child in full.Children) SweepChild(delta, child, winner, keptBelow);
    }

    /// <summary>Covers what came inside a default of that stamp; not what the same request put beside it.</summary>
    public static void CoverContent(DeltaBuilder delta, FullNode node, Stamp stamp)
    {
        foreach (Child child in node.Children)
        {
            DeltaBuilder below = delta.At(child.Step);
            if (child.Node is PlainNode plain)
            {
                if (plain.Stamp == stamp) below.Cover(CellSlot.Subtree, stamp);
                continue;
            }

            FullNode full = (FullNode)child.Node;
            if (IsAssigned(full, stamp)) continue;
            if (Array.Exists(full.Assignments, assignment => assignment.Stamp == stamp)) below.Cover(CellSlot.Assignment, stamp);
            if (Array.Exists(full.Existences, existence => existence.Stamp == stamp && existence.Inherited)) below.Cover(CellSlot.Existence, stamp);
            CoverContent(below, full, stamp);
        }
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

    /// <summary>True for an assignment that could be in force if what hides it went, with the edits that the node has.</summary>
    private static bool MayTakeOver(in Assignment assignment, in Winner winner, in Winner parent) =>
        assignment.Kind == winner.Kind && (!assignment.Inherited || (parent.Exists && assignment.Stamp == parent.Stamp));

    private static bool IsAssigned(FullNode node, Stamp stamp) => Array.Exists(node.Assignments, assignment => assignment.Stamp == stamp && !assignment.Inherited);

    private static ReadOnlySpan<Stamp> KeptBelow(FullNode node, in Winner winner, in Winner parent, ReadOnlySpan<Stamp> kept)
    {
        List<Stamp>? below = null;
        foreach (Stamp stamp in kept)
        {
            if (!IsAssigned(node, stamp)) (below ??= []).Add(stamp);
        }

        foreach (Assignment assignment in node.Assignments)
        {
            if (assignment.Stamp != winner.Stamp && MayTakeOver(assignment, winner, parent)) (below ??= []).Add(assignment.Stamp);
        }

        return below is null ? default : CollectionsMarshal.AsSpan(below);
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

    private static void SweepChild(DeltaBuilder delta, Child child, Winner container, ReadOnlySpan<Stamp> kept)
    {
        bool element = container.Kind == ValueKind.List ? Reading.HasElement(child, container) : Reading.ShowsElement(child, container);
        bool part = element || (container.Kind == ValueKind.Map && child.Step.Kind == StepKind.Name);
        Winner winner = part && !container.Kind.IsSet() ? Reading.WinnerOf(child.Node, container) : default;
        if (child.Node is PlainNode && (winner.Exists || element)) return; // all of it shows
        Sweep(delta.At(child.Step), child.Node, winner, container, element, kept);
    }
}
