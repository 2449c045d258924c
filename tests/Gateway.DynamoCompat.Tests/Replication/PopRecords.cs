using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Faces;

namespace Gateway.DynamoCompat.Tests.Replication;

/// <summary>All records of the tests' table.</summary>
internal sealed record PopRecords(IReadOnlyList<JsonObject> All)
{
    public static async Task<PopRecords> ReadAsync(FaceUnderTest face)
    {
        string stream = (string)(await face.RunAsync("DescribeTable", "{'TableName': 'orders'}"))["Table"]!["LatestStreamArn"]!;
        string shard = (string)(await face.RunAsync("DescribeStream", $"{{'StreamArn': '{stream}'}}"))["StreamDescription"]!["Shards"]![0]!["ShardId"]!;
        string place = (string)(await face.RunAsync("GetShardIterator", $"{{'StreamArn': '{stream}', 'ShardId': '{shard}', 'ShardIteratorType': 'TRIM_HORIZON'}}"))["ShardIterator"]!;
        List<JsonObject> all = [];
        while (true)
        {
            JsonObject page = await face.RunAsync("GetRecords", $"{{'ShardIterator': '{place}'}}");
            place = (string)page["NextShardIterator"]!;
            JsonObject[] records = [.. page["Records"]!.AsArray().Select(record => record!.AsObject())];
            if (records.Length == 0) return new PopRecords(all);
            all.AddRange(records);
        }
    }
}
