using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Updates;

/// <summary>What UpdateItem gives back.</summary>
public sealed class UpdateReturnTests(PlainTable table) : IClassFixture<PlainTable>
{
    [Theory]
    [InlineData("NONE", "{a: 1, b: 2}", "SET a = :v", "none")]
    [InlineData("ALL_OLD", "{a: 1, b: 2}", "SET a = :v", "{a: 1, b: 2}")]
    [InlineData("ALL_NEW", "{a: 1, b: 2}", "SET a = :v", "{a: 9, b: 2}")]
    [InlineData("UPDATED_OLD", "{a: 1, b: 2}", "SET a = :v", "{a: 1}")]
    [InlineData("UPDATED_NEW", "{a: 1, b: 2}", "SET a = :v", "{a: 9}")]
    [InlineData("ALL_OLD", "none", "SET a = :v", "none")]
    [InlineData("ALL_NEW", "none", "SET a = :v", "{a: 9}")]
    [InlineData("UPDATED_OLD", "none", "SET a = :v", "none")]
    [InlineData("UPDATED_NEW", "none", "SET a = :v", "{a: 9}")]
    [InlineData("UPDATED_OLD", "{b: 1}", "SET a = :v", "none")]
    [InlineData("UPDATED_OLD", "{b: 1}", "SET a = :v, b = :v", "{b: 1}")]
    [InlineData("UPDATED_NEW", "{a: 9}", "SET a = :v", "{a: 9}")]
    [InlineData("UPDATED_OLD", "{m: {x: 1, y: 2}}", "SET m.x = :v", "{m: {x: 1}}")]
    [InlineData("UPDATED_NEW", "{m: {x: 1, y: 2}}", "SET m.x = :v", "{m: {x: 9}}")]
    [InlineData("UPDATED_OLD", "{l: [1, 2, 3]}", "SET l[1] = :v", "{l: [2]}")]
    [InlineData("UPDATED_NEW", "{l: [1, 2, 3]}", "SET l[1] = :v", "{l: [9]}")]
    [InlineData("UPDATED_OLD", "{a: 1, b: 2}", "REMOVE a SET c = :v", "{a: 1}")]
    [InlineData("UPDATED_NEW", "{a: 1, b: 2}", "REMOVE a SET c = :v", "{c: 9}")]
    [InlineData("UPDATED_OLD", "{n: 1}", "ADD n :v", "{n: 1}")]
    [InlineData("UPDATED_NEW", "{n: 1}", "ADD n :v", "{n: 10}")]
    [InlineData("UPDATED_NEW", "{l: [1]}", "SET l[5] = :v", "none", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("UPDATED_OLD", "{m: {x: {y: 1, z: 2}}, n: 1}", "SET m.x.y = :v, n = :v", "{m: {x: {y: 1}}, n: 1}")]
    [InlineData("UPDATED_NEW", "{l: [{a: 1, b: 2}, 3]}", "SET l[0].a = :v, l[1] = :v", "{l: [{a: 9}, 9]}")]
    public async Task The_wish_is_followed(string wish, string before, string update, string returned) =>
        Assert.Equal(returned == "none" ? returned : Items.Normal(returned), await table.ReturnedAsync(ReturnValue.FindValue(wish), before, update, "{:v: 9}"));

    [Theory]
    [InlineData("UPDATED_NEW", "{a: 1, b: 2}", "REMOVE a")]
    [InlineData("UPDATED_OLD", "{b: 2}", "REMOVE a")]
    [InlineData("UPDATED_NEW", "{m: {a: 1}}", "REMOVE m.a")]
    public async Task Nothing_is_returned_where_nothing_is(string wish, string before, string update) => Assert.Equal("none", await table.ReturnedAsync(ReturnValue.FindValue(wish), before, update));

    [Theory]
    [InlineData("UPDATED_OLD", "{s: <'a', 'b'>}", "DELETE s :v", "{:v: <'a'>}", "{s: <'a', 'b'>}")]
    [InlineData("UPDATED_NEW", "{s: <'a', 'b'>}", "DELETE s :v", "{:v: <'a'>}", "{s: <'b'>}")]
    [InlineData("UPDATED_NEW", "{s: <'a'>}", "DELETE s :v", "{:v: <'a'>}", "none")]
    [InlineData("UPDATED_NEW", "{s: <'a'>}", "ADD s :v", "{:v: <'b'>}", "{s: <'a', 'b'>}")]
    [InlineData("UPDATED_NEW", "{l: [1]}", "SET l = list_append(l, :v)", "{:v: [2]}", "{l: [1, 2]}")]
    public async Task Sets_and_lists_are_returned_whole(string wish, string before, string update, string values, string returned) =>
        Assert.Equal(returned, await table.ReturnedAsync(ReturnValue.FindValue(wish), before, update, values));

    [Fact]
    public async Task All_new_includes_the_key()
    {
        string key = table.NextKey();

        UpdateItemResponse response = await table.UpdateAsync(key, "SET a = :v", "{:v: 1}", wish: ReturnValue.ALL_NEW);

        Assert.Equal($"{{a: 1, pk: '{key}'}}", Items.Show(response.Attributes));
    }

    [Fact]
    public async Task Updated_old_and_new_leave_the_key_out()
    {
        string key = await table.PutNewAsync("{a: 1}");

        UpdateItemResponse response = await table.UpdateAsync(key, "SET a = :v", "{:v: 1}", wish: ReturnValue.UPDATED_NEW);

        Assert.Equal("{a: 1}", Items.Show(response.Attributes));
    }

    [Fact]
    public async Task A_failed_condition_gives_the_item_when_asked()
    {
        string key = await table.PutNewAsync("{a: 1}");
        UpdateItemRequest request = new()
        {
            TableName = table.Name,
            Key = Steps.KeyOf(key),
            UpdateExpression = "SET a = :v",
            ConditionExpression = "a = :v",
            ExpressionAttributeValues = Items.Of("{:v: 2}"),
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };

        ConditionalCheckFailedException failure = await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => table.Dynamo.UpdateItemAsync(request));

        Assert.Equal("The conditional request failed", failure.Message);
        Assert.Equal($"{{a: 1, pk: '{key}'}}", Items.Show(failure.Item));
        Assert.Equal("{a: 1}", await table.ShownAsync(key));
    }

    [Theory]
    [InlineData("{a: 1}", "a = :c", "{:c: 1}", "{a: 9}")]
    [InlineData("{a: 1}", "a = :c", "{:c: 2}", "ConditionalCheckFailedException: The conditional request failed")]
    [InlineData("none", "attribute_not_exists(pk)", null, "{a: 9}")]
    [InlineData("{}", "attribute_not_exists(pk)", null, "ConditionalCheckFailedException: The conditional request failed")]
    [InlineData("none", "attribute_exists(pk)", null, "ConditionalCheckFailedException: The conditional request failed")]
    [InlineData("none", "a <> :c", "{:c: 1}", "{a: 9}")]
    [InlineData("none", "NOT a = :c", "{:c: 1}", "{a: 9}")]
    [InlineData("none", "a = :c", "{:c: 1}", "ConditionalCheckFailedException: The conditional request failed")]
    public async Task A_condition_decides(string before, string condition, string? values, string after)
    {
        string all = values is null ? "{:v: 9}" : $"{{:v: 9, {values[1..]}";

        Assert.Equal(after, await table.UpdatedAsync(before, "SET a = :v", all, null, condition));
    }
}
