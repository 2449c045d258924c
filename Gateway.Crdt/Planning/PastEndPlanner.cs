using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Edits of a list element that is not there yet make one: as in DynamoDB, a position past the end of a list appends.</summary>
internal static class PastEndPlanner
{
    /// <summary>The same edits, those past the end of their list combined into one <see cref="DocumentEdit.Assign"/> for each position.</summary>
    public static IReadOnlyList<DocumentEdit> Combine(IReadOnlyList<DocumentEdit> edits, PlaceFinder finder)
    {
        if (!HasPastEnd(edits, finder)) return edits;
        List<DocumentEdit> combined = new(edits.Count);
        List<(ValuePath Path, Value Value)> made = [];
        foreach (DocumentEdit edit in edits)
        {
            if (!IsPastEnd(edit, finder))
            {
                combined.Add(edit);
                continue;
            }

            ValuePath path = edit.Path!;
            int known = made.FindIndex(entry => entry.Path.Equals(path));
            Value value = Apply(edit, known < 0 ? default : made[known].Value);
            if (known < 0) made.Add((path, value));
            else made[known] = (path, value);
        }

        // DynamoDB appends several such elements in the order of their positions.
        combined.AddRange(made.OrderBy(entry => entry.Path.Last.Position).Select(entry => new DocumentEdit.Assign(entry.Path, entry.Value)));
        return combined;
    }

    private static bool HasPastEnd(IReadOnlyList<DocumentEdit> edits, PlaceFinder finder)
    {
        for (int i = 0; i < edits.Count; i++)
        {
            if (IsPastEnd(edits[i], finder)) return true;
        }

        return false;
    }

    private static bool IsPastEnd(DocumentEdit edit, PlaceFinder finder) =>
        edit is not (DocumentEdit.Remove or DocumentEdit.RemoveFromSet) && edit.Path is { Last.IsPosition: true } path && !finder.TryFind(path, out _);

    private static Value Apply(DocumentEdit edit, Value value) => edit switch
    {
        DocumentEdit.Assign assign => assign.Value,
        DocumentEdit.Default initial => initial.Value,
        DocumentEdit.AddToSet add => add.Elements,
        DocumentEdit.Increment increment when value.Kind == ValueKind.Number => Sum(value.AsNumber(), increment.By),
        DocumentEdit.Append append when value.Kind == ValueKind.List => Concatenate(value, append.Values),
        DocumentEdit.Prepend prepend when value.Kind == ValueKind.List => Concatenate(prepend.Values, value),
        _ => throw new DocumentFault(DocumentFaultKind.EditMismatch, "An edit past the end of a list needs a value to start from."),
    };

    private static Value Sum(ExactNumber number, ExactNumber by) => ExactNumber.TryAdd(number, by, out ExactNumber sum) is var fault && fault == NumberFault.None
        ? Value.Number(sum)
        : throw new DocumentFault(DocumentFaultKind.NumberRange, $"An increment past the end of a list is refused: {fault}.");

    private static Value Concatenate(Value first, Value second)
    {
        List<Value> values = new(first.Count + second.Count);
        foreach (ValueEntry entry in first) values.Add(entry.Value);
        foreach (ValueEntry entry in second) values.Add(entry.Value);
        return Value.List(values);
    }
}
