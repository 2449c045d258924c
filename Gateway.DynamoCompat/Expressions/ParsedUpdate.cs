namespace Gateway.DynamoCompat.Expressions;

/// <summary>An update without the names and values of a request.</summary>
internal sealed record ParsedUpdate(UpdateAction[] Actions, SlotTable Slots);
