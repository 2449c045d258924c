using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>A BatchGetItem: a part for each table.</summary>
internal sealed record AskedBatchGet(IReadOnlyList<AskedGet> Parts) : AskedRequest
{
    public override string Operation => "BatchGetItem";

    public override JsonObject Body() => new() { ["RequestItems"] = new JsonObject(Parts.Select(part => KeyValuePair.Create(part.Table, (JsonNode?)part.BatchBody()))) };
}
