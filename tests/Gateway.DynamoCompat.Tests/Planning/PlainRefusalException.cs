namespace Gateway.DynamoCompat.Tests.Planning;

/// <summary>The plain evaluator refuses an update.</summary>
public sealed class PlainRefusalException(string message) : Exception(message);
