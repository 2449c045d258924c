using Gateway.Crdt.Documents;

namespace Gateway.DynamoCompat.Replication;

/// <summary>Counts merged writes that had not seen what was here, by what they relied on. Safe for several threads; begins at 0 with each start.</summary>
/// <remarks>What each class means to a developer: docs/conflicts.md. Source: DOCUMENT 2.2 (the condition's class travels with its delta).</remarks>
internal sealed class ConflictCounts
{
    private static readonly string[] Names = ["concurrent", "claim", "guard", "compare-and-set", "floor", "condition", "oversize"];
    private const int Oversize = 6;

    private readonly long[] counts = new long[Names.Length];

    /// <summary>All classes and how often each was met.</summary>
    public IReadOnlyDictionary<string, long> All => Names.Select((name, at) => (name, Count: Interlocked.Read(ref counts[at]))).ToDictionary(entry => entry.name, entry => entry.Count);

    /// <summary>Notes a write that was merged.</summary>
    /// <param name="before">The document that it met.</param>
    /// <param name="fragment">The write.</param>
    public void Note(Document before, Fragment fragment)
    {
        ConditionClass? condition = fragment switch
        {
            Fragment.OfDelta { Delta: var delta } => delta.Condition,
            Fragment.OfMerged { Merged: var merged } => merged.Condition,
            _ => null, // a whole document says nothing about single writes
        };
        if (condition is null || fragment.Needs.Includes(before.Context)) return;
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
    public void NoteOversize() => Interlocked.Increment(ref counts[Oversize]);
}
