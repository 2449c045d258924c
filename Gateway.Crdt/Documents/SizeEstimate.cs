using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>About how many bytes something takes when it is encoded: for limits of batches, where a walk is too much less than an encoding to be exact.</summary>
internal static class SizeEstimate
{
    private const int HeadBytes = 16;
    private const int StampBytes = 5;
    private const int StepBytes = 3;

    public static int Of(Delta delta) => Frame(delta.Key, delta.Needs.With(delta.Stamp)) + Of(delta.Root);

    public static int Of(MergedDelta merged) => Frame(merged.Key, merged.Needs.With(merged.Stamp)) + Of(merged.Clears) + Of(merged.Root);

    public static int Of(Document document) => Frame(document.Key, document.Context) + Of(document.Root);

    private static int Frame(ItemKey key, Context context) => HeadBytes + key.Bytes.Length + (context.Count * (ReplicaId.Bytes + StampBytes));

    private static int Of(DeltaNode node)
    {
        int bytes = 1 + (node.Covers.Length * (StampBytes + 1)) + node.Content.Bytes.Length + (node.Ghost.Length * 2 * StampBytes) + (node.Increment is null ? 0 : 2 * StampBytes);
        foreach (DeltaChild child in node.Children) bytes += Of(child.Step) + Of(child.Node);
        return bytes;
    }

    private static int Of(Node? node)
    {
        if (node is null) return 0;
        if (node is PlainNode plain) return plain.Value.Bytes.Length;
        FullNode full = (FullNode)node;
        int bytes = 1 + ((full.Existences.Length + (2 * full.Increments.Length)) * StampBytes);
        foreach (Assignment assignment in full.Assignments) bytes += StampBytes + assignment.Scalar.Bytes.Length;
        foreach (Ghost ghost in full.Ghosts) bytes += StampBytes + (ghost.Seen.Length * 2 * StampBytes);
        foreach (Child child in full.Children) bytes += Of(child.Step) + Of(child.Node);
        return bytes;
    }

    private static int Of(in PathStep step) => StepBytes + step.Kind switch
    {
        StepKind.Name => step.NameBytes.Length,
        StepKind.SetElement => step.Element.Bytes.Length,
        _ => StampBytes * (1 + step.ElementId.Insertions.Length),
    };
}
