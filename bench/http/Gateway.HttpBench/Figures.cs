namespace Gateway.HttpBench;

/// <summary>All that a run found, and where.</summary>
internal sealed record Figures(Machine Machine, double Seconds, int Rounds, IReadOnlyList<ServerResult> Servers, IReadOnlyList<CaseResult> Cases, IReadOnlyList<MillionResult> Million);
