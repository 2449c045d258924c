namespace Gateway.Simulation.Tests.Histories;

/// <summary>All that will be done to a history's PoPs. The seed decides the rest: delays, times of syncs, what a crash leaves.</summary>
internal sealed record HistoryPlan
{
    public required int Seed { get; init; }

    public required int Pops { get; init; }

    /// <summary>There is a second table, which the first two PoPs hold, and nobody else.</summary>
    public bool HasScopes { get; init; }

    /// <summary>How long it goes on before all faults end.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>Who joined, or was given up, is known to each PoP when the record of it has come; else everywhere at once.</summary>
    public bool HasMemberRecords { get; init; }

    /// <summary>In the order of their times.</summary>
    public required IReadOnlyList<PlanStep> Steps { get; init; }

    public override string ToString() => $"seed {Seed}, {Pops} PoPs, {Length}:{Environment.NewLine}{string.Join(Environment.NewLine, Steps.Select(step => $"  {step}"))}";
}
