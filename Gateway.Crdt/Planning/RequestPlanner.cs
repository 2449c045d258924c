using System.Diagnostics;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Plans one request's edits: first what its attributes need swept, then each edit.</summary>
internal sealed class RequestPlanner
{
    /// <summary>So many are compared with one another; more are put into groups.</summary>
    private const int FewEdits = 16;

    private readonly Document document;
    private readonly DeltaBuilder delta;
    private readonly PlaceFinder finder;
    private readonly NumberPlanner numbers;
    private readonly ListPlanner lists;
    private readonly SetPlanner sets;

    public RequestPlanner(Document document, Stamp stamp, DeltaBuilder delta)
    {
        this.document = document;
        this.delta = delta;

        // Of an item that does not show, nothing is there to be edited: what it left behind is covered below.
        finder = new PlaceFinder(document.IsVisible ? document.Root : null);
        numbers = new NumberPlanner(delta, stamp);
        lists = new ListPlanner(delta, finder, stamp);
        sets = new SetPlanner(delta);
    }

    public void Plan(IReadOnlyList<DocumentEdit> edits)
    {
        if (edits.Count == 1 && edits[0] is DocumentEdit.PutItem or DocumentEdit.DeleteItem)
        {
            ClearItem();
            if (edits[0] is DocumentEdit.PutItem put) AssignItem(put.Item);
            return;
        }

        if (HasTouch(edits)) Touch();
        if (!document.IsVisible) ClearItem();
        else Sweep(edits);
        IReadOnlyList<DocumentEdit> combined = PastEndPlanner.Combine(edits, finder);
        for (int i = 0; i < combined.Count; i++) Plan(combined[i]);
    }

    private static bool HasTouch(IReadOnlyList<DocumentEdit> edits)
    {
        for (int i = 0; i < edits.Count; i++)
        {
            if (edits[i] is DocumentEdit.Touch) return true;
        }

        return false;
    }

    private static bool HasAttribute(IReadOnlyList<DocumentEdit> edits, int count, string attribute)
    {
        for (int i = 0; i < count; i++)
        {
            if (edits[i].Path?.Attribute == attribute) return true;
        }

        return false;
    }

    private static void CheckDepth(ValuePath path, Value value) => CheckDepth(path.Parts.Length - 1, value);

    private static void CheckDepth(int above, Value value)
    {
        if (value.Kind.IsContainer() && above + ValueDepth.Of(value) > Value.DepthMax)
        {
            throw new DocumentFault(DocumentFaultKind.TooDeep, $"A value nests deeper than {Value.DepthMax} levels.");
        }
    }

    private void Plan(DocumentEdit edit)
    {
        switch (edit)
        {
            case DocumentEdit.Touch:
                break;
            case DocumentEdit.Assign assign:
                Assign(assign);
                break;
            case DocumentEdit.Default initial:
                Default(initial);
                break;
            case DocumentEdit.Increment increment:
                numbers.Increment(Find(increment.Path), increment.By);
                break;
            case DocumentEdit.AddToSet add:
                CheckDepth(add.Path, add.Elements);
                sets.Add(Prepared(add.Path), add.Elements);
                break;
            case DocumentEdit.RemoveFromSet remove:
                if (finder.TryFind(remove.Path, out Place set)) sets.Remove(set, remove.Elements);
                break;
            case DocumentEdit.Append append:
                CheckDepth(append.Path, append.Values);
                lists.Extend(Find(append.Path), ListSide.Tail, append.Values);
                break;
            case DocumentEdit.Prepend prepend:
                CheckDepth(prepend.Path, prepend.Values);
                lists.Extend(Find(prepend.Path), ListSide.Head, prepend.Values);
                break;
            case DocumentEdit.InsertAfter insert:
                CheckDepth(insert.Path, insert.Values);
                lists.Insert(insert);
                break;
            case DocumentEdit.Remove remove:
                if (document.IsVisible && finder.TryFind(remove.Path, out Place place)) delta.RemoveAll(place);
                break;
            case DocumentEdit.PutItem or DocumentEdit.DeleteItem:
                throw new DocumentFault(DocumentFaultKind.EditMismatch, "A put or delete of the item stands with other edits.");
            default:
                throw new UnreachableException();
        }
    }

    private void ClearItem()
    {
        delta.Remove(ClearScope.All);
        Sweeper.Absorb(delta, document.Root);
    }

    private void AssignItem(Value item)
    {
        if (item.Kind != ValueKind.Map) throw new DocumentFault(DocumentFaultKind.EditMismatch, $"An item is a map, not a {item.Kind}.");
        CheckDepth(-1, item);
        delta.Assign(item);
    }

    private void Touch()
    {
        foreach (Existence existence in document.Root?.Existences ?? []) delta.Cover(CellSlot.Existence, existence.Stamp);
        delta.Exist();
    }

    /// <summary>Rule G: what the touched attributes hide is covered; what is about to appear or vanish starts from nothing.</summary>
    private void Sweep(IReadOnlyList<DocumentEdit> edits)
    {
        if (edits.Count > FewEdits)
        {
            foreach (IGrouping<string, DocumentEdit> attribute in edits.Where(edit => edit.Path is not null).GroupBy(edit => edit.Path!.Attribute)) Sweep(attribute.Key, [.. attribute], 0);
            return;
        }

        for (int i = 0; i < edits.Count; i++)
        {
            if (edits[i].Path is { } path && !HasAttribute(edits, i, path.Attribute)) Sweep(path.IsAttribute ? path : path.Attribute, edits, i);
        }
    }

    /// <summary>One attribute; no edit before the first given touches it.</summary>
    private void Sweep(ValuePath attribute, IReadOnlyList<DocumentEdit> edits, int first)
    {
        Place place = Find(attribute);
        bool before = place.IsVisible;
        bool after = before;
        for (int i = first; i < edits.Count; i++)
        {
            if (edits[i].Path?.Attribute == attribute.Attribute) after = ExistsAfter(edits[i], place, after);
        }

        if (before && after) Sweeper.Sweep(delta.At(place.Steps), place.Node!, place.Winner, place.Parent, isElement: false, LosingPuts());
        else if (before != after) delta.RemoveAll(place);
    }

    /// <summary>Puts of the item that lost to another one: an attribute of theirs stays with them.</summary>
    private Stamp[] LosingPuts() => document.Root!.Assignments is { Length: > 1 } puts ? [.. puts[..^1].Select(put => put.Stamp)] : [];

    private static bool ExistsAfter(DocumentEdit edit, Place attribute, bool before)
    {
        if (!edit.Path!.IsAttribute) return before;
        return edit switch
        {
            DocumentEdit.Remove => false,
            DocumentEdit.RemoveFromSet remove => before && SetPlanner.Leaves(attribute, remove.Elements),
            _ => true,
        };
    }

    private void Assign(DocumentEdit.Assign assign)
    {
        CheckDepth(assign.Path, assign.Value);
        if (!finder.TryFind(assign.Path, out Place place))
        {
            lists.AppendPastEnd(assign);
            return;
        }

        if (assign.Path.Last.IsPosition) delta.RemoveValue(place);
        else delta.RemoveAll(place);
        delta.At(place.Steps).Assign(assign.Value);
    }

    private void Default(DocumentEdit.Default initial)
    {
        CheckDepth(initial.Path, initial.Value);
        delta.Default(Prepared(initial.Path), initial.Value.Kind, initial.Value);
    }

    /// <summary>The place of an edit that may create: nested remains that do not show are covered first, as for attributes.</summary>
    private Place Prepared(ValuePath path)
    {
        Place place = Find(path);
        if (!path.IsAttribute && !place.IsVisible && !delta.IsCleared(place.Steps)) delta.RemoveAll(place);
        return place;
    }

    private Place Find(ValuePath path) => finder.TryFind(path, out Place place)
        ? place
        : throw new DocumentFault(DocumentFaultKind.EditMismatch, $"The list has no element at position {path.Last.Position}.");
}
