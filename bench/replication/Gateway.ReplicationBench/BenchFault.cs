namespace Gateway.ReplicationBench;

/// <summary>Why a measurement cannot be made.</summary>
internal sealed class BenchFault(string message) : Exception(message);
