using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>Tells which nodes the visible value says all but a stamp about.</summary>
internal static class NodeShape
{
    /// <summary>True if the assignment is in force and the visible value is what it assigned: the metadata need not repeat it.</summary>
    public static bool IsVisible(Assignment assignment, Winner winner, Value visible) =>
        !visible.IsNone && winner.Exists && assignment.Stamp == winner.Stamp && (assignment.Kind.IsContainer() || assignment.Scalar == visible);

    /// <summary>True if the assignment came with the one in force above.</summary>
    public static bool IsAsAbove(Assignment assignment, Winner parent) => assignment.Inherited && parent.Exists && assignment.Stamp == parent.Stamp;

    /// <summary>True for what ADD begins a number with.</summary>
    public static bool IsZeroDefault(Assignment assignment, bool shown) =>
        assignment is { Kind: ValueKind.Number, Inherited: false, Default: true } && !shown && assignment.Scalar == Zero;

    public static Value Zero { get; } = Value.Number(0);

    /// <summary>One direct hard assignment, all below it plain, nothing else.</summary>
    public static bool IsDirectValue(FullNode node, Winner winner, Value visible) =>
        node.Existences.Length == 0 && HasDirectValue(node, winner, visible);

    /// <summary>One direct existence and nothing else: an added set element.</summary>
    public static bool IsDirectElement(FullNode node) =>
        node.Existences is [{ Inherited: false }] && node.Assignments.Length + node.Increments.Length + node.Ghosts.Length + node.Children.Length == 0;

    /// <summary>A list element that a run brought, as it came.</summary>
    public static bool IsRunElement(FullNode node, ElementId id, Winner winner, Value visible) =>
        node.Existences is [{ Inherited: false } exists] && exists.Stamp == id.Origin && node.Assignments is [var only] && only.Stamp == id.Origin
        && HasDirectValue(node, winner, visible);

    /// <summary>An element of the assigned list that got another value.</summary>
    public static bool IsReassignedElement(FullNode node, Winner list, Winner winner, Value visible) =>
        node.Existences is [{ Inherited: true } exists] && exists.Stamp == list.Stamp && HasDirectValue(node, winner, visible);

    private static bool HasDirectValue(FullNode node, Winner winner, Value visible) =>
        node.Assignments is [{ Inherited: false, Default: false } only] && node.Increments.Length + node.Ghosts.Length == 0
        && IsVisible(only, winner, visible) && HasPlainContent(node, only);

    private static bool HasPlainContent(FullNode node, Assignment owner)
    {
        for (int i = 0; i < node.Children.Length; i++)
        {
            if (!FullNode.IsPlainContent(node.Children[i], owner, i)) return false;
        }

        return true;
    }
}
