using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Rule L: what one request appends, prepends or inserts is a run that stays together.</summary>
internal readonly struct ListPlanner(DeltaBuilder delta, PlaceFinder finder, Stamp stamp)
{
    public void Extend(Place place, ListSide side, Value values)
    {
        if (values.Kind != ValueKind.List) throw new DocumentFault(DocumentFaultKind.EditMismatch, $"A list is extended by a list, not by a {values.Kind}.");
        DeltaBuilder list = delta.At(place.Steps);
        ValueKind kind = place.IsVisible ? place.Winner.Kind : list.DefaultValue.Kind;
        if (kind != ValueKind.List) throw new DocumentFault(DocumentFaultKind.EditMismatch, $"Only a list can be extended; there is {(kind == ValueKind.None ? "nothing" : $"a {kind}")}.");
        foreach (ValueEntry entry in values) Add(list, new ElementId(side, stamp, list.NextIndex(side)), entry.Value);
    }

    /// <summary>SET l[i] with i at or past the end.</summary>
    public void AppendPastEnd(DocumentEdit.Assign assign)
    {
        DeltaBuilder list = delta.At(ListOf(assign.Path));
        Add(list, new ElementId(ListSide.Tail, stamp, list.NextIndex(ListSide.Tail)), assign.Value);
    }

    public void Insert(DocumentEdit.InsertAfter insert)
    {
        if (!finder.TryFind(insert.Path.At(insert.After), out Place left))
        {
            throw new DocumentFault(DocumentFaultKind.EditMismatch, $"The list has no element at position {insert.After} to insert after.");
        }

        ElementId id = left.Steps[^1].ElementId;
        if (id.Insertions.Length >= ElementId.InsertionsMax) throw new DocumentFault(DocumentFaultKind.TooDeep, "An element cannot be inserted here: the list must be assigned.");
        DeltaBuilder list = delta.At(left.Steps.AsSpan(0, left.Steps.Length - 1));
        int index = 0;
        foreach (ValueEntry entry in insert.Values) Add(list, id.After(stamp, index++), entry.Value);
    }

    private static void Add(DeltaBuilder list, ElementId id, Value value)
    {
        DeltaBuilder element = list.At(PathStep.ListElement(id));
        element.Exist();
        element.Assign(value);
    }

    private PathStep[] ListOf(ValuePath element)
    {
        ValuePath list = element.Parent;
        return finder.TryFind(list, out Place place) ? place.Steps : throw new DocumentFault(DocumentFaultKind.EditMismatch, "There is no list.");
    }
}
