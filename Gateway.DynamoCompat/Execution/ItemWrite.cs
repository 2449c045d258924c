using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Streams;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Execution;

/// <summary>One write of one item, checked as far as that goes without looking at data.</summary>
internal sealed record ItemWrite
{
    public required TableSchema Table { get; init; }

    public required ItemAddress Address { get; init; }

    /// <summary>A map of the key attributes.</summary>
    public required Value Key { get; init; }

    public required ItemChange Change { get; init; }

    public Condition? Condition { get; init; }

    /// <summary>What the condition is to the write; travels with its delta.</summary>
    public ConditionClass ConditionClass { get; init; }

    public WriteCause Cause { get; init; }

    /// <summary>The functions that have led to it; null if there are none.</summary>
    public string? Lineage { get; init; }

    /// <summary>Where it was written; null if here.</summary>
    public ChangeOrigin? Origin { get; init; }

    /// <summary>The same write as a caller's.</summary>
    public ItemWrite By(Caller caller) => caller.Lineage is null ? this : this with { Lineage = caller.Lineage };
}
