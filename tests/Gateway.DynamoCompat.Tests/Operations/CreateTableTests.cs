using System.Globalization;
using Gateway.DynamoCompat.Tests.Faces;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>What CreateTable refuses, in DynamoDB's words and order. Source: messages observed at DynamoDB, October 2026; their order by dynalite 4.0.0.</summary>
public sealed class CreateTableTests
{
    private const string Invalid = "ValidationException: One or more parameter values were invalid: ";

    private static readonly string A = Attributes("a S");
    private static readonly string AB = Attributes("a S", "b S");
    private static readonly string HashA = Key("a HASH");
    private static readonly string HashARangeB = Key("a HASH", "b RANGE");

    public static TheoryData<string, string> Schemas => new()
    {
        { Structure(A, HashA, OnDemand), "ValidationException: The parameter 'TableName' is required but was not present in the request" },
        { Body("ab", A, HashA, OnDemand), "ValidationException: 1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3" },
        { Body("t-1", OnDemand), "ValidationException: 2 validation errors detected: Value null at 'attributeDefinitions' failed to satisfy constraint: Member must not be null; Value null at 'keySchema' failed to satisfy constraint: Member must not be null" },
        { Body("t-1", A, HashARangeB, OnDemand), "ValidationException: Invalid KeySchema: Some index key attribute have no definition" },
        { Body("t-1", Attributes("c S", "d S"), HashARangeB, OnDemand), Invalid + "Some index key attributes are not defined in AttributeDefinitions. Keys: [a, b], AttributeDefinitions: [c, d]" },
        { Body("t-1", Attributes("b S"), HashA, OnDemand), Invalid + "Some index key attributes are not defined in AttributeDefinitions. Keys: [a], AttributeDefinitions: [b]" },
        { Body("t-1", AB, Key("a HASH", "a RANGE"), OnDemand), "ValidationException: Both the Hash Key and the Range Key element in the KeySchema have the same name" },
        { Body("t-1", A, Key("a RANGE"), OnDemand), "ValidationException: Invalid KeySchema: The first KeySchemaElement is not a HASH key type" },
        { Body("t-1", AB, Key("a HASH", "b HASH"), OnDemand), "ValidationException: Invalid KeySchema: The second KeySchemaElement is not a RANGE key type" },
        { Body("t-1", AB, HashA, OnDemand), Invalid + "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions" },
        { Body("t-1", Attributes("a S", "a N"), HashA, OnDemand), "ValidationException: Attribute Name is duplicated: a" },
        { Body("t-1", Attributes("a S", "b S", "c S"), HashA, OnDemand, Globals(Index("g-1", Key("b HASH"), KeysOnly))), Invalid + "Some AttributeDefinitions are not used. AttributeDefinitions: [a, b, c], keys used: [a, b]" },
        { Body("t-1", A, HashA, OnDemand, "'VectorIndexes': []"), Invalid + "VectorIndexes are not supported" },
    };

    public static TheoryData<string, string> Indexes => new()
    {
        { Body("t-1", A, HashA, OnDemand, Locals()), Invalid + "List of LocalSecondaryIndexes is empty" },
        { Body("t-1", A, HashA, OnDemand, Globals()), Invalid + "List of GlobalSecondaryIndexes is empty" },
        { Body("t-1", AB, HashA, OnDemand, Globals(Index("g-1", Key("c HASH"), KeysOnly))), Invalid + "Some index key attributes are not defined in AttributeDefinitions. Keys: [c], AttributeDefinitions: [a, b]" },
        { Body("t-1", AB, HashA, OnDemand, Locals(Index("l-1", HashARangeB, KeysOnly))), Invalid + "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex" },
        { Body("t-1", AB, HashARangeB, OnDemand, Locals(Index("l-1", HashA, KeysOnly))), Invalid + "Index KeySchema does not have a range key for index: l-1" },
        { Body("t-1", AB, HashARangeB, OnDemand, Locals(Index("l-1", Key("b HASH", "a RANGE"), KeysOnly))), Invalid + "Index KeySchema does not have the same leading hash key as table KeySchema for index: l-1. index hash key: b, table hash key: a" },
        { Body("t-1", AB, HashARangeB, OnDemand, Locals(Index("l-1", Key("a RANGE", "b HASH"), KeysOnly))), "ValidationException: Invalid KeySchema: The first KeySchemaElement is not a HASH key type" },
        { Body("t-1", AB, HashARangeB, OnDemand, Locals(Index("l-1", HashARangeB, "'Projection': {}"))), Invalid + "Unknown ProjectionType: null" },
        { Body("t-1", A, HashA, OnDemand, Globals(Index("g-1", HashA, Projection("ALL", "x")))), Invalid + "ProjectionType is ALL, but NonKeyAttributes is specified" },
        { Body("t-1", A, HashA, OnDemand, Globals(Index("g-1", HashA, Projection("KEYS_ONLY", "x")))), Invalid + "ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified" },
        { Body("t-1", A, HashA, OnDemand, Globals(Index("g-1", HashA, Projection("INCLUDE")))), Invalid + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified" },
        { Body("t-1", A, HashA, OnDemand, Globals(Index("g-1", HashA, Projection("INCLUDE", "x", "x")))), Invalid + "Duplicate element in NonKeyAttributes: x" },
        { Body("t-1", A, HashA, OnDemand, Globals(Index("g-1", HashA, KeysOnly), Index("g-1", HashA, KeysOnly))), Invalid + "Duplicate index name: g-1" },
        { Body("t-1", AB, HashARangeB, OnDemand, Locals(Index("x-1", HashARangeB, KeysOnly)), Globals(Index("x-1", HashA, KeysOnly))), Invalid + "Duplicate index name: x-1" },
        { Body("t-1", AB, HashARangeB, OnDemand, Locals(Numbered(6, HashARangeB, KeysOnly))), Invalid + "Number of LocalSecondaryIndexes exceeds per-table limit of 5" },
        { Body("t-1", A, HashA, OnDemand, Globals(Numbered(21, HashA, KeysOnly))), Invalid + "GlobalSecondaryIndex count exceeds the per-table limit of 20" },
        { Body("t-1", A, HashA, OnDemand, Globals(Numbered(6, HashA, Projection("INCLUDE", [.. Enumerable.Range(0, 20).Select(n => $"x{n}")])))), Invalid + "Number of projected attributes (NonKeyAttributes) of all indexes exceeds the per-table limit of 100" },
        { Body("t-1", AB, HashARangeB, OnDemand, Globals(Index("g-1", Key("b RANGE"), KeysOnly))), "ValidationException: Invalid KeySchema: The first KeySchemaElement is not a HASH key type" },
        { Body("t-1", AB, HashARangeB, OnDemand, Globals(Index("g-1", Key("a HASH", "a RANGE"), KeysOnly))), "ValidationException: Both the Hash Key and the Range Key element in the KeySchema have the same name" },
        { Body("t-1", AB, HashARangeB, OnDemand, Globals(Index("g-1", Key("a HASH", "a HASH"), KeysOnly))), "ValidationException: The KeySchema contains multiple key attributes with the same name" },
        { Body("t-1", Attributes("a S", "b S", "c S"), HashARangeB, OnDemand, Globals(Index("g-1", Key("a HASH", "b RANGE", "c HASH"), KeysOnly))), Invalid + "All HASH key attributes must precede RANGE key attributes in the KeySchema" },
        { Body("t-1", Attributes("a S", "b S", "c S", "d S", "e S"), HashA, OnDemand, Globals(Index("g-1", Key("a HASH", "b HASH", "c HASH", "d HASH", "e HASH"), KeysOnly))), Invalid + "The KeySchema exceeds the maximum allowed number of HASH key attributes" },
    };

    public static TheoryData<string, string> Throughputs => new()
    {
        { Body("t-1", A, HashA), Invalid + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED" },
        { Body("t-1", A, HashA, "'BillingMode': 'PROVISIONED'"), Invalid + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED" },
        { Body("t-1", A, HashA, OnDemand, Provisioned(1, 1)), Invalid + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST" },
        { Body("t-1", A, HashA, Provisioned(1_000_000_000_001, 1_000_000_000_001)), "ValidationException: Given value 1000000000001 for ReadCapacityUnits is out of bounds" },
        { Body("t-1", A, HashA, Provisioned(1_000_000_000_000, 1_000_000_000_001)), "ValidationException: Given value 1000000000001 for WriteCapacityUnits is out of bounds" },
        { Body("t-1", A, HashA, Provisioned(1, 1), Globals(Index("g-1", HashA, KeysOnly, Provisioned(1_000_000_000_001, 1)))), "ValidationException: Given value 1000000000001 for ReadCapacityUnits is out of bounds for index g-1" },
        { Body("t-1", A, HashA, Provisioned(1, 1), Globals(Index("g-1", HashA, KeysOnly))), Invalid + "ProvisionedThroughput is not specified for index: g-1" },
        { Body("t-1", A, HashA, OnDemand, Globals(Index("g-1", HashA, KeysOnly, Provisioned(1, 1)))), Invalid + "ProvisionedThroughput should not be specified for index: g-1 when BillingMode is PAY_PER_REQUEST" },
        { Body("t-1", A, HashA, Provisioned(1, 1), "'OnDemandThroughput': {'MaxReadRequestUnits': 5}"), Invalid + "MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED" },
        { Body("t-1", A, HashA, OnDemand, "'OnDemandThroughput': {'MaxWriteRequestUnits': 0}"), Invalid + "Requested MaxWriteRequestUnits for OnDemandThroughput for table is outside of valid range" },
        { Body("t-1", A, HashA, OnDemand, "'OnDemandThroughput': {'MaxWriteRequestUnits': -1}"), Invalid + "Requested MaxWriteRequestUnits for OnDemandThroughput for table is outside of valid range" },
        { Body("t-1", A, HashA, OnDemand, "'WarmThroughput': {'ReadUnitsPerSecond': 11999}"), Invalid + "Requested ReadUnitsPerSecond for WarmThroughput for table is lower than initial throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html" },
        { Body("t-1", A, HashA, OnDemand, Globals(Index("g-1", HashA, KeysOnly, "'WarmThroughput': {'WriteUnitsPerSecond': 3999}"))), Invalid + "Requested WriteUnitsPerSecond for WarmThroughput for index g-1 is lower than initial throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html" },
        { Body("t-1", A, HashA, Provisioned(10, 10), "'WarmThroughput': {'ReadUnitsPerSecond': 9, 'WriteUnitsPerSecond': 20}"), Invalid + "Requested ReadUnitsPerSecond for WarmThroughput for table is lower than ReadCapacityUnits of ProvisionedThroughput" },
    };

    public static TheoryData<string, string> Settings => new()
    {
        { "'StreamSpecification': {'StreamEnabled': true}", Invalid + "Table is being created with a stream enabled, UpdateViewType is required" },
        { "'StreamSpecification': {'StreamEnabled': false, 'StreamViewType': 'NEW_IMAGE'}", Invalid + "Table is being created with a stream disabled, UpdateViewType should not be specified" },
        { "'SSESpecification': {'Enabled': true, 'SSEType': 'AES256'}", Invalid + "SSEType AES256 is not supported" },
        { "'SSESpecification': {'Enabled': false, 'SSEType': 'KMS'}", Invalid + "SSEType can not be specified if Enabled is false" },
        { "'SSESpecification': {'Enabled': false, 'KMSMasterKeyId': 'k'}", Invalid + "KMSMasterKeyId can not be specified if Enabled is false" },
        { "'SSESpecification': {'Enabled': true, 'KMSMasterKeyId': 'k'}", Invalid + "SSEType KMS is required if KMSMasterKeyId is specified" },
        { "'Tags': [{'Key': 'aws:x', 'Value': ''}]", "ValidationException: Tag Key cannot be prefixed with aws:, Key: aws:x" },
        { "'Tags': [{'Key': 'x', 'Value': 'y'}, {'Key': 'x', 'Value': 'z'}]", "ValidationException: Duplicate Tag Keys provided as input: Duplicate Tag Key found x" },
        { "'ResourcePolicy': '{'", Invalid + "Invalid policy document: This policy contains invalid Json" },
        { "'TableClass': 'GLACIER'", "ValidationException: Invalid table-class parameter provided. Please try again with a valid table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS]." },
        { "'GlobalTableSourceArn': 'arn:aws:dynamodb:us-east-1:123456789012:table/t-1'", Invalid + "GlobalTableSourceArn and GlobalTableSettingsReplicationMode are not supported" },
    };

    [Theory]
    [MemberData(nameof(Schemas))]
    [MemberData(nameof(Indexes))]
    [MemberData(nameof(Throughputs))]
    public async Task A_table_is_refused(string body, string refusal)
    {
        await using FaceUnderTest face = new();

        Assert.Equal(refusal, await face.RefusedAsync("CreateTable", body));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task A_setting_is_refused(string member, string refusal)
    {
        await using FaceUnderTest face = new();

        Assert.Equal(refusal, await face.RefusedAsync("CreateTable", Body("t-1", A, HashA, OnDemand, member)));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        await using FaceUnderTest face = new(options: new DynamoOptions { TableDelay = TimeSpan.FromSeconds(5) });
        string body = Body("t-1", A, HashA, OnDemand);
        await face.RunAsync("CreateTable", body);

        Assert.Equal("ResourceInUseException: Attempt to change a resource which is still in use: Table is being created: t-1", await face.RefusedAsync("CreateTable", body));
        face.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("ResourceInUseException: Table already exists: t-1", await face.RefusedAsync("CreateTable", body));
        face.Caller = face.Caller with { Region = "us-east-1" };
        await face.RunAsync("CreateTable", body);
    }

    [Fact]
    public async Task A_table_stays_ready_when_the_clock_is_set_back()
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Body("t-1", A, HashA, OnDemand));

        face.Time.SetUtcNow(face.Time.GetUtcNow() - TimeSpan.FromHours(1));

        await face.RunAsync("GetItem", "{'TableName': 't-1', 'Key': {'a': {'S': 'x'}}}");
        Assert.Equal("ACTIVE", (string?)(await face.RunAsync("DescribeTable", "{'TableName': 't-1'}"))["Table"]!["TableStatus"]);
        await face.RunAsync("DeleteTable", "{'TableName': 't-1'}");
        face.Time.SetUtcNow(face.Time.GetUtcNow() - TimeSpan.FromHours(1));
        await face.RunAsync("CreateTable", Body("t-1", A, HashA, OnDemand));
    }

    [Fact]
    public async Task Every_limit_can_be_reached()
    {
        await using FaceUnderTest face = new();

        await face.RunAsync("CreateTable", Body(
            new string('t', 255),
            Attributes("a S", "b S", "c S", "d S", "e N", "f B", "g S", "h S"),
            HashARangeB,
            OnDemand,
            Locals(Numbered(5, HashARangeB, Projection("INCLUDE", [.. Enumerable.Range(0, 12).Select(n => $"x{n}")]))),
            Globals([.. Numbered(19, HashA, Projection("INCLUDE", "x", "y"), from: 6), Index("most", Key("a HASH", "b HASH", "c HASH", "d HASH", "e RANGE", "f RANGE", "g RANGE", "h RANGE"), Projection("INCLUDE", "x", "y"))])));
    }

    private static string[] Numbered(int count, string key, string projection, int from = 1) =>
        [.. Enumerable.Range(from, count).Select(n => Index("i-" + n.ToString(CultureInfo.InvariantCulture), key, projection))];
}
