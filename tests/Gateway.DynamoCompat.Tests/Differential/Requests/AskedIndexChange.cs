using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>An UpdateTable that adds or drops a global index; run until the index is ready or gone.</summary>
/// <param name="IsDrop">True if the index goes.</param>
internal sealed record AskedIndexChange(string Table, AskedIndex Index, bool IsDrop) : AskedRequest
{
    public override string Operation => "UpdateTable";

    public override JsonObject Body()
    {
        JsonObject body = new() { ["TableName"] = Table };
        if (!IsDrop) body["AttributeDefinitions"] = AskedTable.Definitions(Index.Key);
        body["GlobalSecondaryIndexUpdates"] = new JsonArray(IsDrop
            ? new JsonObject { ["Delete"] = new JsonObject { ["IndexName"] = Index.Name } }
            : new JsonObject { ["Create"] = Index.Body() });
        return body;
    }
}
