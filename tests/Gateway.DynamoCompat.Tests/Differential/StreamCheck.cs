using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Plain;
using Gateway.DynamoCompat.Tests.Faces;

namespace Gateway.DynamoCompat.Tests.Differential;

/// <summary>Reads a table's stream and compares it with the changes that the model has noted, key by key: one record each, in order, images and all.</summary>
internal sealed class StreamCheck(PlainTable table, FaceUnderTest face)
{
    private const string Nothing = "nothing";

    /// <summary>What differs; null if nothing does.</summary>
    public async Task<string?> RunAsync()
    {
        List<JsonObject> records = await RecordsAsync();
        if (records.Select(record => (string)record["eventID"]!).Distinct().Count() < records.Count) return "an eventID comes twice";
        Dictionary<string, string[]> got = records.GroupBy(record => table.KeyText((JsonObject)record["dynamodb"]!["Keys"]!)).ToDictionary(group => group.Key, group => group.Select(Told).ToArray());
        Dictionary<string, string[]> expected = table.Changes.GroupBy(change => change.Key).ToDictionary(group => group.Key, group => group.Select(Told).ToArray());
        foreach (string key in got.Keys.Union(expected.Keys))
        {
            string[] ours = got.GetValueOrDefault(key, []), theirs = expected.GetValueOrDefault(key, []);
            if (!ours.SequenceEqual(theirs)) return $"of {key}:\n  {string.Join("\n  ", ours)}\nexpected:\n  {string.Join("\n  ", theirs)}";
        }

        return null;
    }

    /// <summary>Runs through all records: each must begin where the one before it ended.</summary>
    /// <returns>The items that they leave, by key.</returns>
    public async Task<Dictionary<string, string>> ReplayAsync()
    {
        Dictionary<string, string> items = [];
        foreach (JsonObject record in await RecordsAsync())
        {
            string key = table.KeyText((JsonObject)record["dynamodb"]!["Keys"]!);
            string old = Image(record["dynamodb"]!["OldImage"]), now = Image(record["dynamodb"]!["NewImage"]);
            Assert.Equal(items.GetValueOrDefault(key, Nothing), old);
            Assert.NotEqual(old, now);
            if (now == Nothing) items.Remove(key);
            else items[key] = now;
        }

        return items;
    }

    private static string Told(JsonObject record)
    {
        JsonNode change = record["dynamodb"]!;
        return $"{record["eventName"]} {Image(change["OldImage"])} -> {Image(change["NewImage"])}";
    }

    private static string Told(PlainChange change)
    {
        string name = change.Old is null ? "INSERT" : change.New is null ? "REMOVE" : "MODIFY";
        return $"{name} {Image(change.Old)} -> {Image(change.New)}";
    }

    private static string Image(JsonNode? item) => item is null ? Nothing : PlainValue.ItemText((JsonObject)item);

    private async Task<List<JsonObject>> RecordsAsync()
    {
        JsonObject streams = await face.RunAsync("ListStreams", $$"""{"TableName":"{{table.Asked.Name}}"}""");
        string arn = (string)streams["Streams"]![0]!["StreamArn"]!;
        JsonObject described = await face.RunAsync("DescribeStream", $$"""{"StreamArn":"{{arn}}"}""");
        List<JsonObject> records = [];
        foreach (JsonNode? shard in (JsonArray)described["StreamDescription"]!["Shards"]!)
        {
            JsonObject iterator = await face.RunAsync("GetShardIterator", $$"""{"StreamArn":"{{arn}}","ShardId":"{{shard!["ShardId"]}}","ShardIteratorType":"TRIM_HORIZON"}""");
            string? next = (string?)iterator["ShardIterator"];
            while (next is not null)
            {
                JsonObject page = await face.RunAsync("GetRecords", $$"""{"ShardIterator":"{{next}}","Limit":50}""");
                JsonArray found = (JsonArray)page["Records"]!;
                records.AddRange(found.Select(record => (JsonObject)record!));
                next = found.Count == 0 ? null : (string?)page["NextShardIterator"];
            }
        }

        return records;
    }
}
