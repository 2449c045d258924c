using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Planning;

/// <summary>Rule N: increments are this replica's running total; the base stays whose it is.</summary>
internal readonly struct NumberPlanner(DeltaBuilder delta, Stamp stamp)
{
    public void Increment(Place place, ExactNumber by)
    {
        DeltaBuilder target = delta.At(place.Steps);
        ExactSum exact = Before(place, target);
        ExactSum after = exact.Add(ExactSum.FromNumber(by));

        // Merged totals can pass 38 digits; what shows is then rounded, and the next local write starts over from what shows.
        if (!exact.TryToNumber(out _)) Rebase(place, target, exact.Round(), by);
        else if (!after.TryToNumber(out _)) throw OutOfRange(place);
        else if (!TryExtend(place, target, by)) Rebase(place, target, exact.Round(), by);
    }

    private static DocumentFault OutOfRange(Place place) =>
        new(DocumentFaultKind.NumberRange, $"The increment at {string.Join('.', place.Steps.Select(step => step.Kind))} leaves the range or precision of a number.");

    private static ExactSum Before(Place place, DeltaBuilder target)
    {
        if (!place.IsVisible)
        {
            if (target.DefaultValue.Kind == ValueKind.Number) return ExactSum.FromNumber(target.DefaultValue.AsNumber());
            throw new DocumentFault(DocumentFaultKind.EditMismatch, "An increment needs a number, or a default before it.");
        }

        Winner winner = place.Winner;
        if (winner.Kind != ValueKind.Number) throw new DocumentFault(DocumentFaultKind.EditMismatch, $"An increment needs a number; there is a {winner.Kind}.");
        return ExactSum.FromNumber(winner.Scalar.AsNumber()).Add(Reading.Unseen(place.Full!));
    }

    private bool TryExtend(Place place, DeltaBuilder target, ExactNumber by)
    {
        ExactSum amount = ExactSum.FromNumber(by);
        Increment total = new(stamp, stamp, amount, 1);
        if (!delta.IsCleared(place.Steps) && place.Full is { } full)
        {
            foreach (Increment own in full.Increments)
            {
                if (own.Stamp.Replica != stamp.Replica) continue;
                target.Cover(CellSlot.Increment, own.Stamp);
                total = new Increment(stamp, own.Run, own.Total.Add(amount), own.Count + 1);
            }
        }

        if (!total.Total.IsEncodable) return false;
        target.Increase(total);
        return true;
    }

    private void Rebase(Place place, DeltaBuilder target, ExactNumber shown, ExactNumber by)
    {
        if (ExactNumber.TryAdd(shown, by, out ExactNumber sum) != NumberFault.None) throw OutOfRange(place);
        delta.RemoveAll(place);
        target.Assign(Value.Number(sum));
    }
}
