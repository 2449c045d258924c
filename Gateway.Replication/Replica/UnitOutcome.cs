namespace Gateway.Replication.Replica;

/// <summary>What became of a unit.</summary>
/// <param name="Kind">What.</param>
/// <param name="Change">Which of its changes is the reason, where there is one.</param>
/// <param name="Reason">Why it does not fit, for people.</param>
public readonly record struct UnitOutcome(UnitOutcomeKind Kind, int Change = 0, string? Reason = null);
