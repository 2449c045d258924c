using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>A TransactGetItems: each part of one key.</summary>
internal sealed record AskedTransactGet(IReadOnlyList<AskedGet> Parts) : AskedRequest
{
    public override string Operation => "TransactGetItems";

    public override JsonObject Body() => new() { ["TransactItems"] = new JsonArray([.. Parts.Select(part => new JsonObject { ["Get"] = part.Body() })]) };
}
