using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>A BatchWriteItem: puts and deletes without conditions.</summary>
internal sealed record AskedBatchWrite(IReadOnlyList<AskedWrite> Writes) : AskedRequest
{
    public override string Operation => "BatchWriteItem";

    public override JsonObject Body()
    {
        JsonObject tables = [];
        foreach (IGrouping<string, AskedWrite> table in Writes.GroupBy(write => write.Table))
        {
            tables[table.Key] = new JsonArray([.. table.Select(write => write.Action == "Put"
                ? new JsonObject { ["PutRequest"] = new JsonObject { ["Item"] = write.Subject.DeepClone() } }
                : new JsonObject { ["DeleteRequest"] = new JsonObject { ["Key"] = write.Subject.DeepClone() } })]);
        }

        return new JsonObject { ["RequestItems"] = tables };
    }
}
