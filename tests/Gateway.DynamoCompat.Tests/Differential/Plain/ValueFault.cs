namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>What is wrong with a value.</summary>
/// <param name="IsCounted">True for what PutItem and UpdateItem say with a count.</param>
internal sealed record ValueFault(string Text, bool IsCounted);
