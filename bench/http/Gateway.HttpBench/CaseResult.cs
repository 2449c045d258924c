namespace Gateway.HttpBench;

/// <summary>
/// The medians of one case, server and number of connections; times in milliseconds. The ratio is the median of the rounds' own ratios, because the bare handler ran just before. A fault says why
/// there is no figure.
/// </summary>
internal sealed record CaseResult(string Case, int Connections, string Server, double RequestsPerSecond, double P50, double P99, double OfBarePercent, string? Fault);
