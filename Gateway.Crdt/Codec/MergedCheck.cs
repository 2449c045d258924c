using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Codec;

/// <summary>Checks what merged deltas of somebody else may say: they remove only what is older than they are, and add only in their own name.</summary>
internal static class MergedCheck
{
    public static void Check(MergedDelta merged)
    {
        CheckClears(merged.Clears, merged.FirstStamp, isRoot: true);
        if (merged.Root is null) return;
        NodeCheck.Check(merged.Root, merged.Needs.With(merged.Stamp));
        CheckCells(merged.Root, merged);
    }

    private static void CheckClears(DeltaNode node, Stamp first, bool isRoot)
    {
        if (node.Assigned != ValueKind.None || node.Exists || node.Increment is not null || node.Ghost.Length > 0) throw DocumentFault.Malformed("A removal adds something", 0);
        if (node.IsEmpty && !isRoot) throw DocumentFault.Malformed("A removal of nothing", 0);
        foreach (Cover cover in node.Covers)
        {
            if (cover.Stamp.Replica == first.Replica && cover.Stamp.Time >= first.Time) throw Beyond(cover.Stamp);
        }

        foreach (DeltaChild child in node.Children) CheckClears(child.Node, first, isRoot: false);
    }

    private static void CheckCells(Node node, MergedDelta merged)
    {
        if (node is PlainNode plain)
        {
            CheckStamp(plain.Stamp, merged);
            return;
        }

        FullNode full = (FullNode)node;
        foreach (Assignment assignment in full.Assignments) CheckStamp(assignment.Stamp, merged);
        foreach (Existence existence in full.Existences) CheckStamp(existence.Stamp, merged);
        foreach (Increment increment in full.Increments) CheckStamp(increment.Stamp, merged);
        foreach (Ghost ghost in full.Ghosts) CheckStamp(ghost.Stamp, merged);
        foreach (Child child in full.Children) CheckCells(child.Node, merged);
    }

    private static void CheckStamp(Stamp stamp, MergedDelta merged)
    {
        if (stamp.Replica != merged.Stamp.Replica || stamp < merged.FirstStamp || stamp > merged.Stamp) throw Beyond(stamp);
    }

    private static DocumentFault Beyond(Stamp stamp) =>
        new(DocumentFaultKind.StampBeyondContext, $"Merged deltas name {stamp} where only older cells can be removed, and only own ones added.");
}
