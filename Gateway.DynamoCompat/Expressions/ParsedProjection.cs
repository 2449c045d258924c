namespace Gateway.DynamoCompat.Expressions;

/// <summary>A projection without the names of a request.</summary>
internal sealed record ParsedProjection(DocumentPath[] Paths, SlotTable Slots);
