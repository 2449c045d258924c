using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Faces;

/// <summary>Keys that do not fit their table, where several items are asked for at once. Source: observed AWS, 2026.</summary>
public sealed class TransactionKeyTests
{
    private const string Fits = "{'TableName': 'orders', 'Key': {'pk': {'S': 'a'}, 'sk': {'N': '1'}}}";
    private const string Misfit = "{'TableName': 'orders', 'Key': {'pk': {'S': 'a'}, 'sk': {'S': '1'}}}";
    private const string Empty = "{'TableName': 'orders', 'Key': {'pk': {'S': ''}, 'sk': {'N': '1'}}}";

    [Theory]
    [InlineData("TransactWriteItems", "Delete")]
    [InlineData("TransactGetItems", "Get")]
    public async Task A_key_of_another_type_cancels_and_is_named_also_where_an_item_comes_twice(string operation, string action)
    {
        await using FaceUnderTest face = new();
        await face.CreateTableAsync();

        (int status, JsonObject answer) = await face.AskAsync(operation, $"{{'TransactItems': [{{'{action}': {Fits}}}, {{'{action}': {Fits}}}, {{'{action}': {Misfit}}}]}}");

        Assert.Equal(400, status);
        Assert.Equal("""[{"Code":"None"},{"Code":"None"},{"Code":"ValidationError","Message":"The provided key element does not match the schema"}]""", answer["CancellationReasons"]!.ToJsonString());
    }

    [Theory]
    [InlineData("TransactWriteItems", "Delete")]
    [InlineData("TransactGetItems", "Get")]
    public async Task An_empty_key_is_refused_before_all_others_are_looked_at(string operation, string action)
    {
        await using FaceUnderTest face = new();
        await face.CreateTableAsync();

        Assert.Equal(
            "ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
            await face.RefusedAsync(operation, $"{{'TransactItems': [{{'{action}': {Misfit}}}, {{'{action}': {Empty}}}]}}"));
    }

    [Fact]
    public async Task An_empty_index_key_is_refused_and_one_of_another_type_cancels()
    {
        await using FaceUnderTest face = new();
        await face.CreateTableAsync(more: ", 'GlobalSecondaryIndexes': [{'IndexName': 'by-g', 'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}]");

        string empty = await face.RefusedAsync("TransactWriteItems", "{'TransactItems': [{'Put': {'TableName': 'orders', 'Item': {'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'g': {'S': ''}}}}]}");
        string number = await face.RefusedAsync("TransactWriteItems", "{'TransactItems': [{'Put': {'TableName': 'orders', 'Item': {'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'g': {'N': '1'}}}}]}");

        Assert.Equal("ValidationException: One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-g, IndexKey: g", empty);
        Assert.Equal("TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]", number);
    }

    [Fact]
    public async Task A_batch_says_less_of_a_key_of_another_type()
    {
        await using FaceUnderTest face = new();
        await face.CreateTableAsync();

        Assert.Equal(
            "ValidationException: The provided key element does not match the schema",
            await face.RefusedAsync("BatchWriteItem", "{'RequestItems': {'orders': [{'PutRequest': {'Item': {'pk': {'S': 'a'}, 'sk': {'S': '1'}}}}]}}"));
    }
}
