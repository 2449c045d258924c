namespace Gateway.DynamoCompat.Tables;

/// <summary>A secondary index as its owner defined it.</summary>
internal sealed record IndexDefinition
{
    public required uint Number { get; init; }

    public required string Name { get; init; }

    public required bool IsGlobal { get; init; }

    public required IReadOnlyList<KeyElement> Key { get; init; }

    /// <summary><c>ALL</c>, <c>KEYS_ONLY</c> or <c>INCLUDE</c>.</summary>
    public required string Projection { get; init; }

    public IReadOnlyList<string> NonKeyAttributes { get; init => field = value ?? []; } = [];

    /// <summary>True until its entries for the items that were there before it are written.</summary>
    public bool IsBackfilling { get; init; }

    /// <summary>True while its entries are removed.</summary>
    public bool IsDeleting { get; init; }

    /// <summary>What is done with it, or was until <see cref="ReadyAt"/>. A global index that is filled is creating for as long as that takes.</summary>
    public TablePhase Phase { get; init; }

    public DateTimeOffset ReadyAt { get; init; }

    public Throughput Throughput { get; init => field = value ?? Throughput.None; } = Throughput.None;

    public RequestUnits? OnDemandMaxima { get; init; }

    public RequestUnits? WarmThroughput { get; init; }

    public TablePhase PhaseAt(DateTimeOffset now) => IsDeleting ? TablePhase.Deleting : IsBackfilling ? TablePhase.Creating : ReadyAt > now ? Phase : TablePhase.Active;
}
