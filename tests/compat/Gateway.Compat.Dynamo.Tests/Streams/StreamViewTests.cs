using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;

namespace Gateway.Compat.Dynamo.Tests.Streams;

/// <summary>The four views, and the errors of the streams' own operations.</summary>
public sealed class StreamViewTests(ServiceUnderTest service)
{
    [Theory]
    [InlineData("KEYS_ONLY", "INSERT - -", "MODIFY - -", "REMOVE - -")]
    [InlineData("NEW_IMAGE", "INSERT - 1", "MODIFY - 2", "REMOVE - -")]
    [InlineData("OLD_IMAGE", "INSERT - -", "MODIFY 1 -", "REMOVE 2 -")]
    [InlineData("NEW_AND_OLD_IMAGES", "INSERT - 1", "MODIFY 1 2", "REMOVE 2 -")]
    public async Task A_view_shows_its_images(string view, params string[] shown)
    {
        (string name, string arn) = await CreateAsync(view);
        await service.Dynamo.PutItemAsync(name, Items.Of("{pk: 'k', a: 1}"));
        await service.Dynamo.PutItemAsync(name, Items.Of("{pk: 'k', a: 2}"));
        await service.Dynamo.DeleteItemAsync(name, Items.Of("{pk: 'k'}"));

        List<string> records = await new StreamReader(service, arn).ShownAsync("k", 3);

        Assert.Equal(shown, records.Select(record => record.Replace("""{"a":{"N":"1"},"pk":{"S":"k"}}""", "1", StringComparison.Ordinal).Replace("""{"a":{"N":"2"},"pk":{"S":"k"}}""", "2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_stream_is_listed_and_described()
    {
        (string name, string arn) = await CreateAsync("NEW_IMAGE");

        string listed = (await service.Raw.CallStreamsAsync("ListStreams", $$"""{"TableName":"{{name}}"}""")).SortedBody;
        RawAnswer described = await service.Raw.CallStreamsAsync("DescribeStream", $$"""{"StreamArn":"{{arn}}"}""");

        Assert.Equal($$"""{"Streams":[{"StreamArn":"{{arn}}","StreamLabel":"{{arn[^23..]}}","TableName":"{{name}}"}]}""", listed);
        using System.Text.Json.JsonDocument json = described.Json();
        System.Text.Json.JsonElement stream = json.RootElement.GetProperty("StreamDescription");
        Assert.Equal(["CreationRequestDateTime", "KeySchema", "Shards", "StreamArn", "StreamLabel", "StreamStatus", "StreamViewType", "TableName"], stream.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("ENABLED", "NEW_IMAGE", name), (stream.GetProperty("StreamStatus").GetString(), stream.GetProperty("StreamViewType").GetString(), stream.GetProperty("TableName").GetString()));
        Assert.All(stream.GetProperty("Shards").EnumerateArray(), shard =>
        {
            Assert.Matches("^shardId-[0-9]{20}-[0-9a-f]{8}$", shard.GetProperty("ShardId").GetString());
            Assert.True(shard.GetProperty("SequenceNumberRange").TryGetProperty("StartingSequenceNumber", out _));
        });
    }

    [Fact]
    public async Task An_empty_stream_has_an_iterator_that_goes_on()
    {
        (_, string arn) = await CreateAsync("KEYS_ONLY");
        StreamReader reader = new(service, arn);
        List<string> shards = await service.SoonAsync(reader.ShardsAsync, found => found.Count > 0);

        System.Text.Json.JsonElement page = await reader.CallAsync("GetRecords", $$"""{"ShardIterator":"{{await reader.IteratorAsync(shards[0], "TRIM_HORIZON")}}"}""");

        Assert.Equal(0, page.GetProperty("Records").GetArrayLength());
        Assert.True(page.GetProperty("NextShardIterator").GetString()!.Length > 0);
    }

    [Theory]
    [InlineData("DescribeStream", "{}", "ValidationException: 1 validation error detected: Value null at 'streamArn' failed to satisfy constraint: Member must not be null")]
    [InlineData("DescribeStream", """{"StreamArn":"x"}""", "ValidationException: 1 validation error detected: Value 'x' at 'streamArn' failed to satisfy constraint: Member must have length greater than or equal to 37")]
    [InlineData("GetRecords", "{}", "ValidationException: 1 validation error detected: Value null at 'shardIterator' failed to satisfy constraint: Member must not be null")]
    [InlineData("GetRecords", """{"ShardIterator":"bogus"}""", "ValidationException: Invalid ShardIterator", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("ListStreams", """{"Limit":0}""", "ValidationException: 1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    public async Task Faulty_requests_are_refused(string operation, string json, string refusal) => Assert.Equal(refusal, (await service.Raw.CallStreamsAsync(operation, json)).Outcome);

    [Fact]
    public async Task A_stream_that_is_not_there_is_not_found()
    {
        (_, string arn) = await CreateAsync("KEYS_ONLY");
        string other = arn[..^23] + "2001-01-01T00:00:00.000";

        Assert.Equal($"ResourceNotFoundException: Requested resource not found: Stream: {other} not found", (await service.Raw.CallStreamsAsync("DescribeStream", $$"""{"StreamArn":"{{other}}"}""")).Outcome);
    }

    [Theory]
    [InlineData("AT_SEQUENCE_NUMBER")]
    [InlineData("AFTER_SEQUENCE_NUMBER")]
    [InlineData("SIDEWAYS")]
    public async Task A_faulty_iterator_is_refused(string type)
    {
        (_, string arn) = await CreateAsync("KEYS_ONLY");
        List<string> shards = await service.SoonAsync(new StreamReader(service, arn).ShardsAsync, found => found.Count > 0);

        Assert.StartsWith("ValidationException: ", (await service.Raw.CallStreamsAsync("GetShardIterator", $$"""{"StreamArn":"{{arn}}","ShardId":"{{shards[0]}}","ShardIteratorType":"{{type}}"}""")).Outcome, StringComparison.Ordinal);
    }

    private async Task<(string Name, string Arn)> CreateAsync(string view)
    {
        string name = service.NextTableName();
        TableDescription table = await service.CreateAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new("pk", KeyType.HASH)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
            StreamSpecification = new StreamSpecification { StreamEnabled = true, StreamViewType = StreamViewType.FindValue(view) },
        });
        return (name, table.LatestStreamArn);
    }
}
