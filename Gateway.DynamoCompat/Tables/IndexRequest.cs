namespace Gateway.DynamoCompat.Tables;

/// <summary>A secondary index as a request asks for it, before any rule is applied.</summary>
internal sealed record IndexRequest
{
    public required string Name { get; init; }

    public required bool IsGlobal { get; init; }

    public required IReadOnlyList<KeyElement> Key { get; init; }

    public string? Projection { get; init; }

    public IReadOnlyList<string>? NonKeyAttributes { get; init; }

    /// <summary>Both or neither: the model asks for both.</summary>
    public RequestUnits? Provisioned { get; init; }

    public RequestUnits? OnDemand { get; init; }

    public RequestUnits? Warm { get; init; }

    /// <summary>The index as the catalog keeps it, once the rules hold.</summary>
    public IndexDefinition Define(uint number, bool isOnDemand) => new()
    {
        Number = number,
        Name = Name,
        IsGlobal = IsGlobal,
        Key = Key,
        Projection = Projection!,
        NonKeyAttributes = NonKeyAttributes is null ? [] : [.. NonKeyAttributes.Order(StringComparer.Ordinal)],
        Throughput = IsGlobal && Provisioned is { } units ? new Throughput { ReadUnits = units.Reads!.Value, WriteUnits = units.Writes!.Value } : Throughput.None,
        OnDemandMaxima = OnDemand,
        WarmThroughput = IsGlobal ? ThroughputRules.InitialWarm(isOnDemand, Provisioned, Warm) : null,
    };
}
