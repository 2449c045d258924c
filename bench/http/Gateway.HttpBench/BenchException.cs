namespace Gateway.HttpBench;

/// <summary>A server does not do what the case needs; the case is left out and the message shown.</summary>
internal sealed class BenchException(string message) : Exception(message);
