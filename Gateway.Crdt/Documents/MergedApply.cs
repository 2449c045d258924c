using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>Applies merged deltas: first what they remove of their past, then a join with what is left of what they added (ADR 0023).</summary>
internal static class MergedApply
{
    public static ApplyResult Apply(Document document, MergedDelta merged, Context stable, Context past, out Document result)
    {
        Known here = new(document.Context, stable);
        result = document;
        if (here.Includes(merged.Stamp)) return ApplyResult.AlreadySeen;
        if (!here.Includes(merged.Needs)) return ApplyResult.PredecessorMissing;

        // Cells of the deltas themselves are the business of the join, however much of them is stable here.
        ReplicaId origin = merged.Stamp.Replica;
        Context before = Context.Empty.With(new Stamp(new HlcTime(merged.FirstStamp.Time.Ticks - 1), origin));
        Context floor = Before(past, before, origin);
        bool partlySeen = here.Includes(merged.FirstStamp);
        Node? root = Clear(document.Root, merged, floor);
        if (partlySeen && floor.Count > 0 && NodeCount.Of(root) != NodeCount.Of(Clear(document.Root, merged, Context.Empty)))
        {
            // Something is stable here that the deltas' context no longer names. It is in the past of those to come, not of those that were seen,
            // and which of them remove it was not kept.
            return ApplyResult.PredecessorMissing;
        }

        Known there = partlySeen ? new(Context.Empty.With(merged.Stamp), Context.Empty, before) : new(Context.Empty, Context.Empty);
        root = NodeJoin.Join(root, merged.Root, here, there);
        result = new Document(document.Key, document.ContextWith(merged.Needs, merged.Stamp, stable), root?.Full());
        return ApplyResult.Applied;
    }

    private static Node? Clear(Node? root, MergedDelta merged, Context floor) =>
        merged.Clears.IsEmpty ? root : new NodeApply(merged.Stamp, new Known(merged.Needs, floor)).Apply(root, merged.Clears);

    /// <summary>What is past, of that replica no more than what lies before the deltas.</summary>
    private static Context Before(Context past, Context before, ReplicaId origin) =>
        past[origin] <= before[origin] ? past : past.Without(replica => replica == origin).Union(before);
}
