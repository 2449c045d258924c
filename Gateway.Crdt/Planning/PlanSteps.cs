using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Moves that several plans share.</summary>
internal static class PlanSteps
{
    /// <summary>Covers everything seen at and below a place, and keeps the increments that go with it from counting again.</summary>
    /// <remarks>Even where nothing is left here: a store that has pruned less may still hold remains that this write has in its past.</remarks>
    public static void RemoveAll(this DeltaBuilder delta, Place place) => Remove(delta, place, ClearScope.All);

    /// <summary>The same for a list element that goes on existing with another value.</summary>
    public static void RemoveValue(this DeltaBuilder delta, Place place) => Remove(delta, place, ClearScope.AllButExistence);

    /// <summary>Rule F: the default travels with the edit; it covers the defaults of its type that are not in force, and what stood on them stands on it.</summary>
    public static void Default(this DeltaBuilder delta, Place place, ValueKind kind, Value value)
    {
        DeltaBuilder target = delta.At(place.Steps);
        if (!delta.IsCleared(place.Steps) && place.Full is { } full)
        {
            Winner winner = place.Winner;
            foreach (Assignment assignment in full.Assignments)
            {
                if (!assignment.Default || assignment.Kind != kind || assignment.Stamp == winner.Stamp) continue;
                target.Cover(CellSlot.Assignment, assignment.Stamp);
                if (kind.IsContainer()) Sweeper.CoverContent(target, full, assignment.Stamp);
            }
        }

        target.Default(kind, value);
    }

    private static void Remove(DeltaBuilder delta, Place place, ClearScope scope)
    {
        DeltaBuilder target = delta.At(place.Steps);
        target.Remove(scope);
        Sweeper.Absorb(target, place.Node);
    }
}
