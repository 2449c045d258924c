using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Rule M: a whole value put over an existing one of its type becomes the smallest edit.</summary>
internal static class MergePlanner
{
    /// <summary>The same request in smaller edits.</summary>
    /// <returns>
    /// The very edits where nothing can be made smaller. Else without a touch: a write planned against what was there does not revive it, so that a
    /// concurrent deletion takes all of it and never half.
    /// </returns>
    public static IReadOnlyList<DocumentEdit> Shrink(Document document, IReadOnlyList<DocumentEdit> edits, PlanOptions options)
    {
        if (options.Mode == PutMode.Replace || !document.IsVisible || !MayShrink(edits)) return edits;
        PlaceFinder finder = new(document.Root);
        List<DocumentEdit> smaller = new(edits.Count);
        bool shrunk = false;
        foreach (DocumentEdit edit in edits)
        {
            if (TryShrink(document, edit, options, finder, smaller)) shrunk = true;
            else smaller.Add(edit);
        }

        if (!shrunk) return edits;
        smaller.RemoveAll(edit => edit is DocumentEdit.Touch);
        return smaller;
    }

    private static bool MayShrink(IReadOnlyList<DocumentEdit> edits)
    {
        for (int i = 0; i < edits.Count; i++)
        {
            if (edits[i] is DocumentEdit.PutItem || (edits[i] is DocumentEdit.Assign assign && assign.Value.Kind.IsContainer())) return true;
        }

        return false;
    }

    private static bool TryShrink(Document document, DocumentEdit edit, PlanOptions options, PlaceFinder finder, List<DocumentEdit> smaller)
    {
        ValueDiff diff = new(smaller, finder);
        switch (edit)
        {
            case DocumentEdit.PutItem { Item.Kind: ValueKind.Map } put when !ChangesTimeToLive(document.Visible, put.Item, options):
                diff.Item(document.Visible, put.Item);
                return true;
            case DocumentEdit.Assign { Path.Last.IsPosition: false } assign when assign.Value.Kind.IsContainer():
                if (!finder.TryFind(assign.Path, out Place place) || place.Winner.Kind != assign.Value.Kind) return false;
                Value old = Reading.Read(place.Node, place.Parent);
                if (old.IsNone) return false;
                diff.Value(assign.Path, old, assign.Value);
                return true;
            default:
                return false;
        }
    }

    private static bool ChangesTimeToLive(Value before, Value after, PlanOptions options) =>
        options.TimeToLiveAttribute is { } name && before[name] != after[name];
}
