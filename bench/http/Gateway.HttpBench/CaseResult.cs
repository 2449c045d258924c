namespace Gateway.HttpBench;

/// <summary>
/// The medians of one case, server and number of connections; times in milliseconds. The ratio is the median of the rounds' own ratios, because the bare handler ran just before. What the server has
/// computed for a request is in microseconds, over all cores. A fault says why there is no figure.
/// </summary>
internal sealed record CaseResult(string Case, int Connections, string Server, double RequestsPerSecond, double P50, double P99, double OfBarePercent, double ProcessorMicroseconds, string? Fault);
