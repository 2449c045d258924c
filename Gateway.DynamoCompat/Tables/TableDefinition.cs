namespace Gateway.DynamoCompat.Tables;

/// <summary>A table as its owner defined it, and what became of it: all that the catalog keeps. Stored as JSON: names stay, members are only added.</summary>
internal sealed record TableDefinition
{
    public required uint Number { get; init; }

    public required string AccountId { get; init; }

    public required string Region { get; init; }

    public required string Name { get; init; }

    /// <summary>AWS's <c>TableId</c>, a UUID: another one when a table of this name is created again.</summary>
    public required string TableId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>In the order that the owner gave: name → S, N or B.</summary>
    public required IReadOnlyList<AttributeDefinition> Attributes { get; init; }

    public required IReadOnlyList<KeyElement> Key { get; init; }

    public IReadOnlyList<IndexDefinition> Indexes { get; init; } = [];

    /// <summary>The number of the next index.</summary>
    public uint NextIndexNumber { get; init; } = 1;

    public StreamDefinition? Stream { get; init; }

    public string? TimeToLiveAttribute { get; init; }

    public bool KeepsHistory { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    public string Arn => $"arn:aws:dynamodb:{Region}:{AccountId}:table/{Name}";
}
