using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Cluster;

/// <summary>An index as all PoPs know it: its definition but for what is each store's own. Stored as JSON: names stay, members are only added.</summary>
internal sealed record SharedIndex
{
    public required string Name { get; init; }

    public bool IsGlobal { get; init; }

    public required IReadOnlyList<TypedKeyPart> Key { get; init; }

    public required string Projection { get; init; }

    public IReadOnlyList<string> NonKeyAttributes { get; init => field = value ?? []; } = [];

    public Throughput? Throughput { get; init; }

    public RequestUnits? OnDemandMaxima { get; init; }

    public RequestUnits? WarmThroughput { get; init; }

    public static SharedIndex Of(TableDefinition table, IndexDefinition index) => new()
    {
        Name = index.Name,
        IsGlobal = index.IsGlobal,
        Key = [.. index.Key.Select(part => new TypedKeyPart(part.Name, part.Role, table.Attributes.First(attribute => attribute.Name == part.Name).Type))],
        Projection = index.Projection,
        NonKeyAttributes = index.NonKeyAttributes,
        Throughput = index.Throughput,
        OnDemandMaxima = index.OnDemandMaxima,
        WarmThroughput = index.WarmThroughput,
    };

    /// <summary>The index as a definition that has no number yet.</summary>
    public IndexDefinition Define() => new()
    {
        Number = 0,
        Name = Name,
        IsGlobal = IsGlobal,
        Key = [.. Key.Select(part => new KeyElement(part.Name, part.Role))],
        Projection = Projection,
        NonKeyAttributes = NonKeyAttributes,
        Throughput = Throughput ?? Throughput.None,
        OnDemandMaxima = OnDemandMaxima,
        WarmThroughput = WarmThroughput,
    };
}
