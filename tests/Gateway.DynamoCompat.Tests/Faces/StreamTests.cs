using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Faces;

/// <summary>One record for each change that a reader can see, whatever made it.</summary>
public sealed class StreamTests
{
    private const string Streamed = ", 'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_AND_OLD_IMAGES'}";

    [Fact]
    public async Task Each_visible_change_leaves_one_record_in_order()
    {
        await using FaceUnderTest face = new();
        await face.CreateTableAsync(more: Streamed);

        await face.RunAsync("PutItem", "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'n': {'N': '1'}}}");
        await face.RunAsync("PutItem", "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'n': {'N': '1'}}}");
        await face.RunAsync("UpdateItem", "{'TableName': 'orders', 'Key': {'pk': {'S': 'a'}, 'sk': {'N': '1'}}, 'UpdateExpression': 'ADD n :d', 'ExpressionAttributeValues': {':d': {'N': '2'}}}");
        await face.RunAsync("UpdateItem", "{'TableName': 'orders', 'Key': {'pk': {'S': 'a'}, 'sk': {'N': '1'}}, 'UpdateExpression': 'SET n = :d', 'ExpressionAttributeValues': {':d': {'N': '3'}}}");
        await face.RunAsync("DeleteItem", "{'TableName': 'orders', 'Key': {'pk': {'S': 'a'}, 'sk': {'N': '1'}}}");
        await face.RunAsync("DeleteItem", "{'TableName': 'orders', 'Key': {'pk': {'S': 'a'}, 'sk': {'N': '1'}}}");

        JsonArray records = await RecordsAsync(face);
        Assert.Equal(["INSERT", "MODIFY", "REMOVE"], records.Select(record => (string)record!["eventName"]!));
        Assert.Equal("{\"n\":{\"N\":\"1\"},\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"}}", records[1]!["dynamodb"]!["OldImage"]!.ToJsonString());
        Assert.Equal("{\"n\":{\"N\":\"3\"},\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"}}", records[1]!["dynamodb"]!["NewImage"]!.ToJsonString());
        Assert.Null(records[2]!["dynamodb"]!["NewImage"]);
        Assert.Equal(3, records.Select(record => (string)record!["eventID"]!).Distinct().Count());
        string[] numbers = [.. records.Select(record => (string)record!["dynamodb"]!["SequenceNumber"]!)];
        Assert.Equal(numbers.Order(StringComparer.Ordinal), numbers);
    }

    [Fact]
    public async Task An_expired_item_is_removed_by_the_service_and_the_record_says_so()
    {
        await using FaceUnderTest face = new();
        await face.CreateTableAsync(more: Streamed);
        await face.RunAsync("UpdateTimeToLive", "{'TableName': 'orders', 'TimeToLiveSpecification': {'Enabled': true, 'AttributeName': 'ends'}}");
        long now = face.Time.GetUtcNow().ToUnixTimeSeconds();
        await face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {{'pk': {{'S': 'a'}}, 'sk': {{'N': '1'}}, 'ends': {{'N': '{now + 30}'}}}}}}");
        await face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {{'pk': {{'S': 'b'}}, 'sk': {{'N': '1'}}, 'ends': {{'N': '{now + 3_000_000}'}}}}}}");

        face.Time.Advance(TimeSpan.FromSeconds(60));
        JsonArray records;
        do
        {
            face.Time.Advance(TimeSpan.FromSeconds(1)); // the items may not have been in order yet when it looked
            await Task.Yield();
            records = await RecordsAsync(face);
        }
        while (records.Count < 3);

        Assert.Equal("REMOVE", (string)records[2]!["eventName"]!);
        Assert.Equal("{\"PrincipalId\":\"dynamodb.amazonaws.com\",\"Type\":\"Service\"}", records[2]!["userIdentity"]!.ToJsonString());
        JsonObject left = await face.RunAsync("Scan", "{'TableName': 'orders'}");
        Assert.Equal(1, (int)left["Count"]!);
    }

    /// <summary>The functions that a request comes from are kept with what it changes, whatever operation that is, and shown to event source mappings only.</summary>
    [Fact]
    public async Task Records_know_the_functions_that_have_led_to_them()
    {
        await using FaceUnderTest face = new();
        await face.CreateTableAsync(more: Streamed);
        Caller plain = face.Caller, function = plain with { Lineage = "1:0a1b2c3d:4|1:00000000:1" };
        const string Key = "'pk': {'S': 'a'}, 'sk': {'N': '1'}", Table = "'TableName': 'orders'";
        (string Operation, string Body)[] writes =
        [
            ("PutItem", $"{{{Table}, 'Item': {{{Key}, 'n': {{'N': '1'}}}}}}"),
            ("UpdateItem", $"{{{Table}, 'Key': {{{Key}}}, 'UpdateExpression': 'SET n = :n', 'ExpressionAttributeValues': {{':n': {{'N': '2'}}}}}}"),
            ("DeleteItem", $"{{{Table}, 'Key': {{{Key}}}}}"),
            ("BatchWriteItem", $"{{'RequestItems': {{'orders': [{{'PutRequest': {{'Item': {{{Key}}}}}}}]}}}}"),
            ("TransactWriteItems", $"{{'TransactItems': [{{'Put': {{{Table}, 'Item': {{{Key}, 'n': {{'N': '3'}}}}}}}}]}}"),
            ("ExecuteStatement", "{'Statement': 'UPDATE orders SET n=4 WHERE pk=? AND sk=1', 'Parameters': [{'S': 'a'}]}"),
            ("BatchExecuteStatement", "{'Statements': [{'Statement': 'UPDATE orders SET n=5 WHERE pk=? AND sk=1', 'Parameters': [{'S': 'a'}]}]}"),
            ("ExecuteTransaction", "{'TransactStatements': [{'Statement': 'UPDATE orders SET n=6 WHERE pk=? AND sk=1', 'Parameters': [{'S': 'a'}]}]}"),
        ];
        face.Caller = function;
        foreach ((string operation, string body) in writes) await face.RunAsync(operation, body);
        face.Caller = plain;
        await face.RunAsync("DeleteItem", $"{{{Table}, 'Key': {{{Key}}}}}");

        JsonArray seen = await RecordsAsync(face);
        face.Caller = plain with { SeesLineage = true };
        JsonArray told = await RecordsAsync(face);

        Assert.Equal(writes.Length + 1, seen.Count);
        Assert.DoesNotContain("0a1b2c3d", seen.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal([.. Enumerable.Repeat(function.Lineage, writes.Length), null], told.Select(record => (string?)record![Caller.LineageMember]));
        foreach (JsonNode? record in told) record!.AsObject().Remove(Caller.LineageMember);
        Assert.Equal(seen.ToJsonString(), told.ToJsonString());
    }

    private static async Task<JsonArray> RecordsAsync(FaceUnderTest face)
    {
        JsonObject streams = await face.RunAsync("ListStreams", "{'TableName': 'orders'}");
        string arn = (string)streams["Streams"]![0]!["StreamArn"]!;
        JsonObject described = await face.RunAsync("DescribeStream", $"{{'StreamArn': '{arn}'}}");
        string shard = (string)described["StreamDescription"]!["Shards"]![0]!["ShardId"]!;
        JsonObject iterator = await face.RunAsync("GetShardIterator", $"{{'StreamArn': '{arn}', 'ShardId': '{shard}', 'ShardIteratorType': 'TRIM_HORIZON'}}");
        JsonObject read = await face.RunAsync("GetRecords", $"{{'ShardIterator': '{iterator["ShardIterator"]}'}}");
        return (JsonArray)read["Records"]!.DeepClone();
    }
}
