using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Streams;

/// <summary>One record for each real change, whatever made it. Source: doc Streams.</summary>
public sealed class StreamRecordTests(StreamTable table) : IClassFixture<StreamTable>
{
    private StreamReader Stream => new(table.Service, table.Description.LatestStreamArn);

    [Fact]
    public async Task Insert_modify_and_remove_have_their_images()
    {
        string key = await table.PutNewAsync("{a: 1}");
        await table.UpdateAsync(key, "SET a = :v", "{:v: 2}");
        await table.Dynamo.DeleteItemAsync(table.Name, Steps.KeyOf(key));

        string one = $$$""" {"a":{"N":"1"},"pk":{"S":"{{{key}}}"}}""", two = $$$""" {"a":{"N":"2"},"pk":{"S":"{{{key}}}"}}""";
        Assert.Equal([$"INSERT -{one}", $"MODIFY{one}{two}", $"REMOVE{two} -"], await Stream.ShownAsync(key, 3));
    }

    [Fact]
    public async Task A_write_that_changes_nothing_leaves_no_record()
    {
        string key = await table.PutNewAsync("{a: 1, s: <'x'>}");
        await table.PutAsync($"{{pk: '{key}', a: 1, s: <'x'>}}");
        await table.UpdateAsync(key, "SET a = :v", "{:v: 1}");
        await table.UpdateAsync(key, "REMOVE zzz ADD s :s", "{:s: <'x'>}");
        await table.UpdateAsync(key, null);
        await table.Dynamo.DeleteItemAsync(table.Name, Steps.KeyOf($"{key}-absent"));
        await table.UpdateAsync(key, "SET a = :v", "{:v: 2}");

        List<string> records = await Stream.ShownAsync(key, 2);

        Assert.Equal(["INSERT", "MODIFY"], records.Select(record => record.Split(' ')[0]));
        Assert.Empty(await Stream.RecordsAsync($"{key}-absent"));
    }

    [Fact]
    public async Task A_put_over_an_item_is_a_modification()
    {
        string key = await table.PutNewAsync("{a: 1}");
        await table.PutAsync($"{{pk: '{key}', b: 1}}");

        Assert.StartsWith("MODIFY ", (await Stream.ShownAsync(key, 2))[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batches_and_transactions_leave_records_too()
    {
        string key = table.NextKey();
        await table.Dynamo.BatchWriteItemAsync(new Dictionary<string, List<WriteRequest>> { [table.Name] = [new WriteRequest(new PutRequest(Items.Of($"{{pk: '{key}', a: 1}}")))] });
        await table.Dynamo.TransactWriteItemsAsync(new TransactWriteItemsRequest { TransactItems = [new TransactWriteItem { Update = new Update { TableName = table.Name, Key = Steps.KeyOf(key), UpdateExpression = "ADD a :v", ExpressionAttributeValues = Items.Of("{:v: 1}") } }] });
        await table.Dynamo.ExecuteStatementAsync(new ExecuteStatementRequest { Statement = $"DELETE FROM \"{table.Name}\" WHERE pk = '{key}'" });

        Assert.Equal(["INSERT", "MODIFY", "REMOVE"], (await Stream.ShownAsync(key, 3)).Select(record => record.Split(' ')[0]));
    }

    [Fact]
    public async Task A_failed_condition_leaves_no_record()
    {
        string key = await table.PutNewAsync("{a: 1}");
        await Refusal.OfAsync(() => table.UpdateAsync(key, "SET a = :v", "{:v: 2}", null, "attribute_not_exists(pk)"));
        await table.UpdateAsync(key, "SET a = :v", "{:v: 3}");

        Assert.Equal(2, (await Stream.ShownAsync(key, 2)).Count);
    }

    [Fact]
    public async Task A_record_has_its_members()
    {
        string key = await table.PutNewAsync("{a: 1}");

        JsonElement record = (await table.Service.SoonAsync(() => Stream.RecordsAsync(key), found => found.Count == 1)).Single();

        Assert.Equal(["awsRegion", "dynamodb", "eventID", "eventName", "eventSource", "eventVersion"], record.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("aws:dynamodb", "1.1", table.Service.Region), (record.GetProperty("eventSource").GetString(), record.GetProperty("eventVersion").GetString(), record.GetProperty("awsRegion").GetString()));
        Assert.Matches("^[0-9a-f]{32}$", record.GetProperty("eventID").GetString());
        JsonElement change = record.GetProperty("dynamodb");
        Assert.Equal(["ApproximateCreationDateTime", "Keys", "NewImage", "SequenceNumber", "SizeBytes", "StreamViewType"], change.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal("NEW_AND_OLD_IMAGES", change.GetProperty("StreamViewType").GetString());
        Assert.Matches("^[0-9]{21,40}$", change.GetProperty("SequenceNumber").GetString());
        Assert.Equal(2 + key.Length + 2 + key.Length + 1 + 2, change.GetProperty("SizeBytes").GetInt64());
        Assert.Equal(JsonValueKind.Number, change.GetProperty("ApproximateCreationDateTime").ValueKind);
    }

    [Fact]
    public async Task Records_of_an_item_keep_their_order()
    {
        string key = await table.PutNewAsync("{n: 0}");
        for (int count = 1; count <= 20; count++) await table.UpdateAsync(key, "ADD n :one", "{:one: 1}");

        List<JsonElement> records = await table.Service.SoonAsync(() => Stream.RecordsAsync(key), found => found.Count == 21);

        Assert.Equal(Enumerable.Range(0, 21).Select(number => number.ToString()), records.Select(record => record.GetProperty("dynamodb").GetProperty("NewImage").GetProperty("n").GetProperty("N").GetString()));
        System.Numerics.BigInteger[] numbers = [.. records.Select(record => System.Numerics.BigInteger.Parse(record.GetProperty("dynamodb").GetProperty("SequenceNumber").GetString()!))];
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(21, records.Select(record => record.GetProperty("eventID").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Iterators_start_where_they_are_told()
    {
        string key = await table.PutNewAsync("{n: 0}");
        await table.UpdateAsync(key, "ADD n :one", "{:one: 1}");
        await table.UpdateAsync(key, "ADD n :one", "{:one: 1}");
        List<JsonElement> records = await table.Service.SoonAsync(() => Stream.RecordsAsync(key), found => found.Count == 3);
        string second = records[1].GetProperty("dynamodb").GetProperty("SequenceNumber").GetString()!;
        string shard = await ShardOfAsync(second);

        List<string> at = await Stream.PageAsync(await Stream.IteratorAsync(shard, "AT_SEQUENCE_NUMBER", second), 1);
        List<string> after = await Stream.PageAsync(await Stream.IteratorAsync(shard, "AFTER_SEQUENCE_NUMBER", second));
        List<string> latest = await Stream.PageAsync(await Stream.IteratorAsync(shard, "LATEST"));

        Assert.Contains(""" "n":{"N":"1"}"""[1..], Assert.Single(at), StringComparison.Ordinal);
        Assert.Contains(after, record => record.Contains(key, StringComparison.Ordinal) && record.Contains(""" "n":{"N":"2"}"""[1..], StringComparison.Ordinal));
        Assert.DoesNotContain(latest, record => record.Contains(key, StringComparison.Ordinal));
    }

    private async Task<string> ShardOfAsync(string sequence)
    {
        foreach (string shard in await Stream.ShardsAsync())
        {
            RawAnswer answer = await table.Service.Raw.CallStreamsAsync("GetShardIterator", $$"""{"StreamArn":"{{table.Description.LatestStreamArn}}","ShardId":"{{shard}}","ShardIteratorType":"AT_SEQUENCE_NUMBER","SequenceNumber":"{{sequence}}"}""");
            if (answer.Status == 200) return shard;
        }

        throw new InvalidOperationException($"No shard holds {sequence}.");
    }
}
