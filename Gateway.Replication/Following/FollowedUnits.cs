using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Replication.Links;
using Gateway.Replication.Replica;

namespace Gateway.Replication.Following;

/// <summary>Merges what came for partitions that were asked for.</summary>
/// <remarks>
/// What is stable at this PoP says nothing about items that live where they are written: it applies logs that are filtered. What is stable at a PoP that keeps everything does:
/// that has merged it, so what of it is not in its documents was removed (ADR 40).
/// </remarks>
internal sealed class FollowedUnits(LinkHouse house, IFollowedData data)
{
    /// <summary>What is here of a partition, item by item.</summary>
    public IEnumerable<Document> Documents(PartitionName partition) => data.HashOf(partition) is not { } hash
        ? []
        : house.Replica.Scan(partition.Table, hash, hash, null).Select(change => ((Fragment.OfDocument)change.Fragment).Document).Where(document => partition.Holds(document.Key.Bytes));

    /// <summary>Merges documents of a PoP that keeps everything.</summary>
    /// <param name="units">The documents.</param>
    /// <param name="stable">What that PoP has merged beside what they name.</param>
    /// <returns>False if something could not be merged.</returns>
    public bool ApplyWord(IReadOnlyList<IncomingUnit> units, Context stable) =>
        Apply(units, change => data.PartitionOf(change.Table, change.Fragment.Key) is null ? change : change with { Past = stable });

    /// <summary>Merges documents of any other PoP.</summary>
    /// <param name="units">The documents.</param>
    /// <param name="wordOf">What counts as merged here of a partition; null for nothing.</param>
    public void Apply(IReadOnlyList<IncomingUnit> units, Func<PartitionName, Context?> wordOf) =>
        Apply(units, change => data.PartitionOf(change.Table, change.Fragment.Key) is { } partition ? change with { Known = wordOf(partition) } : change);

    /// <summary>Drops what is here of a partition and was removed at a PoP that keeps everything.</summary>
    /// <param name="partition">Which.</param>
    /// <param name="told">Items that it has; they are merged.</param>
    /// <param name="stable">What it has merged.</param>
    public void DropRemoved(PartitionName partition, HashSet<ItemKey> told, Context stable)
    {
        if (stable.Count == 0) return;
        List<IncomingUnit> units = [];
        foreach (Document document in Documents(partition))
        {
            if (document.HasNoCells || told.Contains(document.Key) || document.Context.Intersect(stable).Count == 0) continue;
            units.Add(new IncomingUnit([new IncomingChange(partition.Table, Fragment.Of(Document.Empty(document.Key)), 0)], house.Self.Name));
        }

        if (units.Count > 0) ApplyWord(units, stable);
    }

    private bool Apply(IReadOnlyList<IncomingUnit> units, Func<IncomingChange, IncomingChange> marked)
    {
        if (units.Count == 0) return true;
        IncomingUnit[] all = [.. units.Select(unit => unit with { Changes = [.. unit.Changes.Select(marked)] })];
        UnitOutcome[] outcomes = new UnitOutcome[all.Length];
        house.Replica.Apply(all, outcomes); // what does not fit is found by comparing
        return Array.TrueForAll(outcomes, outcome => outcome.Kind is UnitOutcomeKind.Applied or UnitOutcomeKind.AlreadySeen);
    }
}
