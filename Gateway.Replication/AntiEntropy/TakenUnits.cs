namespace Gateway.Replication.AntiEntropy;

/// <summary>What became of the units of a frame, in documents.</summary>
/// <param name="Merged">Merged, or known already.</param>
/// <param name="Refused">Did not fit.</param>
/// <param name="OfUnknownTables">Their table is not known here.</param>
/// <param name="Sequence">When this is durable, all of it is.</param>
internal readonly record struct TakenUnits(long Merged, long Refused, long OfUnknownTables, long Sequence);
