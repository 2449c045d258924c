using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;

namespace Gateway.Crdt.Planning;

/// <summary>
/// Replays writes that only their own replica ever saw as new writes of another one: what a PoP does with the tail of its log that nobody has, when
/// it was evicted or found to be a clone and must enter under a new id. Pure.
/// </summary>
/// <remarks>
/// What shows afterwards is what would show had the old deltas merged: increments add up, elements and appended runs are there, a scalar stands
/// unless somebody set it later, and what others removed or replaced meanwhile stays so. The new deltas are ordinary writes: each has seen the
/// whole document, so that it is right with what was pruned without the old replica (ADR 0005); where it removes, it names what the old delta had seen.
/// Appended runs come after those of others, as their new stamps do. Where initialisers of several types met, or something was replaced on both sides
/// and removed again, a replayed write may count as made now. What still can differ: replayed on a document that was pruned, it may leave remains visible
/// at a store that has not pruned yet, until the attribute is written again; that takes edits of others below something that both sides replaced by another type.
/// </remarks>
public static class DeltaRestamp
{
    /// <summary>Makes the new deltas of one item.</summary>
    /// <param name="document">The item as the others have it, joined here; its old replica may be closed.</param>
    /// <param name="tail">All deltas of the old replica on the item that nobody else has seen, in the order of its log.</param>
    /// <param name="next">The new replica's stamp for a context: <see cref="HybridClock.Next"/>.</param>
    /// <param name="result">The document with the new deltas.</param>
    /// <param name="stable">What is stable here.</param>
    /// <param name="acknowledged">
    /// Older deltas of the old replica on the item, as far as its log still has them, in order: they tell how far its running totals had come, which the
    /// document no longer does where the number was reset and that is stable.
    /// </param>
    /// <returns>The new deltas in order, each on top of the one before. A write without an effect that is left has none, unless it is part of a transaction.</returns>
    /// <exception cref="DocumentFault">
    /// <see cref="DocumentFaultKind.OtherItem"/>: a delta of another item; <see cref="DocumentFaultKind.NumberRange"/>: a sum leaves what a document can
    /// hold; <see cref="DocumentFaultKind.StampBeyondContext"/>: a new stamp is not new, or the deltas are not one store's in order.
    /// </exception>
    public static IReadOnlyList<Delta> Replay(Document document, IReadOnlyList<Delta> tail, Func<Context, Stamp> next, out Document result, Context? stable = null, IReadOnlyList<Delta>? acknowledged = null)
    {
        result = document;
        if (tail.Count == 0) return [];
        Context floor = stable ?? Context.Empty;
        ItemReplay item = new(document.Key, [.. (acknowledged ?? []).Concat(tail).Select(delta => delta.Stamp.Replica).Distinct()]);
        foreach (Delta delta in acknowledged ?? []) item.Known(delta);
        List<Delta> replayed = [];
        foreach (Delta delta in tail)
        {
            Delta made = item.Replay(delta, result, next(result.Context), floor).Under(delta.Condition, delta.Group);
            if (made.IsEmpty && made.Group is null) continue;
            result.Apply(made, out result, floor);
            replayed.Add(made);
        }

        return replayed;
    }
}
