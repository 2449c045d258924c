using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Wire;

/// <summary>Since 2026 AWS puts <c>1 validation error detected: </c> before what it finds wrong with a PutItem or UpdateItem without looking at the table, in some regions; other operations say the same words bare.</summary>
public sealed class EnvelopeTests(PlainTable table) : IClassFixture<PlainTable>
{
    private const string Put = """{"TableName":"@T","Item":{"pk":{"S":"a"}},""";
    private const string Update = """{"TableName":"@T","Key":{"pk":{"S":"a"}},""";

    [Theory]
    [InlineData("PutItem", Put + """ "ConditionExpression":"status = a"}""", "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: status")]
    [InlineData("PutItem", Put + """ "ConditionExpression":"a = :v"}""", "Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v")]
    [InlineData("UpdateItem", Update + """ "UpdateExpression":"SET a"}""", "Invalid UpdateExpression: Syntax error; token: \"<EOF>\", near: \"a\"")]
    [InlineData("UpdateItem", Update + """ "UpdateExpression":"SET a = a + :v","ExpressionAttributeValues":{":v":{"S":"x"}}}""", "Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: +, operand type: S")]
    [InlineData("UpdateItem", Update + """ "UpdateExpression":"SET a = b","ConditionExpression":"a = :v"}""", "Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v")]
    [InlineData("PutItem", """{"TableName":"@T","Item":{"pk":{"S":"a"},"s":{"SS":[]}}}""", "One or more parameter values were invalid: An string set  may not be empty")]
    [InlineData("PutItem", """{"TableName":"@T","Item":{"pk":{"S":"a"},"s":{"NULL":false}}}""", "One or more parameter values were invalid: Null attribute value types must have the value of true")]
    [InlineData("PutItem", Put + """ "ExpressionAttributeValues":{":v":{"S":"x"}}}""", "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null")]
    [InlineData("PutItem", Put + """ "ConditionExpression":"attribute_exists(a)","Expected":{"a":{"Exists":false}}}""", "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}")]
    [InlineData("PutItem", Put + """ "ReturnValues":"ALL_NEW"}""", "ReturnValues can only be ALL_OLD or NONE")]
    [InlineData("UpdateItem", Update + """ "UpdateExpression":"SET a = :v","ExpressionAttributeValues":{":v":{"SS":[]}}}""", "ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: An string set  may not be empty for key :v")]
    public async Task Puts_and_updates_count_the_error(string operation, string json, string text)
    {
        string message = table.WithoutName((await table.CallAsync(operation, json)).Message);

        Assert.Equal(text, Refusal.Bare(message));
        if (!table.Service.IsAws) Assert.Equal(text, message); // a PoP follows the region of the signature, here us-east-1
    }

    [Theory]
    [InlineData("PutItem", Put + """ "ConditionExpression":""}""", "Invalid ConditionExpression: The expression can not be empty;")]
    [InlineData("PutItem", """{"TableName":"@T","Item":{"pk":{"S":"a"},"s":{}}}""", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("PutItem", """{"TableName":"@T","Item":{"pk":{"S":"a"},"s":{"N":"x"}}}""", "The parameter cannot be converted to a numeric value: x")]
    [InlineData("PutItem", """{"TableName":"@T","Item":{"s":{"S":"x"}}}""", "One or more parameter values were invalid: Missing the key pk in the item")]
    [InlineData("UpdateItem", Update + """ "UpdateExpression":"SET pk = a"}""", "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key")]
    [InlineData("UpdateItem", Update + """ "UpdateExpression":"SET a = b"}""", "The provided expression refers to an attribute that does not exist in the item")]
    [InlineData("DeleteItem", Update + """ "ConditionExpression":"status = a"}""", "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: status")]
    [InlineData("GetItem", Update + """ "ProjectionExpression":"status"}""", "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: status")]
    [InlineData("Scan", """{"TableName":"@T","FilterExpression":"status = a"}""", "Invalid FilterExpression: Attribute name is a reserved keyword; reserved keyword: status")]
    [InlineData("BatchWriteItem", """{"RequestItems":{"@T":[{"PutRequest":{"Item":{"pk":{"S":"a"},"s":{"SS":[]}}}}]}}""", "One or more parameter values were invalid: An string set  may not be empty")]
    public async Task All_else_is_bare(string operation, string json, string text) => Assert.Equal(text, table.WithoutName((await table.CallAsync(operation, json)).Message));
}
