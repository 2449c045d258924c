namespace Gateway.HttpBench;

/// <summary>Start and memory of one server. Memory in MB, resident.</summary>
internal sealed record ServerResult(string Server, string What, string Durability, double StartMilliseconds, double Idle, double Loaded, double AfterLoad, double Peak);
