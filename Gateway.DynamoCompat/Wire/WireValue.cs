using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Wire;

/// <summary>An AttributeValue, or a map of them, as read: the value or its first fault.</summary>
/// <param name="Value">No value if there is a fault.</param>
/// <param name="Fault">Null if there is a value.</param>
internal sealed record WireValue(Value Value, ValueFault? Fault);
