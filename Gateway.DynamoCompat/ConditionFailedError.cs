using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat;

/// <summary>A write whose condition does not hold.</summary>
/// <param name="Item">The item, if the request asks for it; none otherwise.</param>
internal sealed record ConditionFailedError(Value Item) : DynamoError("ConditionalCheckFailedException", "The conditional request failed");
