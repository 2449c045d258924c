namespace Gateway.DynamoCompat.Tables;

/// <summary>A tag of a table. Stored as JSON: names stay.</summary>
internal sealed record Tag(string Key, string Value);
