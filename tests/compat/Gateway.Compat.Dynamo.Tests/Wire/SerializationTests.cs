using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Wire;

/// <summary>Bodies whose JSON has not the types of the service model.</summary>
public sealed class SerializationTests(PlainTable table) : IClassFixture<PlainTable>
{
    [Theory]
    [InlineData("""{"TableName":5}""", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("""{"TableName":1.5}""", "DECIMAL_VALUE cannot be converted to String", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("""{"TableName":true}""", "TRUE_VALUE cannot be converted to String")]
    [InlineData("""{"TableName":false}""", "FALSE_VALUE cannot be converted to String")]
    [InlineData("""{"TableName":["a"]}""", "Unrecognized collection type class java.lang.String")]
    [InlineData("""{"TableName":{"a":1}}""", "Start of structure or map found where not expected")]
    [InlineData("""{"TableName":"@T","Key":"x"}""", "Unexpected field type")]
    [InlineData("""{"TableName":"@T","Key":5}""", "Unexpected field type")]
    [InlineData("""{"TableName":"@T","Key":[]}""", "Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>")]
    [InlineData("""{"TableName":"@T","Key":{"pk":"x"}}""", "Unexpected value type in payload")]
    [InlineData("""{"TableName":"@T","Key":{"pk":5}}""", "Unexpected value type in payload")]
    [InlineData("""{"TableName":"@T","Key":{"pk":["x"]}}""", "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"S":1}}}""", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"N":1}}}""", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"S":true}}}""", "TRUE_VALUE cannot be converted to String")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"S":["a"]}}}""", "Unrecognized collection type class java.lang.String")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"S":{"a":"b"}}}}""", "Start of structure or map found where not expected")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"BOOL":"x"}}}""", "Unexpected token received from parser")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"BOOL":1}}}""", "NUMBER_VALUE cannot be converted to Boolean", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"SS":"x"}}}""", "Unexpected field type")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"SS":[1]}}}""", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"SS":{}}}}""", "Start of structure or map found where not expected")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"L":{}}}}""", "Start of structure or map found where not expected")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"L":"x"}}}""", "Unexpected field type")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"M":[]}}}""", "Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"B":"abc"}}}""", "Base64 encoded length is expected a multiple of 4 bytes but found: 3", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"S":"a"}},"ConsistentRead":"x"}""", "Unexpected token received from parser")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"S":"a"}},"AttributesToGet":"x"}""", "Unexpected field type")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"S":"a"}},"AttributesToGet":[1]}""", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"S":"a"}},"ExpressionAttributeNames":[]}""", "Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("""{"TableName":"@T","Key":{"pk":{"S":"a"}},"ExpressionAttributeNames":{"#a":1}}""", "NUMBER_VALUE cannot be converted to String")]
    public async Task A_wrong_type_is_a_serialization_exception(string json, string message)
    {
        RawAnswer answer = await table.CallAsync("GetItem", json);

        Assert.Equal($$"""{"__type":"com.amazon.coral.service#SerializationException","Message":"{{message}}"}""", answer.Body);
        Assert.Equal(400, answer.Status);
    }

    [Theory]
    [InlineData("""{"TableName":"@T","Limit":"x"}""", "STRING_VALUE cannot be converted to Integer")]
    [InlineData("""{"TableName":"@T","Limit":true}""", "TRUE_VALUE cannot be converted to Integer")]
    [InlineData("""{"TableName":"@T","Limit":[]}""", "Unrecognized collection type class java.lang.Integer")]
    [InlineData("""{"TableName":"@T","Limit":{}}""", "Start of structure or map found where not expected")]
    [InlineData("""{"TableName":"@T","ScanFilter":{"a":[]}}""", "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.Condition", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("""{"TableName":"@T","ScanFilter":{"a":{"AttributeValueList":{}}}}""", "Start of structure or map found where not expected")]
    public async Task Also_for_numbers_and_structures(string json, string message) => Assert.Equal($"SerializationException: {message}", await table.OutcomeAsync("Scan", json));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("x")]
    [InlineData("""{"TableName" "x"}""")]
    [InlineData("""{"TableName":"x",}""")]
    [InlineData("""{"TableName":"x"}}""", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("""{"TableName":'x'}""")]
    [InlineData("""{TableName:"x"}""")]
    public async Task What_is_no_json_has_no_message(string json)
    {
        RawAnswer answer = await table.CallAsync("GetItem", json);

        Assert.Equal("""{"__type":"com.amazon.coral.service#SerializationException"}""", answer.Body);
        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        Assert.Equal("200", await table.OutcomeAsync("GetItem", """{"TableName":"@T","Key":{"pk":{"S":"a"}},"Whatever":{"x":[1]}}"""));
    }

    [Fact]
    public async Task Null_is_the_same_as_nothing()
    {
        Assert.Equal("200", await table.OutcomeAsync("GetItem", """{"TableName":"@T","Key":{"pk":{"S":"a"}},"ProjectionExpression":null,"ExpressionAttributeNames":null,"ConsistentRead":null}"""));
    }

    [Fact]
    public async Task Space_and_escapes_are_plain_json()
    {
        string key = table.NextKey();

        Assert.Equal("200", await table.OutcomeAsync("PutItem", $$$"""
              { "TableName" : "@T",
                "Item" : { "p\u006b" : { "S" : "{{{key}}}" }, "a" : { "S" : "\u00e4\n\"\ud83d\ude00" } } }
            """));
        Assert.Equal($"{{a: 'ä\n\"😀', pk: '{key}'}}", await table.GetAsync($"{{pk: '{key}'}}"));
    }
}
