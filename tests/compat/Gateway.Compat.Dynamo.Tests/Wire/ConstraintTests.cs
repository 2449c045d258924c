using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Wire;

/// <summary>The family <c>N validation errors detected</c>, which follows from the service model. In which order AWS lists several is not compared.</summary>
public sealed class ConstraintTests(PlainTable table) : IClassFixture<PlainTable>
{
    private const string Null = "failed to satisfy constraint: Member must not be null";
    private const string Capacity = "failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]";
    private const string Returns = "failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]";
    private const string Metrics = "failed to satisfy constraint: Member must satisfy enum value set: [SIZE, NONE]";
    private const string Pattern = "failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+";

    [Theory]
    [InlineData("GetItem", "{}", $"Value null at 'key' {Null}", $"Value null at 'tableName' {Null}")]
    [InlineData("GetItem", """{"TableName":"@T"}""", $"Value null at 'key' {Null}")]
    [InlineData("DeleteItem", "{}", $"Value null at 'key' {Null}", $"Value null at 'tableName' {Null}")]
    [InlineData("UpdateItem", "{}", $"Value null at 'key' {Null}", $"Value null at 'tableName' {Null}")]
    [InlineData("PutItem", "{}", $"Value null at 'item' {Null}", $"Value null at 'tableName' {Null}")]
    [InlineData("PutItem", """{"TableName":"@T"}""", $"Value null at 'item' {Null}")]
    [InlineData("Query", "{}", $"Value null at 'tableName' {Null}")]
    [InlineData("Scan", "{}", $"Value null at 'tableName' {Null}")]
    [InlineData("BatchGetItem", "{}", $"Value null at 'requestItems' {Null}")]
    [InlineData("BatchWriteItem", "{}", $"Value null at 'requestItems' {Null}")]
    [InlineData("TransactWriteItems", "{}", $"Value null at 'transactItems' {Null}")]
    [InlineData("TransactGetItems", "{}", $"Value null at 'transactItems' {Null}")]
    [InlineData("UpdateTimeToLive", """{"TableName":"@T","TimeToLiveSpecification":{}}""", $"Value null at 'timeToLiveSpecification.enabled' {Null}", $"Value null at 'timeToLiveSpecification.attributeName' {Null}")]
    [InlineData("ExecuteStatement", "{}", $"Value null at 'statement' {Null}")]
    [InlineData("BatchExecuteStatement", "{}", $"Value null at 'statements' {Null}")]
    [InlineData("ExecuteTransaction", "{}", $"Value null at 'transactStatements' {Null}")]
    [Guess("UpdateContinuousBackups", "{}", $"Value null at 'tableName' {Null}", $"Value null at 'pointInTimeRecoverySpecification' {Null}")]
    [Guess("CreateBackup", "{}", $"Value null at 'backupName' {Null}", $"Value null at 'tableName' {Null}")]
    [Guess("DescribeBackup", "{}", $"Value null at 'backupArn' {Null}")]
    public async Task Required_members(string operation, string json, params string[] errors) => await AssertErrorsAsync(operation, json, errors);

    [Theory]
    [InlineData("GetItem", "", "Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("GetItem", "a;bc", $"Value 'a;bc' at 'tableName' {Pattern}")]
    [InlineData("Query", "", "Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("Scan", "a b", $"Value 'a b' at 'tableName' {Pattern}")]
    [InlineData("DescribeTable", "a/bc", $"Value 'a/bc' at 'tableName' {Pattern}")]
    public async Task Names_of_tables(string operation, string name, string error) =>
        await AssertErrorsAsync(operation, $$$$"""{"TableName":"{{{{name}}}}","Key":{"pk":{"S":"a"}},"KeyConditionExpression":"pk = :a","ExpressionAttributeValues":{":a":{"S":"a"}}}""", error);

    [Theory]
    [InlineData("GetItem", """{"TableName":"@T","Key":{"pk":{"S":"a"}},"ReturnConsumedCapacity":"total"}""", $"Value 'total' at 'returnConsumedCapacity' {Capacity}")]
    [InlineData("GetItem", """{"TableName":"@T","Key":{"pk":{"S":"a"}},"ReturnConsumedCapacity":""}""", $"Value '' at 'returnConsumedCapacity' {Capacity}")]
    [InlineData("PutItem", """{"TableName":"@T","Item":{"pk":{"S":"a"}},"ReturnValues":"ALL"}""", $"Value 'ALL' at 'returnValues' {Returns}")]
    [InlineData("DeleteItem", """{"TableName":"@T","Key":{"pk":{"S":"a"}},"ReturnValues":"x"}""", $"Value 'x' at 'returnValues' {Returns}")]
    [InlineData("UpdateItem", """{"TableName":"@T","Key":{"pk":{"S":"a"}},"ReturnValues":"x"}""", $"Value 'x' at 'returnValues' {Returns}")]
    [InlineData("UpdateItem", """{"TableName":"@T","Key":{"pk":{"S":"a"}},"ReturnItemCollectionMetrics":"x"}""", $"Value 'x' at 'returnItemCollectionMetrics' {Metrics}")]
    [InlineData("PutItem", """{"TableName":"@T","Item":{"pk":{"S":"a"}},"ReturnItemCollectionMetrics":"x","ReturnConsumedCapacity":"y","ReturnValues":"z"}""", $"Value 'x' at 'returnItemCollectionMetrics' {Metrics}", $"Value 'y' at 'returnConsumedCapacity' {Capacity}", $"Value 'z' at 'returnValues' {Returns}")]
    [InlineData("PutItem", """{"TableName":"@T","Item":{"pk":{"S":"a"}},"ConditionalOperator":"x"}""", "Value 'x' at 'conditionalOperator' failed to satisfy constraint: Member must satisfy enum value set: [OR, AND]")]
    [InlineData("Query", """{"TableName":"@T","Select":"ALL"}""", "Value 'ALL' at 'select' failed to satisfy constraint: Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]")]
    [InlineData("Scan", """{"TableName":"@T","ScanFilter":{"a":{"ComparisonOperator":"LIKE"}}}""", "Value 'LIKE' at 'scanFilter.a.member.comparisonOperator' failed to satisfy constraint: Member must satisfy enum value set: [IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]")]
    public async Task Enumerations(string operation, string json, params string[] errors) => await AssertErrorsAsync(operation, json, errors);

    [Theory]
    [InlineData("Query", """{"TableName":"@T","Limit":0,"KeyConditionExpression":"pk = :a","ExpressionAttributeValues":{":a":{"S":"a"}}}""", "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("Query", """{"TableName":"@T","Limit":-1,"KeyConditionExpression":"pk = :a","ExpressionAttributeValues":{":a":{"S":"a"}}}""", "Value '-1' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("Query", """{"TableName":"@T","IndexName":"a","KeyConditionExpression":"pk = :a","ExpressionAttributeValues":{":a":{"S":"a"}}}""", "Value 'a' at 'indexName' failed to satisfy constraint: Member must have length greater than or equal to 3")]
    [InlineData("Query", """{"TableName":"@T","IndexName":"a;b","KeyConditionExpression":"pk = :a","ExpressionAttributeValues":{":a":{"S":"a"}}}""", $"Value 'a;b' at 'indexName' {Pattern}")]
    [InlineData("Scan", """{"TableName":"@T","Segment":-1,"TotalSegments":0}""", "Value '-1' at 'segment' failed to satisfy constraint: Member must have value greater than or equal to 0", "Value '0' at 'totalSegments' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("Scan", """{"TableName":"@T","Segment":1,"TotalSegments":1000001}""", "Value '1000001' at 'totalSegments' failed to satisfy constraint: Member must have value less than or equal to 1000000")]
    [InlineData("Scan", """{"TableName":"@T","AttributesToGet":[]}""", "Value '[]' at 'attributesToGet' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("ListTables", """{"Limit":0}""", "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("ListTables", """{"Limit":101}""", "Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100")]
    [InlineData("ListTables", """{"ExclusiveStartTableName":"a"}""", "Value 'a' at 'exclusiveStartTableName' failed to satisfy constraint: Member must have length greater than or equal to 3")]
    [InlineData("ListTables", """{"ExclusiveStartTableName":"a!c"}""", $"Value 'a!c' at 'exclusiveStartTableName' {Pattern}")]
    [InlineData("BatchExecuteStatement", """{"Statements":[]}""", "Value '[]' at 'statements' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("TransactWriteItems", """{"TransactItems":[]}""", "Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("TransactGetItems", """{"TransactItems":[]}""", "Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("ExecuteStatement", """{"Statement":""}""", "Value '' at 'statement' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("ExecuteStatement", """{"Statement":"SELECT * FROM x","Parameters":[]}""", "Value '[]' at 'parameters' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("TransactWriteItems", """{"ClientRequestToken":"","TransactItems":[{"Delete":{"TableName":"@T","Key":{"pk":{"S":"a"}}}}]}""", "Value '' at 'clientRequestToken' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("TransactWriteItems", """{"ClientRequestToken":"0123456789012345678901234567890123456","TransactItems":[{"Delete":{"TableName":"@T","Key":{"pk":{"S":"a"}}}}]}""", "Value '0123456789012345678901234567890123456' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 36")]
    [InlineData("TransactWriteItems", """{"TransactItems":[{"Delete":{"TableName":"@T"}}]}""", $"Value null at 'transactItems.1.member.delete.key' {Null}")]
    [InlineData("TransactWriteItems", """{"TransactItems":[{"ConditionCheck":{"TableName":"@T","Key":{"pk":{"S":"a"}}}}]}""", $"Value null at 'transactItems.1.member.conditionCheck.conditionExpression' {Null}")]
    [InlineData("TransactGetItems", """{"TransactItems":[{}]}""", $"Value null at 'transactItems.1.member.get' {Null}")]
    [InlineData("BatchWriteItem", """{"RequestItems":{"@T":[{"PutRequest":{}}]}}""", $"Value null at 'requestItems.@T.member.1.member.putRequest.item' {Null}")]
    public async Task Lengths_and_ranges(string operation, string json, params string[] errors) => await AssertErrorsAsync(operation, json, errors);

    /// <summary>The members of one answer, in the order of their texts.</summary>
    private async Task AssertErrorsAsync(string operation, string json, params string[] errors)
    {
        string message = table.WithoutName((await table.CallAsync(operation, json)).Message);

        string head = $"{errors.Length} validation error{(errors.Length == 1 ? "" : "s")} detected: ";
        Assert.StartsWith(head, message, StringComparison.Ordinal);
        Assert.Equal(string.Join("\n", errors.Order(StringComparer.Ordinal)), string.Join("\n", message[head.Length..].Split("; ").Order(StringComparer.Ordinal)));
    }
}
