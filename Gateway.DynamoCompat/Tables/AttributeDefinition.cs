namespace Gateway.DynamoCompat.Tables;

/// <summary>The type of a key attribute: S, N or B.</summary>
internal sealed record AttributeDefinition(string Name, string Type);
