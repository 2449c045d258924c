namespace Gateway.DynamoCompat.Execution;

/// <summary>One write of a transaction.</summary>
/// <param name="Write">The write.</param>
/// <param name="ReturnsOldOnFailure">True if the item is wanted when its condition does not hold.</param>
internal sealed record TransactionWrite(ItemWrite Write, bool ReturnsOldOnFailure);
