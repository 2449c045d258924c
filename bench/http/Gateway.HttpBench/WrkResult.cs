namespace Gateway.HttpBench;

/// <summary>What one run of wrk saw. Times in milliseconds.</summary>
internal readonly record struct WrkResult(long Requests, double RequestsPerSecond, double P50, double P99, double Max, long NotOk, long Broken);
