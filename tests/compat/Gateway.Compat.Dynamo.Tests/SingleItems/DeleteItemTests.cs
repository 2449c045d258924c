using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.SingleItems;

/// <summary>DeleteItem.</summary>
public sealed class DeleteItemTests(PlainTable table) : IClassFixture<PlainTable>
{
    [Fact]
    public async Task A_deleted_item_is_gone()
    {
        string key = await table.PutNewAsync("{a: 1}");

        await table.Dynamo.DeleteItemAsync(table.Name, Steps.KeyOf(key));

        Assert.Equal("none", await table.ShownAsync(key));
    }

    [Fact]
    public async Task Deleting_nothing_is_no_error()
    {
        Assert.Equal("{}", (await table.CallAsync("DeleteItem", """{"TableName":"@T","Key":{"pk":{"S":"absent"}},"ReturnValues":"ALL_OLD"}""")).Body);
    }

    [Theory]
    [InlineData(null, "none")]
    [InlineData("NONE", "none")]
    [InlineData("ALL_OLD", "{a: 1}")]
    public async Task It_returns_what_was_there_when_asked(string? wish, string returned)
    {
        string key = await table.PutNewAsync("{a: 1}");

        DeleteItemResponse response = await table.Dynamo.DeleteItemAsync(new DeleteItemRequest { TableName = table.Name, Key = Steps.KeyOf(key), ReturnValues = wish is null ? null : ReturnValue.FindValue(wish) });

        Assert.Equal(returned, Steps.WithoutKey(response.Attributes));
    }

    [Theory]
    [InlineData("{a: 1}", "a = :v", "{:v: 1}", "200")]
    [InlineData("{a: 1}", "a = :v", "{:v: 2}", "ConditionalCheckFailedException: The conditional request failed")]
    [InlineData("none", "attribute_exists(pk)", null, "ConditionalCheckFailedException: The conditional request failed")]
    [InlineData("none", "attribute_not_exists(pk)", null, "200")]
    [InlineData("{a: 1}", "attribute_not_exists(b)", null, "200")]
    public async Task A_condition_decides(string before, string condition, string? values, string outcome)
    {
        string key = await table.PutNewAsync(before);
        DeleteItemRequest delete = new() { TableName = table.Name, Key = Steps.KeyOf(key), ConditionExpression = condition, ExpressionAttributeValues = Items.OfOptional(values) };

        Assert.Equal(outcome, await Refusal.OfAsync(() => table.Dynamo.DeleteItemAsync(delete)));
        Assert.Equal(outcome == "200" ? "none" : before, await table.ShownAsync(key));
    }

    [Theory]
    [Guess("ALL_NEW")]
    [Guess("UPDATED_OLD")]
    [Guess("UPDATED_NEW")]
    public async Task It_returns_old_values_only(string wish) =>
        Assert.Equal("ValidationException: ReturnValues can only be ALL_OLD or NONE", await table.OutcomeAsync("DeleteItem", $$$$"""{"TableName":"@T","Key":{"pk":{"S":"a"}},"ReturnValues":"{{{{wish}}}}"}"""));

    [Fact]
    public async Task A_failed_condition_returns_the_item_when_asked()
    {
        string key = await table.PutNewAsync("{a: 1}");
        DeleteItemRequest delete = new()
        {
            TableName = table.Name,
            Key = Steps.KeyOf(key),
            ConditionExpression = "a = :v",
            ExpressionAttributeValues = Items.Of("{:v: 2}"),
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };

        ConditionalCheckFailedException failure = await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => table.Dynamo.DeleteItemAsync(delete));

        Assert.Equal($"{{a: 1, pk: '{key}'}}", Items.Show(failure.Item));
    }
}
