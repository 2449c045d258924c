namespace Gateway.Replication.Shipping;

/// <summary>Changes on their way out that belong together.</summary>
/// <param name="Changes">At least one.</param>
/// <param name="First">The first log position that it stands for.</param>
/// <param name="Last">The last one.</param>
internal sealed record OutgoingUnit(IReadOnlyList<OutgoingChange> Changes, long First, long Last);
