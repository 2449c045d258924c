using System.Text;
using System.Text.Json.Nodes;
using Gateway.Robustness.Tests.Http;

namespace Gateway.Robustness.Tests.Crashing;

/// <summary>Reads whole tables, indexes and streams over HTTP, page by page.</summary>
internal sealed class PopReader(RawConnection connection, CancellationToken token)
{
    /// <summary>All that Scan or Query gives.</summary>
    public async Task<List<JsonObject>> PagesAsync(string operation, JsonObject request)
    {
        List<JsonObject> items = [];
        while (true)
        {
            JsonNode page = await AskAsync($"DynamoDB_20120810.{operation}", request);
            items.AddRange(page["Items"]!.AsArray().Select(item => item!.AsObject()));
            if (page["LastEvaluatedKey"] is not { } last) return items;
            request["ExclusiveStartKey"] = last.DeepClone();
        }
    }

    /// <summary>All records of a table's stream, from the oldest on, shard after shard.</summary>
    public async Task<List<JsonNode>> StreamAsync(string table)
    {
        JsonNode description = await AskAsync("DynamoDB_20120810.DescribeTable", new JsonObject { ["TableName"] = table });
        string stream = description["Table"]!["LatestStreamArn"]!.GetValue<string>();
        List<JsonNode> records = [];
        JsonNode shards = await AskAsync("DynamoDBStreams_20120810.DescribeStream", new JsonObject { ["StreamArn"] = stream });
        foreach (JsonNode? shard in shards["StreamDescription"]!["Shards"]!.AsArray()) records.AddRange(await ShardAsync(stream, shard!["ShardId"]!.GetValue<string>()));
        return records;
    }

    public async Task<JsonNode> AskAsync(string target, JsonObject request)
    {
        RawAnswer answer = await connection.AskAsync(target, Encoding.UTF8.GetBytes(request.ToJsonString()), token);
        Assert.True(answer.Status == 200, $"{target} {request.ToJsonString()}: {answer.Status} {answer.Text}");
        return answer.Json;
    }

    private async Task<List<JsonNode>> ShardAsync(string stream, string shard)
    {
        List<JsonNode> records = [];
        JsonNode? iterator = (await AskAsync("DynamoDBStreams_20120810.GetShardIterator", new JsonObject { ["StreamArn"] = stream, ["ShardId"] = shard, ["ShardIteratorType"] = "TRIM_HORIZON" }))["ShardIterator"];
        while (iterator is not null)
        {
            JsonNode page = await AskAsync("DynamoDBStreams_20120810.GetRecords", new JsonObject { ["ShardIterator"] = iterator.GetValue<string>() });
            JsonArray found = page["Records"]!.AsArray();
            if (found.Count == 0) break; // an open shard goes on for ever; nothing is written meanwhile
            records.AddRange(found.Select(record => record!));
            iterator = page["NextShardIterator"];
        }

        return records;
    }
}
