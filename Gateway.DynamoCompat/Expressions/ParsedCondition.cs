namespace Gateway.DynamoCompat.Expressions;

/// <summary>A condition, a filter or a key condition without the names and values of a request.</summary>
internal sealed record ParsedCondition(ConditionNode Root, SlotTable Slots);
