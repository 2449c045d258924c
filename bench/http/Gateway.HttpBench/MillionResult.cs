namespace Gateway.HttpBench;

/// <summary>What many items cost one server. Memory in MB, resident.</summary>
internal sealed record MillionResult(string Server, int Items, double LoadSeconds, double Idle, double Loaded, double Served, double Peak, double DiskMegabytes, double GetsPerSecond, double P50, double P99, string? Fault);
