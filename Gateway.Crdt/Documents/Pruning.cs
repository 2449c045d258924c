using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Documents;

/// <summary>Drops what can never show again, once every replica in scope knows all there is to know (ADR 0005).</summary>
/// <remarks>
/// A stamp is stable at a store when every replica in scope has applied it, and every delta that a replica made before it had done so has been
/// applied here. So what is stable here is in the past of all that is still to come. A closed replica (retired, its last delta applied
/// everywhere, closed at every member) has <see cref="HlcTime.Max"/> in the stable context.
/// </remarks>
public static class Pruning
{
    /// <summary>Drops losers, orphans and ghosts of a document all of whose writes are stable, and context entries of closed replicas.</summary>
    /// <param name="document">Any document.</param>
    /// <param name="stable">What is stable here. Only grows.</param>
    /// <returns>A document that shows the same and merges to the same; this very one if there is nothing to drop.</returns>
    public static Document Prune(Document document, Context stable)
    {
        if (!new Known(Context.Empty, stable).Includes(document.Context)) return document;
        FullNode? root = document.IsVisible ? new Pruner(stable).Visible(document.Root!, Reading.RootWinner(document.Root) with { Kind = ValueKind.Map }, default)?.Full() : null;
        Context context = document.Context.Without(replica => stable[replica] == HlcTime.Max);
        bool same = ReferenceEquals(root, document.Root) && ReferenceEquals(context, document.Context);
        return same ? document : new Document(document.Key, context, root);
    }

    /// <summary>What of a document does not show, and goes when all of it is stable.</summary>
    public static HiddenParts HiddenIn(Document document)
    {
        if (!document.IsVisible) return HiddenParts.Ghosts;
        Pruner pruner = new(document.Context);
        pruner.Visible(document.Root!, Reading.RootWinner(document.Root) with { Kind = ValueKind.Map }, default);
        return pruner.Dropped;
    }

    /// <summary>As <see cref="Prune"/>, but an item that shows keeps all its cells: for items that somebody may still write without having seen them as they are.</summary>
    /// <param name="document">Any document.</param>
    /// <param name="stable">What every replica in scope has applied.</param>
    public static Document PruneDeleted(Document document, Context stable)
    {
        Document pruned = Prune(document, stable);
        if (ReferenceEquals(pruned, document) || !document.IsVisible) return pruned;
        return pruned.Context.Equals(document.Context) ? document : new Document(document.Key, pruned.Context, document.Root);
    }

    /// <summary>True if the store may drop the document altogether: the item is deleted, and every member knows that this is stable.</summary>
    /// <param name="document">A pruned document.</param>
    /// <param name="stableEverywhere">
    /// What every member of the scope has declared stable: the minimum of their stable contexts. This store's own stable context is not enough, because
    /// a new item is written with an empty context, and another store may still keep remains that this write must cover.
    /// </param>
    public static bool CanForget(Document document, Context stableEverywhere) =>
        document.HasNoCells && new Known(Context.Empty, stableEverywhere).Includes(document.Context);
}
