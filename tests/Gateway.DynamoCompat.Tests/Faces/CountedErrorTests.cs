namespace Gateway.DynamoCompat.Tests.Faces;

/// <summary>
/// PutItem and UpdateItem say how many errors they found in a request, others do not, and nobody does of what depends on the table or the
/// item. Source: observed dynoxide 1.2.1, which recorded it from the service in 2026, family by family.
/// </summary>
public sealed class CountedErrorTests
{
    private const string Put = "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}, 'sk': {'N': '1'}}, ";
    private const string PutAlso = "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}, 'sk': {'N': '1'}, ";
    private const string Key = "{'TableName': 'orders', 'Key': {'pk': {'S': 'a'}, 'sk': {'N': '1'}}, ";

    [Theory]
    [InlineData("PutItem", Put + "'ConditionExpression': 'status = a'}", "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: status")]
    [InlineData("PutItem", Put + "'ConditionExpression': 'a ='}", "Invalid ConditionExpression: Syntax error; token: \"<EOF>\", near: \"=\"")]
    [InlineData("PutItem", Put + "'ConditionExpression': 'a = :v'}", "Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v")]
    [InlineData("UpdateItem", Key + "'UpdateExpression': 'SET a = a + :v', 'ExpressionAttributeValues': {':v': {'S': 'x'}}}", "Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: +, operand type: S")]
    [InlineData("UpdateItem", Key + "'UpdateExpression': 'SET a = b, a.c = b'}", "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, c]")]
    [InlineData("UpdateItem", Key + "'UpdateExpression': 'REMOVE a', 'ConditionExpression': 'foo(a)'}", "Invalid ConditionExpression: Invalid function name; function: foo")]
    [InlineData("UpdateItem", Key + "'UpdateExpression': 'SET a = :v', 'ExpressionAttributeValues': {':v': {'SS': []}}}", "ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: An string set  may not be empty for key :v")]
    [InlineData("UpdateItem", Key + "'ExpressionAttributeValues': {':v': {'S': 'x'}}}", "ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and ConditionExpression are null")]
    [InlineData("UpdateItem", Key + "'UpdateExpression': 'REMOVE a', 'AttributeUpdates': {}}", "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributeUpdates} Expression parameters: {UpdateExpression}")]
    [InlineData("PutItem", PutAlso + "'s': {'NS': ['1', '1.0']}}}", "Input collection contains duplicates")]
    [InlineData("PutItem", PutAlso + "'l': {'L': [{'BS': []}]}}}", "One or more parameter values were invalid: Binary sets should not be empty")]
    [InlineData("PutItem", PutAlso + "'s': {'NULL': false}}}", "One or more parameter values were invalid: Null attribute value types must have the value of true")]
    [InlineData("PutItem", Put + "'ReturnValues': 'ALL_NEW'}", "ReturnValues can only be ALL_OLD or NONE")]
    public async Task What_is_wrong_with_a_put_or_an_update_is_counted(string operation, string json, string text) =>
        Assert.Equal("ValidationException: 1 validation error detected: " + text, await RefusalAsync(operation, json));

    [Theory]
    [InlineData("PutItem", Put + "'ConditionExpression': ''}", "Invalid ConditionExpression: The expression can not be empty;")]
    [InlineData("PutItem", Put + "'ExpressionAttributeNames': {'#a': 'a'}}", "ExpressionAttributeNames can only be specified when using expressions")]
    [InlineData("PutItem", Put + "'ConditionExpression': 'a = b', 'ExpressionAttributeValues': {}}", "ExpressionAttributeValues must not be empty")]
    [InlineData("PutItem", Put + "'ConditionExpression': 'a = b', 'ExpressionAttributeValues': {':v': {'S': 'x'}}}", "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}")]
    [InlineData("PutItem", Put + "'Expected': {'a': {'Exists': true}}}", "One or more parameter values were invalid: Value must be provided when Exists is true for Attribute: a")]
    [InlineData("PutItem", PutAlso + "'a': {}}}", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("PutItem", PutAlso + "'a': {'N': 'x'}}}", "The parameter cannot be converted to a numeric value: x")]
    [InlineData("PutItem", "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}}}", "One or more parameter values were invalid: Missing the key sk in the item")]
    [InlineData("UpdateItem", Key + "'UpdateExpression': ''}", "Invalid UpdateExpression: The expression can not be empty;")]
    [InlineData("UpdateItem", Key + "'UpdateExpression': 'REMOVE pk'}", "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key")]
    [InlineData("UpdateItem", Key + "'UpdateExpression': 'SET a = b'}", "The provided expression refers to an attribute that does not exist in the item")]
    [InlineData("UpdateItem", Key + "'UpdateExpression': 'SET a.b = :v', 'ExpressionAttributeValues': {':v': {'S': 'x'}}}", "The document path provided in the update expression is invalid for update")]
    [InlineData("DeleteItem", Key + "'ConditionExpression': 'status = a'}", "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: status")]
    [InlineData("DeleteItem", Key + "'ReturnValues': 'ALL_NEW'}", "ReturnValues can only be ALL_OLD or NONE")]
    [InlineData("GetItem", Key + "'ProjectionExpression': 'status'}", "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: status")]
    [InlineData("Scan", "{'TableName': 'orders', 'FilterExpression': 'status = a'}", "Invalid FilterExpression: Attribute name is a reserved keyword; reserved keyword: status")]
    [InlineData("BatchWriteItem", "{'RequestItems': {'orders': [{'PutRequest': {'Item': {'pk': {'S': 'a'}, 'sk': {'N': '1'}, 's': {'SS': []}}}}]}}", "One or more parameter values were invalid: An string set  may not be empty")]
    [InlineData("TransactWriteItems", "{'TransactItems': [{'Put': " + Put + "'ConditionExpression': 'status = a'}}]}", "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: status")]
    public async Task All_else_is_said_bare(string operation, string json, string text) => Assert.Equal("ValidationException: " + text, await RefusalAsync(operation, json));

    [Fact]
    public async Task Most_regions_count_nothing() =>
        Assert.Equal("ValidationException: ReturnValues can only be ALL_OLD or NONE", await RefusalAsync("PutItem", Put + "'ReturnValues': 'ALL_NEW'}", "us-east-1"));

    private static async Task<string> RefusalAsync(string operation, string json, string region = "eu-central-1")
    {
        await using FaceUnderTest face = new() { Caller = new Caller("123456789012", region) };
        await face.CreateTableAsync();
        return await face.RefusedAsync(operation, json);
    }
}
