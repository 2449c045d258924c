namespace Gateway.Cluster.Tests;

/// <summary>How a run goes.</summary>
/// <param name="Pops">So many PoPs to begin with.</param>
/// <param name="Pause">The longest time between two faults.</param>
/// <param name="KillsAll">All at once, in every second round.</param>
/// <param name="Spared">So many of the first PoPs are never killed or restarted, so that their memory can be watched.</param>
/// <param name="Churns">In every round a PoP joins, or the one that joined is removed.</param>
internal sealed record RunSettings(int Pops, TimeSpan Pause, bool KillsAll = true, int Spared = 0, bool Churns = false);
