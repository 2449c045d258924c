using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>An index as it is asked for, and as the model keeps it.</summary>
internal sealed record AskedIndex
{
    public required string Name { get; init; }

    public required bool IsGlobal { get; init; }

    public required IReadOnlyList<AskedKey> Partition { get; init; }

    public IReadOnlyList<AskedKey> Sort { get; init; } = [];

    /// <summary>ALL, KEYS_ONLY or INCLUDE.</summary>
    public string Projection { get; init; } = "ALL";

    /// <summary>What INCLUDE adds to the keys.</summary>
    public IReadOnlyList<string> Included { get; init; } = [];

    public IEnumerable<AskedKey> Key => Partition.Concat(Sort);

    public JsonObject Body()
    {
        JsonObject projection = new() { ["ProjectionType"] = Projection };
        if (Included.Count > 0) projection["NonKeyAttributes"] = new JsonArray([.. Included.Select(name => (JsonNode)name)]);
        return new JsonObject { ["IndexName"] = Name, ["KeySchema"] = AskedTable.Schema(Partition, Sort), [nameof(Projection)] = projection };
    }
}
