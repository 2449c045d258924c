using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Faces;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>What a table looks like, member by member. Source: answers observed at DynamoDB, October 2026.</summary>
public sealed class DescribeTableTests
{
    private const string Arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/t-1";

    private static readonly string OneKey = Attributes("a S") + ", " + Key("a HASH");

    [Fact]
    public async Task A_table_on_demand()
    {
        await using FaceUnderTest face = new();
        JsonObject answer = await face.RunAsync("CreateTable", Body("t-1", OneKey, OnDemand));
        string id = (string)answer["TableDescription"]!["TableId"]!;

        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id);
        AssertJson(
            $$$"""
            {'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}],
              'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}],
              'TableName': 't-1', 'TableStatus': 'CREATING', 'CreationDateTime': 1767225600,
              'ProvisionedThroughput': {'NumberOfDecreasesToday': 0, 'ReadCapacityUnits': 0, 'WriteCapacityUnits': 0},
              'TableSizeBytes': 0, 'ItemCount': 0, 'TableArn': '{{{Arn}}}', 'TableId': '{{{id}}}',
              'BillingModeSummary': {'BillingMode': 'PAY_PER_REQUEST'},
              'DeletionProtectionEnabled': false}
            """,
            answer["TableDescription"]!);
        AssertJson(
            $$$"""
            {'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}],
              'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}],
              'TableName': 't-1', 'TableStatus': 'ACTIVE', 'CreationDateTime': 1767225600,
              'ProvisionedThroughput': {'NumberOfDecreasesToday': 0, 'ReadCapacityUnits': 0, 'WriteCapacityUnits': 0},
              'TableSizeBytes': 0, 'ItemCount': 0, 'TableArn': '{{{Arn}}}', 'TableId': '{{{id}}}',
              'BillingModeSummary': {'BillingMode': 'PAY_PER_REQUEST', 'LastUpdateToPayPerRequestDateTime': 1767225600},
              'DeletionProtectionEnabled': false,
              'WarmThroughput': {'ReadUnitsPerSecond': 12000, 'WriteUnitsPerSecond': 4000, 'Status': 'ACTIVE'}}
            """,
            (await face.RunAsync("DescribeTable", Body("t-1")))["Table"]!);
    }

    [Fact]
    public async Task A_table_with_everything()
    {
        await using FaceUnderTest face = new();
        face.Time.Advance(TimeSpan.FromMilliseconds(125));
        await face.RunAsync("CreateTable", Body(
            "t-1",
            Attributes("z S", "a S", "m N"),
            Key("z HASH", "a RANGE"),
            Provisioned(7, 9),
            Locals(Index("l-1", Key("z HASH", "m RANGE"), Projection("INCLUDE", "y", "x"))),
            Globals(Index("g-1", Key("m HASH"), Projection("ALL"), Provisioned(3, 4), "'WarmThroughput': {'ReadUnitsPerSecond': 30, 'WriteUnitsPerSecond': 40}")),
            "'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_IMAGE'}",
            "'SSESpecification': {'Enabled': true, 'SSEType': 'KMS', 'KMSMasterKeyId': 'alias/mine'}",
            "'TableClass': 'STANDARD_INFREQUENT_ACCESS'",
            "'DeletionProtectionEnabled': true",
            "'Tags': [{'Key': 'k', 'Value': 'v'}]"));
        JsonObject answer = await face.RunAsync("DescribeTable", Body(Arn));

        AssertJson(
            $$$"""
            {'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}, {'AttributeName': 'm', 'AttributeType': 'N'}, {'AttributeName': 'z', 'AttributeType': 'S'}],
              'KeySchema': [{'AttributeName': 'z', 'KeyType': 'HASH'}, {'AttributeName': 'a', 'KeyType': 'RANGE'}],
              'TableName': 't-1', 'TableStatus': 'ACTIVE', 'CreationDateTime': 1767225600.125,
              'ProvisionedThroughput': {'NumberOfDecreasesToday': 0, 'ReadCapacityUnits': 7, 'WriteCapacityUnits': 9},
              'TableSizeBytes': 0, 'ItemCount': 0, 'TableArn': '{{{Arn}}}', 'TableId': '{{{answer["Table"]!["TableId"]}}}',
              'LocalSecondaryIndexes': [{
                'IndexName': 'l-1', 'KeySchema': [{'AttributeName': 'z', 'KeyType': 'HASH'}, {'AttributeName': 'm', 'KeyType': 'RANGE'}],
                'Projection': {'ProjectionType': 'INCLUDE', 'NonKeyAttributes': ['x', 'y']},
                'IndexSizeBytes': 0, 'ItemCount': 0, 'IndexArn': '{{{Arn}}}/index/l-1'}],
              'GlobalSecondaryIndexes': [{
                'IndexName': 'g-1', 'KeySchema': [{'AttributeName': 'm', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}, 'IndexStatus': 'ACTIVE',
                'ProvisionedThroughput': {'NumberOfDecreasesToday': 0, 'ReadCapacityUnits': 3, 'WriteCapacityUnits': 4},
                'IndexSizeBytes': 0, 'ItemCount': 0, 'IndexArn': '{{{Arn}}}/index/g-1',
                'WarmThroughput': {'ReadUnitsPerSecond': 30, 'WriteUnitsPerSecond': 40, 'Status': 'ACTIVE'}}],
              'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_IMAGE'},
              'LatestStreamLabel': '2026-01-01T00:00:00.125', 'LatestStreamArn': '{{{Arn}}}/stream/2026-01-01T00:00:00.125',
              'SSEDescription': {'Status': 'ENABLED', 'SSEType': 'KMS', 'KMSMasterKeyArn': 'arn:aws:kms:eu-west-1:123456789012:alias/mine'},
              'TableClassSummary': {'TableClass': 'STANDARD_INFREQUENT_ACCESS'},
              'DeletionProtectionEnabled': true,
              'WarmThroughput': {'ReadUnitsPerSecond': 7, 'WriteUnitsPerSecond': 9, 'Status': 'ACTIVE'}}
            """,
            answer["Table"]!);
    }

    [Fact]
    public async Task Figures_are_those_of_the_moment()
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Body("t-1", Attributes("a S", "g S"), Key("a HASH"), OnDemand, Globals(Index("g-1", Key("g HASH"), KeysOnly))));
        await face.RunAsync("PutItem", "{'TableName': 't-1', 'Item': {'a': {'S': 'one'}, 'g': {'S': 'x'}, 'other': {'N': '12'}}}");
        await face.RunAsync("PutItem", "{'TableName': 't-1', 'Item': {'a': {'S': 'two'}}}");
        JsonNode table = (await face.RunAsync("DescribeTable", Body("t-1")))["Table"]!;

        Assert.Equal(2, (int)table["ItemCount"]!);
        Assert.Equal(1 + 3 + 1 + 1 + 5 + 2 + (1 + 3), (int)table["TableSizeBytes"]!);
        Assert.Equal(1, (int)table["GlobalSecondaryIndexes"]![0]!["ItemCount"]!);
        Assert.Equal(1 + 3 + 1 + 1, (int)table["GlobalSecondaryIndexes"]![0]!["IndexSizeBytes"]!);

        await face.RunAsync("DeleteItem", "{'TableName': 't-1', 'Key': {'a': {'S': 'one'}}}");
        table = (await face.RunAsync("DescribeTable", Body("t-1")))["Table"]!;
        Assert.Equal(1, (int)table["ItemCount"]!);
        Assert.Equal(4, (int)table["TableSizeBytes"]!);
        Assert.Equal(0, (int)table["GlobalSecondaryIndexes"]![0]!["ItemCount"]!);
        Assert.Equal(0, (int)table["GlobalSecondaryIndexes"]![0]!["IndexSizeBytes"]!);
    }

    [Theory]
    [InlineData("nothing", "ResourceNotFoundException: Requested resource not found: Table: nothing not found")]
    [InlineData("arn:aws:dynamodb:eu-west-1:123456789012:table/nothing", "ResourceNotFoundException: Requested resource not found: Table: nothing not found")]
    [InlineData("arn:aws:dynamodb:eu-west-1:210987654321:table/t-1", "AccessDeniedException: Access is denied")]
    [InlineData("arn:aws:dynamodb:us-east-1:123456789012:table/t-1", "ValidationException: 1 validation error detected: Invalid AWS region in 'arn:aws:dynamodb:us-east-1:123456789012:table/t-1'")]
    [InlineData("arn:aws:s3:eu-west-1:123456789012:table/t-1", "ValidationException: 1 validation error detected: Value 'arn:aws:s3:eu-west-1:123456789012:table/t-1' at 'tableName' failed to satisfy constraint: Valid ARN format is 'arn:<awsPartition>:<vendor>:<region>:<subscriber>:resourceType/resourceName', where Resource name must have length less than or equal to 255, Resource name must have length greater than or equal to 3, Resource name must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")]
    public async Task A_table_is_not_found(string table, string refusal)
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Body("t-1", OneKey, OnDemand));

        Assert.Equal(refusal, await face.RefusedAsync("DescribeTable", Body(table)));
    }

    [Fact]
    public async Task A_new_table_is_creating_for_its_time()
    {
        await using FaceUnderTest face = new(options: new DynamoOptions { TableDelay = TimeSpan.FromSeconds(5) });
        await face.RunAsync("CreateTable", Body("t-1", OneKey, OnDemand, Globals(Index("g-1", Key("a HASH"), KeysOnly))));
        JsonNode table = (await face.RunAsync("DescribeTable", Body("t-1")))["Table"]!;
        Assert.Equal("CREATING", (string)table["TableStatus"]!);
        Assert.Equal("CREATING", (string)table["GlobalSecondaryIndexes"]![0]!["IndexStatus"]!);
        Assert.Equal("ResourceNotFoundException: Requested resource not found", await face.RefusedAsync("GetItem", "{'TableName': 't-1', 'Key': {'a': {'S': 'x'}}}"));

        face.Time.Advance(TimeSpan.FromSeconds(5));
        table = (await face.RunAsync("DescribeTable", Body("t-1")))["Table"]!;
        Assert.Equal("ACTIVE", (string)table["TableStatus"]!);
        Assert.Equal("ACTIVE", (string)table["GlobalSecondaryIndexes"]![0]!["IndexStatus"]!);
        await face.RunAsync("GetItem", "{'TableName': 't-1', 'Key': {'a': {'S': 'x'}}}");
    }

    [Fact]
    public async Task A_table_is_the_same_after_a_power_cut()
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Body("t-1", OneKey, OnDemand, Globals(Index("g-1", Key("a HASH"), KeysOnly))));
        JsonObject before = await face.RunAsync("DescribeTable", Body("t-1"));
        await face.RestartAsync(isPowerCut: true);

        Assert.Equal(before.ToJsonString(), (await face.RunAsync("DescribeTable", Body("t-1"))).ToJsonString());
    }

    private static void AssertJson(string expected, JsonNode answer)
    {
        JsonNode wanted = JsonNode.Parse(expected.Replace('\'', '"'))!;
        Assert.True(JsonNode.DeepEquals(wanted, answer), $"\n{wanted.ToJsonString()}\n{answer.ToJsonString()}");
    }
}
