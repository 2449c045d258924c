using Gateway.Compat.Dynamo.Tests.Driver;

namespace Gateway.Compat.Dynamo.Tests.Tables;

/// <summary>CreateTable: everything that is refused. No table comes of these.</summary>
public sealed class CreateTableErrorTests(ServiceUnderTest service)
{
    private const string Pk = """{"AttributeName":"a","KeyType":"HASH"}""";
    private const string Sk = """{"AttributeName":"b","KeyType":"RANGE"}""";
    private const string PkType = """{"AttributeName":"a","AttributeType":"S"}""";
    private const string SkType = """{"AttributeName":"b","AttributeType":"S"}""";
    private const string KeysOnly = """ "Projection":{"ProjectionType":"KEYS_ONLY"} """;
    private const string Invalid = "ValidationException: One or more parameter values were invalid: ";

    [Theory]
    [InlineData("{}", "ValidationException: The parameter 'TableName' is required but was not present in the request", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("""{"TableName":"abc"}""", "ValidationException: 2 validation errors detected: Value null at 'attributeDefinitions' failed to satisfy constraint: Member must not be null; Value null at 'keySchema' failed to satisfy constraint: Member must not be null", Traits = new[] { "Certainty", "Guess" })]
    [InlineData($$"""{"TableName":"ab","KeySchema":[{{Pk}}],"AttributeDefinitions":[{{PkType}}],"BillingMode":"PAY_PER_REQUEST"}""", "ValidationException: 1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3", Traits = new[] { "Certainty", "Guess" })]
    [InlineData($$"""{"TableName":"abc;","KeySchema":[{{Pk}}],"AttributeDefinitions":[{{PkType}}],"BillingMode":"PAY_PER_REQUEST"}""", "ValidationException: 1 validation error detected: Value 'abc;' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")]
    [InlineData($$"""{"TableName":"abc","KeySchema":[],"AttributeDefinitions":[{{PkType}}],"BillingMode":"PAY_PER_REQUEST"}""", "ValidationException: 1 validation error detected: Value '[]' at 'keySchema' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData($$"""{"TableName":"abc","KeySchema":[{{Pk}}],"AttributeDefinitions":[{{PkType}}],"BillingMode":"FREE"}""", "ValidationException: 1 validation error detected: Value 'FREE' at 'billingMode' failed to satisfy constraint: Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]")]
    [InlineData($$"""{"TableName":"abc","KeySchema":[{"AttributeName":"a","KeyType":"SORT"}],"AttributeDefinitions":[{{PkType}}],"BillingMode":"PAY_PER_REQUEST"}""", "ValidationException: 1 validation error detected: Value 'SORT' at 'keySchema.1.member.keyType' failed to satisfy constraint: Member must satisfy enum value set: [HASH, RANGE]")]
    [InlineData($$"""{"TableName":"abc","KeySchema":[{"AttributeName":"","KeyType":"HASH"}],"AttributeDefinitions":[{{PkType}}],"BillingMode":"PAY_PER_REQUEST"}""", "ValidationException: 1 validation error detected: Value '' at 'keySchema.1.member.attributeName' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData($$"""{"TableName":"abc","KeySchema":[{{Pk}}],"AttributeDefinitions":[{"AttributeName":"a","AttributeType":"X"}],"BillingMode":"PAY_PER_REQUEST"}""", "ValidationException: 1 validation error detected: Value 'X' at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]")]
    [InlineData($$$"""{"TableName":"abc","KeySchema":[{{{Pk}}}],"AttributeDefinitions":[{{{PkType}}}],"ProvisionedThroughput":{"ReadCapacityUnits":0,"WriteCapacityUnits":1}}""", "ValidationException: 1 validation error detected: Value '0' at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData($$$"""{"TableName":"abc","KeySchema":[{{{Pk}}}],"AttributeDefinitions":[{{{PkType}}}],"ProvisionedThroughput":{"ReadCapacityUnits":1}}""", "ValidationException: 1 validation error detected: Value null at 'provisionedThroughput.writeCapacityUnits' failed to satisfy constraint: Member must not be null")]
    [InlineData($$"""{"TableName":"abc","KeySchema":[{{Pk}}],"AttributeDefinitions":[{{PkType}}]}""", Invalid + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")]
    [InlineData($$"""{"TableName":"abc","KeySchema":[{{Pk}}],"AttributeDefinitions":[{{PkType}}],"BillingMode":"PROVISIONED"}""", Invalid + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")]
    [InlineData($$$"""{"TableName":"abc","KeySchema":[{{{Pk}}}],"AttributeDefinitions":[{{{PkType}}}],"BillingMode":"PAY_PER_REQUEST","ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}}""", Invalid + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")]
    [InlineData($$$"""{"TableName":"abc","KeySchema":[{{{Pk}}}],"AttributeDefinitions":[{{{PkType}}}],"ProvisionedThroughput":{"ReadCapacityUnits":1000000000001,"WriteCapacityUnits":1}}""", "ValidationException: Given value 1000000000001 for ReadCapacityUnits is out of bounds", Traits = new[] { "Certainty", "Guess" })]
    public async Task Faulty_members(string json, string refusal) => Assert.Equal(refusal, (await service.Raw.CallAsync("CreateTable", json)).Outcome);

    [Theory]
    [InlineData(Pk, SkType, Invalid + "Some index key attributes are not defined in AttributeDefinitions. Keys: [a], AttributeDefinitions: [b]")]
    [InlineData(Pk, "", "ValidationException: Invalid KeySchema: Some index key attribute have no definition", Traits = new[] { "Certainty", "Guess" })]
    [InlineData($"{Pk},{Sk}", PkType, "ValidationException: Invalid KeySchema: Some index key attribute have no definition", Traits = new[] { "Certainty", "Guess" })]
    [InlineData(Pk, $"{PkType},{SkType}", Invalid + "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions")]
    [InlineData(Pk, $"{PkType},{PkType}", "ValidationException: Attribute Name is duplicated: a", Traits = new[] { "Certainty", "Guess" })]
    [InlineData(Sk, SkType, "ValidationException: Invalid KeySchema: The first KeySchemaElement is not a HASH key type", Traits = new[] { "Certainty", "Guess" })]
    [InlineData($"{Sk},{Pk}", $"{PkType},{SkType}", "ValidationException: Invalid KeySchema: The first KeySchemaElement is not a HASH key type", Traits = new[] { "Certainty", "Guess" })]
    [InlineData($$"""{{Pk}},{"AttributeName":"b","KeyType":"HASH"}""", $"{PkType},{SkType}", "ValidationException: Invalid KeySchema: The second KeySchemaElement is not a RANGE key type", Traits = new[] { "Certainty", "Guess" })]
    [Guess($$"""{{Pk}},{"AttributeName":"a","KeyType":"RANGE"}""", PkType, "ValidationException: Invalid KeySchema: Some index key attribute have no definition")]
    public async Task A_faulty_key(string keys, string definitions, string refusal) =>
        Assert.Equal(refusal, (await service.Raw.CallAsync("CreateTable", $$"""{"TableName":"edge-compat-never","KeySchema":[{{keys}}],"AttributeDefinitions":[{{definitions}}],"BillingMode":"PAY_PER_REQUEST"}""")).Outcome);

    [Theory]
    [InlineData(""" "LocalSecondaryIndexes":[] """, Invalid + "List of LocalSecondaryIndexes is empty")]
    [InlineData(""" "GlobalSecondaryIndexes":[] """, Invalid + "List of GlobalSecondaryIndexes is empty")]
    [InlineData($$$""" "LocalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{{{Pk}}}],{{{KeysOnly}}}}] """, Invalid + "Index KeySchema does not have a range key for index: abc")]
    [InlineData($$$""" "LocalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{"AttributeName":"b","KeyType":"HASH"},{"AttributeName":"a","KeyType":"RANGE"}],{{{KeysOnly}}}}] """, Invalid + "Index KeySchema does not have the same leading hash key as table KeySchema for index: abc. index hash key: b, table hash key: a")]
    [InlineData($$$""" "LocalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{{{Pk}}},{{{Sk}}}],"Projection":{}}] """, Invalid + "Unknown ProjectionType: null")]
    [InlineData($$$""" "LocalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{{{Pk}}},{{{Sk}}}],"Projection":{"ProjectionType":"INCLUDE"}}] """, Invalid + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified")]
    [InlineData($$$""" "LocalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{{{Pk}}},{{{Sk}}}],"Projection":{"ProjectionType":"ALL","NonKeyAttributes":["x"]}}] """, Invalid + "ProjectionType is ALL, but NonKeyAttributes is specified")]
    [InlineData($$$""" "LocalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{{{Pk}}},{{{Sk}}}],"Projection":{"ProjectionType":"KEYS_ONLY","NonKeyAttributes":["x"]}}] """, Invalid + "ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified")]
    [InlineData($$$""" "LocalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{{{Pk}}},{{{Sk}}}],{{{KeysOnly}}}},{"IndexName":"abc","KeySchema":[{{{Pk}}},{{{Sk}}}],{{{KeysOnly}}}}] """, Invalid + "Duplicate index name: abc")]
    [InlineData($$$""" "LocalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{{{Pk}}},{{{Sk}}}],{{{KeysOnly}}}}],"GlobalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{{{Pk}}},{{{Sk}}}],{{{KeysOnly}}}}] """, Invalid + "Duplicate index name: abc")]
    [InlineData($$$""" "GlobalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{{{Pk}}},{"AttributeName":"c","KeyType":"RANGE"}],{{{KeysOnly}}}}] """, Invalid + "Some index key attributes are not defined in AttributeDefinitions. Keys: [a, c], AttributeDefinitions: [a, b]", Traits = new[] { "Certainty", "Guess" })]
    [InlineData($$$""" "GlobalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{{{Pk}}}],"Projection":{}}] """, Invalid + "Unknown ProjectionType: null")]
    [InlineData($$$""" "GlobalSecondaryIndexes":[{"IndexName":"ab","KeySchema":[{{{Pk}}}],{{{KeysOnly}}}}] """, "ValidationException: 1 validation error detected: Value 'ab' at 'globalSecondaryIndexes.1.member.indexName' failed to satisfy constraint: Member must have length greater than or equal to 3")]
    [InlineData($$$""" "GlobalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{{{Pk}}}]}] """, "ValidationException: 1 validation error detected: Value null at 'globalSecondaryIndexes.1.member.projection' failed to satisfy constraint: Member must not be null")]
    [InlineData($$$""" "GlobalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{{{Pk}}}],{{{KeysOnly}}},"ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}}] """, Invalid + "ProvisionedThroughput should not be specified for index: abc when BillingMode is PAY_PER_REQUEST")]
    public async Task Faulty_indexes(string rest, string refusal) =>
        Assert.Equal(refusal, (await service.Raw.CallAsync("CreateTable", $$"""{"TableName":"edge-compat-never","KeySchema":[{{Pk}},{{Sk}}],"AttributeDefinitions":[{{PkType}},{{SkType}}],"BillingMode":"PAY_PER_REQUEST",{{rest}}}""")).Outcome);

    [Fact]
    public async Task A_local_index_needs_a_sort_key_in_the_table() =>
        Assert.Equal(
            Invalid + "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex",
            (await service.Raw.CallAsync("CreateTable", $$$"""{"TableName":"edge-compat-never","KeySchema":[{{{Pk}}}],"AttributeDefinitions":[{{{PkType}}},{{{SkType}}}],"BillingMode":"PAY_PER_REQUEST","LocalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{{{Pk}}},{{{Sk}}}],{{{KeysOnly}}}}]}""")).Outcome);

    [Theory]
    [InlineData("LocalSecondaryIndexes", 6, "Number of LocalSecondaryIndexes exceeds per-table limit of 5")]
    [InlineData("GlobalSecondaryIndexes", 21, "GlobalSecondaryIndex count exceeds the per-table limit of 20")]
    public async Task Too_many_indexes(string kind, int count, string refusal)
    {
        string indexes = string.Join(",", Enumerable.Range(0, count).Select(number => $$$"""{"IndexName":"abc{{{number}}}","KeySchema":[{{{Pk}}},{{{Sk}}}],{{{KeysOnly}}}}"""));

        Assert.Equal(Invalid + refusal, (await service.Raw.CallAsync("CreateTable", $$"""{"TableName":"edge-compat-never","KeySchema":[{{Pk}},{{Sk}}],"AttributeDefinitions":[{{PkType}},{{SkType}}],"BillingMode":"PAY_PER_REQUEST","{{kind}}":[{{indexes}}]}""")).Outcome);
    }

    [Theory]
    [InlineData(""" "StreamSpecification":{"StreamEnabled":true} """, Invalid + "Table is being created with a stream enabled, UpdateViewType is required", Traits = new[] { "Certainty", "Guess" })]
    [InlineData(""" "StreamSpecification":{"StreamEnabled":false,"StreamViewType":"KEYS_ONLY"} """, Invalid + "Table is being created with a stream disabled, UpdateViewType should not be specified", Traits = new[] { "Certainty", "Guess" })]
    [InlineData(""" "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"ALL"} """, "ValidationException: 1 validation error detected: Value 'ALL' at 'streamSpecification.streamViewType' failed to satisfy constraint: Member must satisfy enum value set: [NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES, KEYS_ONLY]", Traits = new[] { "Certainty", "Guess" })]
    [InlineData(""" "StreamSpecification":{} """, "ValidationException: 1 validation error detected: Value null at 'streamSpecification.streamEnabled' failed to satisfy constraint: Member must not be null")]
    [InlineData(""" "Tags":[{"Key":"a","Value":"1"},{"Key":"a","Value":"2"}] """, "ValidationException: Duplicate Tag Keys provided as input: Duplicate Tag Key found a", Traits = new[] { "Certainty", "Guess" })]
    [Guess(""" "Tags":[{"Key":"","Value":"1"}] """, "ValidationException: The Tag Key provided is invalid, Key: ")]
    [InlineData(""" "TableClass":"GOLD" """, "ValidationException: Invalid table-class parameter provided. Please try again with a valid table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS].", Traits = new[] { "Certainty", "Guess" })]
    public async Task Faulty_options(string rest, string refusal) =>
        Assert.Equal(refusal, (await service.Raw.CallAsync("CreateTable", $$"""{"TableName":"edge-compat-never","KeySchema":[{{Pk}}],"AttributeDefinitions":[{{PkType}}],"BillingMode":"PAY_PER_REQUEST",{{rest}}}""")).Outcome);
}
