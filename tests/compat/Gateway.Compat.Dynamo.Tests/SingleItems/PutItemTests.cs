using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.SingleItems;

/// <summary>PutItem: what it keeps, what it returns, what it refuses.</summary>
public sealed class PutItemTests(PlainTable table) : IClassFixture<PlainTable>
{
    [Fact]
    public async Task A_put_replaces_the_whole_item()
    {
        string key = await table.PutNewAsync("{a: 1, b: {c: 2}}");

        await table.PutAsync($"{{pk: '{key}', d: 3}}");

        Assert.Equal("{d: 3}", await table.ShownAsync(key));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{a: ''}")]
    [InlineData("{a: b''}")]
    [InlineData("{a: [[], {}, [{x: [1]}]]}")]
    [InlineData("{a: {b: {c: {d: {e: {f: {g: 1}}}}}}}")]
    [InlineData("{a: <'ä', 'z'>}")]
    [InlineData("{'a b': 1, 'ö': 2, '#x': 3, ':y': 4, 'a.b[0]': 5}")]
    [InlineData("{a: 'line\nbreak\tand 😀'}")]
    [InlineData("{A: 1, a: 2}")]
    [InlineData("{a: <b'AA==', b''>}")]
    [InlineData("{a: <'', 'x'>}")]
    public async Task Any_value_comes_back_as_it_was(string item)
    {
        string key = await table.PutNewAsync(item);

        Assert.Equal(Items.Normal(item), await table.ShownAsync(key));
    }

    [Theory]
    [InlineData(null, "none")]
    [InlineData("NONE", "none")]
    [InlineData("ALL_OLD", "{a: 1}")]
    public async Task It_returns_what_was_there_when_asked(string? wish, string returned)
    {
        string key = await table.PutNewAsync("{a: 1}");

        PutItemResponse response = await table.Dynamo.PutItemAsync(new PutItemRequest { TableName = table.Name, Item = Items.Of($"{{pk: '{key}', a: 2}}"), ReturnValues = wish is null ? null : ReturnValue.FindValue(wish) });

        Assert.Equal(returned, Steps.WithoutKey(response.Attributes));
    }

    [Fact]
    public async Task All_old_of_a_new_item_is_nothing()
    {
        PutItemResponse response = await table.Dynamo.PutItemAsync(new PutItemRequest { TableName = table.Name, Item = Steps.KeyOf(table.NextKey()), ReturnValues = ReturnValue.ALL_OLD });

        Assert.Null(response.Attributes);
    }

    [Theory]
    [InlineData("none", "attribute_not_exists(pk)", null, "200")]
    [InlineData("{a: 1}", "attribute_not_exists(pk)", null, "ConditionalCheckFailedException: The conditional request failed")]
    [InlineData("{a: 1}", "a = :v", "{:v: 1}", "200")]
    [InlineData("{a: 1}", "a = :v", "{:v: 2}", "ConditionalCheckFailedException: The conditional request failed")]
    [InlineData("none", "attribute_exists(pk)", null, "ConditionalCheckFailedException: The conditional request failed")]
    [InlineData("{a: 1}", "attribute_exists(pk) AND a < :v", "{:v: 2}", "200")]
    [InlineData("none", "NOT attribute_exists(a)", null, "200")]
    public async Task A_condition_looks_at_the_item_before(string before, string condition, string? values, string outcome)
    {
        string key = await table.PutNewAsync(before);
        PutItemRequest put = new() { TableName = table.Name, Item = Items.Of($"{{pk: '{key}', a: 9}}"), ConditionExpression = condition, ExpressionAttributeValues = Items.OfOptional(values) };

        Assert.Equal(outcome, await Refusal.OfAsync(() => table.Dynamo.PutItemAsync(put)));
        Assert.Equal(outcome == "200" ? "{a: 9}" : before, await table.ShownAsync(key));
    }

    [Fact]
    public async Task A_failed_condition_returns_the_item_when_asked()
    {
        string key = await table.PutNewAsync("{a: 1}");
        PutItemRequest put = new()
        {
            TableName = table.Name,
            Item = Steps.KeyOf(key),
            ConditionExpression = "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };

        ConditionalCheckFailedException failure = await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => table.Dynamo.PutItemAsync(put));

        Assert.Equal($"{{a: 1, pk: '{key}'}}", Items.Show(failure.Item));
    }

    [Theory]
    [InlineData("""{"a":{"S":"x"}}""", "One or more parameter values were invalid: Missing the key pk in the item")]
    [InlineData("{}", "One or more parameter values were invalid: Missing the key pk in the item")]
    [InlineData("""{"pk":{"N":"1"}}""", "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N")]
    [InlineData("""{"pk":{"B":"AA=="}}""", "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: B")]
    [InlineData("""{"pk":{"NULL":true}}""", "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: NULL")]
    [InlineData("""{"pk":{"L":[]}}""", "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: L")]
    [InlineData("""{"pk":{"M":{}}}""", "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: M")]
    [InlineData("""{"pk":{"SS":["a"]}}""", "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: SS")]
    [InlineData("""{"pk":{"S":""}}""", "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk")]
    [InlineData("""{"pk":{"S":"a"},"a":{}}""", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("""{"pk":{"S":"a"},"a":{"Q":"x"}}""", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("""{"pk":{"S":"a"},"a":{"M":{"b":{}}}}""", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("""{"pk":{"S":"a"},"a":{"L":[{}]}}""", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("""{"pk":{"S":"a"},"a":{"S":"x","N":"1"}}""", "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes")]
    [InlineData("""{"pk":{"S":"a"},"a":{"SS":[]}}""", "One or more parameter values were invalid: An string set  may not be empty")]
    [InlineData("""{"pk":{"S":"a"},"a":{"NS":[]}}""", "One or more parameter values were invalid: An number set  may not be empty")]
    [InlineData("""{"pk":{"S":"a"},"a":{"BS":[]}}""", "One or more parameter values were invalid: Binary sets should not be empty")]
    [InlineData("""{"pk":{"S":"a"},"a":{"SS":["x","x"]}}""", "One or more parameter values were invalid: Input collection [x, x] contains duplicates.")]
    [InlineData("""{"pk":{"S":"a"},"a":{"NS":["1","1"]}}""", "Input collection contains duplicates")]
    [InlineData("""{"pk":{"S":"a"},"a":{"NS":["1","1.0"]}}""", "Input collection contains duplicates")]
    [InlineData("""{"pk":{"S":"a"},"a":{"BS":["AA==","AA=="]}}""", "One or more parameter values were invalid: Input collection [AA==, AA==]of type BS contains duplicates.", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("""{"pk":{"S":"a"},"a":{"NULL":false}}""", "One or more parameter values were invalid: Null attribute value types must have the value of true")]
    [InlineData("""{"pk":{"S":"a"},"a":{"L":[{"SS":[]}]}}""", "One or more parameter values were invalid: An string set  may not be empty")]
    public async Task A_faulty_item_is_refused(string item, string refusal) => Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("PutItem", $$"""{"TableName":"@T","Item":{{item}}}"""));

    [Theory]
    [InlineData("ALL_NEW")]
    [InlineData("UPDATED_OLD")]
    [InlineData("UPDATED_NEW")]
    public async Task It_returns_old_values_only(string wish) =>
        Assert.Equal("ValidationException: ReturnValues can only be ALL_OLD or NONE", await table.OutcomeAsync("PutItem", $$$$"""{"TableName":"@T","Item":{"pk":{"S":"a"}},"ReturnValues":"{{{{wish}}}}"}"""));

    [Theory]
    [InlineData(""" "ConditionExpression":"a = :v","ExpressionAttributeValues":{} """, "ExpressionAttributeValues must not be empty")]
    [InlineData(""" "ConditionExpression":"#a = a","ExpressionAttributeNames":{} """, "ExpressionAttributeNames must not be empty")]
    [InlineData(""" "ExpressionAttributeValues":{":v":{"S":"x"}} """, "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null")]
    [InlineData(""" "ExpressionAttributeNames":{"#v":"x"} """, "ExpressionAttributeNames can only be specified when using expressions")]
    [InlineData(""" "ConditionExpression":"a = :v","ExpressionAttributeValues":{":v":{}} """, "ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes for key :v")]
    [InlineData(""" "ConditionExpression":"a = :v","ExpressionAttributeValues":{":v":{"N":"x"}} """, "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: x for key :v")]
    [InlineData(""" "ConditionExpression":"a = :v","ExpressionAttributeValues":{"v":{"N":"1"}} """, "ExpressionAttributeValues contains invalid key: Syntax error; key: \"v\"")]
    [InlineData(""" "ConditionExpression":"attribute_exists(a)","Expected":{"a":{"Exists":false}} """, "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}")]
    [InlineData(""" "ConditionExpression":"attribute_exists(a)","ConditionalOperator":"OR" """, "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {ConditionalOperator} Expression parameters: {ConditionExpression}")]
    public async Task A_faulty_condition_is_refused(string rest, string refusal) => Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("PutItem", $$$$"""{"TableName":"@T","Item":{"pk":{"S":"a"}},{{{{rest}}}}}"""));

    [Fact]
    public async Task A_missing_table_is_not_found() =>
        Assert.Equal("ResourceNotFoundException: Requested resource not found", await table.OutcomeAsync("PutItem", """{"TableName":"no-such-table-here","Item":{"pk":{"S":"a"}}}"""));

    [Fact]
    public async Task A_table_answers_to_its_arn()
    {
        string key = table.NextKey();
        string arn = table.Description.TableArn;

        await table.Dynamo.PutItemAsync(arn, Items.Of($"{{pk: '{key}', a: 1}}"));

        Assert.Equal("{a: 1}", await table.ShownAsync(key));
    }

    [Fact]
    public async Task A_put_under_any_attribute_order_is_the_same_item()
    {
        string key = table.NextKey();

        await table.CallAsync("PutItem", $$$$"""{"Item":{"z":{"N":"1"},"pk":{"S":"{{{{key}}}}"},"a":{"N":"2"}},"TableName":"@T"}""");

        Assert.Equal("{a: 2, z: 1}", await table.ShownAsync(key));
    }
}
