using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Rule S: added elements carry their own stamps, a removal covers those it saw.</summary>
internal readonly struct SetPlanner(DeltaBuilder delta)
{
    /// <summary>True if elements would be left.</summary>
    public static bool Leaves(Place place, Value removed)
    {
        Winner set = place.Winner;
        return Array.Exists(place.Full?.Children ?? [], child => Reading.ShowsElement(child, set) && !removed.Contains(child.Step.Element));
    }

    public void Add(Place place, Value elements)
    {
        CheckKind(place, elements);
        delta.Default(place, elements.Kind, default);
        DeltaBuilder target = delta.At(place.Steps);
        foreach (ValueEntry entry in elements)
        {
            DeltaBuilder element = target.At(PathStep.SetElement(entry.Value));
            CoverExistences(place, entry.Value, element);
            element.Exist();
        }
    }

    public void Remove(Place place, Value elements)
    {
        if (!place.IsVisible) return;
        CheckKind(place, elements);
        DeltaBuilder target = delta.At(place.Steps);
        foreach (ValueEntry entry in elements) CoverExistences(place, entry.Value, target.At(PathStep.SetElement(entry.Value)));

        // An attribute's own emptying was seen to before; a member's is here.
        if (!Leaves(place, elements) && !delta.IsCleared(place.Steps)) delta.RemoveAll(place);
    }

    private static void CheckKind(Place place, Value elements)
    {
        if (!elements.Kind.IsSet()) throw new DocumentFault(DocumentFaultKind.EditMismatch, $"Elements of a set come as a set, not as a {elements.Kind}.");
        if (!place.IsVisible || place.Winner.Kind == elements.Kind) return;
        throw new DocumentFault(DocumentFaultKind.EditMismatch, $"A {elements.Kind} cannot be added to or taken from a {place.Winner.Kind}.");
    }

    private static void CoverExistences(Place place, Value element, DeltaBuilder target)
    {
        if (place.Full?.Find(PathStep.SetElement(element)) is not { } node) return;
        foreach (Existence existence in node.Full().Existences) target.Cover(CellSlot.Existence, existence.Stamp);
    }
}
