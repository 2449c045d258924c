using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>The smallest edits that turn one value into another: maps by member, sets by element, lists by <see cref="ListDiff"/>.</summary>
/// <param name="edits">Receives the edits.</param>
/// <param name="finder">Finds where the old value's elements lie.</param>
internal readonly struct ValueDiff(List<DocumentEdit> edits, PlaceFinder finder)
{
    /// <summary>Whole items.</summary>
    public void Item(Value before, Value after) => Members(null, before, after);

    /// <summary>Values at a path. Recursion is bounded by the depth that every value is checked for.</summary>
    public void Value(ValuePath path, Value before, Value after)
    {
        if (before == after) return;
        if (before.Kind != after.Kind) edits.Add(new DocumentEdit.Assign(path, after));
        else if (before.Kind == ValueKind.Map) Members(path, before, after);
        else if (before.Kind.IsSet()) Elements(path, before, after);
        else if (before.Kind != ValueKind.List || !TryList(path, before, after)) edits.Add(new DocumentEdit.Assign(path, after));
    }

    private void Members(ValuePath? path, Value before, Value after)
    {
        ValueEnumerator old = before.GetEnumerator();
        ValueEnumerator now = after.GetEnumerator();
        bool hasOld = old.MoveNext();
        bool hasNow = now.MoveNext();
        while (hasOld || hasNow)
        {
            int order = !hasOld ? 1 : !hasNow ? -1 : old.Current.NameBytes.SequenceCompareTo(now.Current.NameBytes);
            if (order == 0 && old.Current.Value == now.Current.Value)
            {
                hasOld = old.MoveNext();
                hasNow = now.MoveNext();
                continue;
            }

            ValueEntry entry = order <= 0 ? old.Current : now.Current;
            ValuePath member = path is null ? ValuePath.Of(entry) : path.Member(entry.Name);
            if (order < 0) edits.Add(new DocumentEdit.Remove(member));
            else if (order > 0) edits.Add(new DocumentEdit.Assign(member, now.Current.Value));
            else Value(member, old.Current.Value, now.Current.Value);
            if (order <= 0) hasOld = old.MoveNext();
            if (order >= 0) hasNow = now.MoveNext();
        }
    }

    private void Elements(ValuePath path, Value before, Value after)
    {
        (List<Value> gone, List<Value> come) = (Missing(before, after), Missing(after, before));

        // Nothing in common: another set, not a changed one.
        if (gone.Count == before.Count)
        {
            edits.Add(new DocumentEdit.Assign(path, after));
            return;
        }

        if (come.Count > 0) edits.Add(new DocumentEdit.AddToSet(path, Values.Value.Set(after.Kind, come)));
        if (gone.Count > 0) edits.Add(new DocumentEdit.RemoveFromSet(path, Values.Value.Set(before.Kind, gone)));
    }

    /// <summary>The elements of one set that another one lacks; both ascend.</summary>
    private static List<Value> Missing(Value from, Value other)
    {
        List<Value> missing = [];
        ValueEnumerator others = other.GetEnumerator();
        bool more = others.MoveNext();
        foreach (ValueEntry entry in from)
        {
            while (more && others.Current.Value.Payload.SequenceCompareTo(entry.Value.Payload) < 0) more = others.MoveNext();
            if (!more || others.Current.Value != entry.Value) missing.Add(entry.Value);
        }

        return missing;
    }

    private bool TryList(ValuePath path, Value before, Value after)
    {
        if (!ListDiff.TryCompare(before, after, out List<ListHunk> hunks)) return false;
        foreach (ListHunk hunk in hunks)
        {
            if (hunk.IsInsertBetween && !CanInsertAfter(path, hunk.At - 1)) return false;
        }

        foreach (ListHunk hunk in hunks) Hunk(path, hunk);
        return true;
    }

    private bool CanInsertAfter(ValuePath list, int position) =>
        finder.TryFind(list.At(position), out Place left) && left.Steps[^1].ElementId.Insertions.Length < ElementId.InsertionsMax;

    private void Hunk(ValuePath path, ListHunk hunk)
    {
        if (hunk.Gone.Count == hunk.Come.Count)
        {
            for (int i = 0; i < hunk.Gone.Count; i++) Value(path.At(hunk.At + i), hunk.Gone[i], hunk.Come[i]);
            return;
        }

        for (int i = 0; i < hunk.Gone.Count; i++) edits.Add(new DocumentEdit.Remove(path.At(hunk.At + i)));
        if (hunk.Come.Count == 0) return;
        Value come = Values.Value.List(hunk.Come);
        if (hunk.IsAtEnd) edits.Add(new DocumentEdit.Append(path, come));
        else if (hunk.At == 0) edits.Add(new DocumentEdit.Prepend(path, come));
        else edits.Add(new DocumentEdit.InsertAfter(path, hunk.At - 1, come));
    }
}
