using System.Collections.Concurrent;
using Gateway.Crdt.Documents;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Replication;

/// <summary>Counts merged writes that had not seen what was here, by what they relied on. Safe for several threads; begins at 0 with each start.</summary>
/// <remarks>What each class means to a developer: docs/conflicts.md. Source: DOCUMENT 2.2 (the condition's class travels with its delta).</remarks>
internal sealed class ConflictCounts
{
    private static readonly string[] Names = ["concurrent", "claim", "guard", "compare-and-set", "floor", "condition", "oversize"];
    private const int Oversize = 6;

    private readonly ConcurrentDictionary<string, long[]> byTable = new(StringComparer.Ordinal) { [TableLabels.Records] = new long[Names.Length] }; // always there, so that a measurement is

    /// <summary>All tables that had any, in the order of their names, and all classes of each.</summary>
    public IReadOnlyList<ConflictCount> All =>
        [.. byTable.OrderBy(table => table.Key, StringComparer.Ordinal).SelectMany(table => Names.Select((name, at) => new ConflictCount(table.Key, name, Interlocked.Read(ref table.Value[at]))))];

    /// <summary>Notes a write that was merged.</summary>
    /// <param name="table">Where to.</param>
    /// <param name="before">The document that it met.</param>
    /// <param name="fragment">The write.</param>
    public void Note(TableSchema table, Document before, Fragment fragment)
    {
        ConditionClass? condition = fragment switch
        {
            Fragment.OfDelta { Delta: var delta } => delta.Condition,
            Fragment.OfMerged { Merged: var merged } => merged.Condition,
            _ => null, // a whole document says nothing about single writes
        };
        if (condition is null || fragment.Needs.Includes(before.Context)) return;
        long[] counts = CountsOf(table);
        Interlocked.Increment(ref counts[0]);

        // Known to be false is the premise of a claim on what is there, and of a guard of what is gone; the others may have been.
        bool mayBeFalse = condition switch
        {
            ConditionClass.None => false,
            ConditionClass.Claim => before.IsVisible,
            ConditionClass.Guard => !before.IsVisible,
            _ => true,
        };
        if (mayBeFalse) Interlocked.Increment(ref counts[(int)condition]);
    }

    /// <summary>Notes an item that became larger than DynamoDB lets any be.</summary>
    public void NoteOversize(TableSchema table) => Interlocked.Increment(ref CountsOf(table)[Oversize]);

    private long[] CountsOf(TableSchema table)
    {
        string name = TableLabels.Of(table);
        if (byTable.TryGetValue(name, out long[]? counts)) return counts;
        return byTable.GetOrAdd(byTable.Count < TableLabels.Max ? name : TableLabels.Others, _ => new long[Names.Length]);
    }
}
