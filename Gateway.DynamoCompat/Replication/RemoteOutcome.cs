namespace Gateway.DynamoCompat.Replication;

/// <summary>What became of a unit, and which of its changes is to blame.</summary>
/// <param name="Result">What.</param>
/// <param name="Change">The place of the change that stopped it; -1 if none did.</param>
/// <param name="Reason">For people: why it is unfit; holds no item values. Null otherwise.</param>
public readonly record struct RemoteOutcome(RemoteResult Result, int Change = -1, string? Reason = null);
