namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>What came is not HTTP, or is over a limit: the connection ends.</summary>
internal sealed class ApiFault(string message) : Exception(message);
