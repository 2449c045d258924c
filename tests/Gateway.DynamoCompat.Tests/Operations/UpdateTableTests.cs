using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Faces;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>What UpdateTable refuses and answers; changes of indexes are in <see cref="IndexChangeTests"/>. Source: messages observed at DynamoDB, October 2026.</summary>
public sealed class UpdateTableTests
{
    private const string Invalid = "ValidationException: One or more parameter values were invalid: ";
    private const string Encryption = "'SSESpecification': {'Enabled': true, 'SSEType': 'KMS'}";
    private const string Protection = "'DeletionProtectionEnabled': true";
    private const string Infrequent = "'TableClass': 'STANDARD_INFREQUENT_ACCESS'";
    private const string Streamed = "'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_IMAGE'}";
    private const string Unstreamed = "'StreamSpecification': {'StreamEnabled': false}";
    private const string Warm = "'WarmThroughput': {'ReadUnitsPerSecond': 20000}";
    private const string Maxima = "'OnDemandThroughput': {'MaxReadRequestUnits': 5}";
    private const string Deletion = "{'Delete': {'IndexName': 'g-1'}}";

    private static readonly string Change = $"{{'Update': {Index("g-1", Provisioned(2, 2))}}}";
    private static readonly string Creation = $"{{'Create': {Index("g-2", Key("b HASH"), KeysOnly)}}}";

    public static TheoryData<string, string> Shapes => new()
    {
        { Body("t-1"), "ValidationException: At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required" },
        { Body("nothing", "'MultiRegionConsistency': 'EVENTUAL'"), "ValidationException: At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required" },
        { Body("nothing", Protection), "ResourceNotFoundException: Requested resource not found: Table: nothing not found" },
        { Body("t-1", "'BillingMode': 'PROVISIONED'", IndexUpdates()), Invalid + "List of GlobalSecondaryIndexUpdates is empty" },
        { Body("t-1", IndexUpdates("{}")), Invalid + "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null" },
        { Body("t-1", IndexUpdates("{'Delete': {'IndexName': 'g-1'}, 'Update': {'IndexName': 'g-1'}}")), Invalid + "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object" },
        { Body("t-1", IndexUpdates(Deletion, Deletion)), Invalid + "Only one global secondary index update per index is allowed simultaneously. Index: g-1" },
        { Body("t-1", "'StreamSpecification': {'StreamEnabled': true}"), Invalid + "If stream is being enabled then UpdateViewType is required" },
        { Body("t-1", "'StreamSpecification': {'StreamEnabled': false, 'StreamViewType': 'KEYS_ONLY'}"), Invalid + "If stream is being disabled, then UpdateViewType must not be specified" },
        { Body("t-1", "'BillingMode': 'PROVISIONED'"), Invalid + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED" },
        { Body("t-1", OnDemand, Provisioned(1, 1)), Invalid + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST" },
        { Body("t-1", Encryption, Protection), Invalid + "Server-Side Encryption modification must be the only operation in the request" },
        { Body("t-1", Encryption, Infrequent), Invalid + "Server-Side Encryption modification must be the only operation in the request" },
        { Body("t-1", Infrequent, Protection), Invalid + "TableClass modification must be the only operation in the request" },
        { Body("t-1", Protection, Streamed), Invalid + "DeletionProtection modification must be the only operation in the request" },
        { Body("t-1", Warm, Streamed), Invalid + "WarmThroughput must be the only operation in the request" },
        { Body("t-1", Warm, IndexUpdates(Creation)), Invalid + "Create global secondary index cannot be specified when updating WarmThroughput" },
        { Body("t-1", Maxima, Streamed), Invalid + "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request" },
        { Body("t-1", Provisioned(1, 1), Streamed), Invalid + "You cannot modify stream status while updating table IOPS" },
        { Body("t-1", Provisioned(1, 1), IndexUpdates(Creation)), Invalid + "You cannot create or delete index while updating table IOPS" },
        { Body("t-1", Streamed, IndexUpdates(Creation)), Invalid + "You cannot create or delete index while changing stream status" },
        { Body("t-1", IndexUpdates(Deletion, Creation)), "LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table" },
        { Body("t-1", Provisioned(1, 1_000_000_000_001)), "ValidationException: Given value 1000000000001 for WriteCapacityUnits is out of bounds" },
        { Body("t-1", "'TableClass': 'GLACIER'"), "ValidationException: Invalid table-class parameter provided. Please try again with a valid table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS]." },
        { Body("t-1", "'VectorIndexUpdates': []"), Invalid + "VectorIndexes are not supported" },
    };

    public static TheoryData<string, string> OfOnDemand => new()
    {
        { Body("t-1", Provisioned(1, 1)), Invalid + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST" },
        { Body("t-1", "'BillingMode': 'PROVISIONED'", Provisioned(1, 1)), Invalid + "ProvisionedThroughput must be specified for index: g-1" },
        { Body("t-1", IndexUpdates(Change)), Invalid + "The only Updates for index: g-1 when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput" },
        { Body("t-1", "'OnDemandThroughput': {'MaxReadRequestUnits': 0}"), Invalid + "Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range" },
        { Body("t-1", IndexUpdates("{'Update': {'IndexName': 'g-1', 'OnDemandThroughput': {'MaxWriteRequestUnits': -2}}}")), Invalid + "Requested MaxWriteRequestUnits for OnDemandThroughput for index : g-1 is outside of valid range" },
        { Body("t-1", "'WarmThroughput': {'ReadUnitsPerSecond': 11999}"), Invalid + "Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current WarmThroughput, decreasing WarmThroughput is not supported" },
        { Body("t-1", "'SSESpecification': {'Enabled': false}"), Invalid + "Table is already encrypted by default" },
        { Body("t-1", Unstreamed), "ValidationException: Table has no stream to disable: TableName: t-1" },
        { Body("t-1", "'ReplicaUpdates': [{'Create': {'RegionName': 'us-east-1'}}]"), "ValidationException: Region us-east-1 is not supported. The latest version of global tables are only supported in the following regions: [eu-west-1]" },
        { Body("t-1", "'ReplicaUpdates': [{'Create': {'RegionName': 'eu-west-1'}}]"), "ValidationException: Cannot add or delete the local region through ReplicaUpdates. Use CreateTable and DeleteTable as required." },
        { Body("t-1", "'ReplicaUpdates': [{'Delete': {'RegionName': 'us-east-1'}}]"), "ValidationException: Update global table operation failed because one or more replicas were not part of the global table. Please retry the request without these replicas: [us-east-1]." },
        { Body("t-1", "'ReplicaUpdates': [{}]"), "ValidationException: There are no actions specified in the Replica Update Action of the request." },
    };

    public static TheoryData<string, string> OfProvisioned => new()
    {
        { Body("t-1", Provisioned(5, 6)), "ValidationException: The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: 5. Current WriteCapacityUnits provisioned for the table: 6. Requested WriteCapacityUnits: 6. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits." },
        { Body("t-1", IndexUpdates(Change)), "ValidationException: The provisioned throughput for the index g-1 will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for index g-1: 2. Requested ReadCapacityUnits: 2. Current WriteCapacityUnits provisioned for index g-1: 2. Requested WriteCapacityUnits: 2. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits." },
        { Body("t-1", Maxima), Invalid + "MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED" },
        { Body("t-1", IndexUpdates("{'Update': {'IndexName': 'g-1', 'OnDemandThroughput': {'MaxWriteRequestUnits': 2}}}")), Invalid + "MaxWriteRequestUnits for OnDemandThroughput for index : g-1 cannot be specified when the table BillingMode is PROVISIONED" },
        { Body("t-1", Attributes("b S"), IndexUpdates(Creation)), Invalid + "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: g-2" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    [MemberData(nameof(OfOnDemand))]
    public async Task An_update_of_a_table_on_demand_is_refused(string body, string refusal)
    {
        await using FaceUnderTest face = await Face(OnDemand, Index("g-1", Key("a HASH"), KeysOnly));

        Assert.Equal(refusal, await face.RefusedAsync("UpdateTable", body));
    }

    [Theory]
    [MemberData(nameof(OfProvisioned))]
    public async Task An_update_of_a_provisioned_table_is_refused(string body, string refusal)
    {
        await using FaceUnderTest face = await Face(Provisioned(5, 6), Index("g-1", Key("a HASH"), KeysOnly, Provisioned(2, 2)));

        Assert.Equal(refusal, await face.RefusedAsync("UpdateTable", body));
    }

    [Fact]
    public async Task Provisioned_throughput_is_shown_once_it_is_there()
    {
        await using FaceUnderTest face = await Face(Provisioned(5, 6), Index("g-1", Key("a HASH"), KeysOnly, Provisioned(2, 2)), delay: 5);
        JsonNode answer = await Update(face, Provisioned(7, 3));
        Assert.Equal("UPDATING", (string)answer["TableStatus"]!);
        Assert.Equal("""{"NumberOfDecreasesToday":0,"ReadCapacityUnits":5,"WriteCapacityUnits":6}""", answer["ProvisionedThroughput"]!.ToJsonString());

        Assert.Equal("ResourceInUseException: Attempt to change a resource which is still in use: Table IOPS are currently being updated. Table: t-1", await face.RefusedAsync("UpdateTable", Body("t-1", Provisioned(8, 8))));
        Assert.Equal("ResourceInUseException: Attempt to change a resource which is still in use: Can't enable or disable stream while table IOPS are being updated. Table: t-1", await face.RefusedAsync("UpdateTable", Body("t-1", Streamed)));
        Assert.Equal("ResourceInUseException: Attempt to change a resource which is still in use: Table: t-1 is in the process of being updated.", await face.RefusedAsync("DeleteTable", Body("t-1")));
        await Update(face, Protection);

        face.Time.Advance(TimeSpan.FromSeconds(5));
        JsonNode table = await Describe(face);
        Assert.Equal("ACTIVE", (string)table["TableStatus"]!);
        Assert.Equal("""{"LastIncreaseDateTime":1767225605,"LastDecreaseDateTime":1767225605,"NumberOfDecreasesToday":1,"ReadCapacityUnits":7,"WriteCapacityUnits":3}""", table["ProvisionedThroughput"]!.ToJsonString());
        Assert.Equal("""{"ReadUnitsPerSecond":7,"WriteUnitsPerSecond":6,"Status":"ACTIVE"}""", table["WarmThroughput"]!.ToJsonString());

        await Update(face, IndexUpdates($"{{'Update': {Index("g-1", Provisioned(1, 1))}}}"));
        face.Time.Advance(TimeSpan.FromDays(1));
        table = await Describe(face);
        Assert.Equal("""{"LastDecreaseDateTime":1767225610,"NumberOfDecreasesToday":0,"ReadCapacityUnits":1,"WriteCapacityUnits":1}""", table["GlobalSecondaryIndexes"]![0]!["ProvisionedThroughput"]!.ToJsonString());
    }

    [Fact]
    public async Task Billing_moves_both_ways()
    {
        await using FaceUnderTest face = await Face(Provisioned(5, 6), Index("g-1", Key("a HASH"), KeysOnly, Provisioned(2, 2)));
        Assert.Null((await Describe(face))["BillingModeSummary"]);

        face.Time.Advance(TimeSpan.FromSeconds(1));
        JsonNode answer = await Update(face, OnDemand, "'OnDemandThroughput': {'MaxReadRequestUnits': 50, 'MaxWriteRequestUnits': 60}");
        Assert.Equal("""{"BillingMode":"PAY_PER_REQUEST","LastUpdateToPayPerRequestDateTime":1767225601}""", answer["BillingModeSummary"]!.ToJsonString());
        JsonNode table = await Describe(face);
        Assert.Equal("""{"NumberOfDecreasesToday":0,"ReadCapacityUnits":0,"WriteCapacityUnits":0}""", table["ProvisionedThroughput"]!.ToJsonString());
        Assert.Equal("""{"NumberOfDecreasesToday":0,"ReadCapacityUnits":0,"WriteCapacityUnits":0}""", table["GlobalSecondaryIndexes"]![0]!["ProvisionedThroughput"]!.ToJsonString());
        Assert.Equal("""{"MaxReadRequestUnits":50,"MaxWriteRequestUnits":60}""", table["OnDemandThroughput"]!.ToJsonString());
        Assert.Equal("""{"ReadUnitsPerSecond":12000,"WriteUnitsPerSecond":4000,"Status":"ACTIVE"}""", table["WarmThroughput"]!.ToJsonString());

        await Update(face, "'OnDemandThroughput': {'MaxReadRequestUnits': -1}");
        Assert.Equal("""{"MaxWriteRequestUnits":60}""", (await Describe(face))["OnDemandThroughput"]!.ToJsonString());

        await Update(face, "'BillingMode': 'PROVISIONED'", Provisioned(1, 2), IndexUpdates(Change));
        table = await Describe(face);
        Assert.Equal("""{"BillingMode":"PROVISIONED","LastUpdateToPayPerRequestDateTime":1767225601}""", table["BillingModeSummary"]!.ToJsonString());
        Assert.Equal(1, (int)table["ProvisionedThroughput"]!["ReadCapacityUnits"]!);
        Assert.Equal(2, (int)table["GlobalSecondaryIndexes"]![0]!["ProvisionedThroughput"]!["WriteCapacityUnits"]!);
        Assert.Null(table["OnDemandThroughput"]);
    }

    [Fact]
    public async Task A_stream_is_switched_on_and_off()
    {
        await using FaceUnderTest face = await Face(OnDemand);
        JsonNode answer = await Update(face, Streamed);
        Assert.Equal("UPDATING", (string)answer["TableStatus"]!);
        Assert.Equal("""{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}""", answer["StreamSpecification"]!.ToJsonString());
        string first = (string)answer["LatestStreamArn"]!;
        Assert.Equal("arn:aws:dynamodb:eu-west-1:123456789012:table/t-1/stream/2026-01-01T00:00:00.000", first);
        Assert.Equal("ValidationException: Table already has an enabled stream: TableName: t-1", await face.RefusedAsync("UpdateTable", Body("t-1", Streamed)));

        await Update(face, Unstreamed);
        JsonNode table = await Describe(face);
        Assert.Null(table["StreamSpecification"]);
        Assert.Equal(first, (string)table["LatestStreamArn"]!);

        await Update(face, Streamed); // in the same millisecond, but another stream
        Assert.Equal("2026-01-01T00:00:00.001", (string)(await Describe(face))["LatestStreamLabel"]!);
    }

    [Fact]
    public async Task What_changes_at_once_leaves_the_table_active()
    {
        await using FaceUnderTest face = await Face(OnDemand, delay: 5);
        JsonNode answer = await Update(face, Protection);
        Assert.Equal("ACTIVE", (string)answer["TableStatus"]!);
        Assert.True((bool)answer["DeletionProtectionEnabled"]!);

        answer = await Update(face, Encryption);
        Assert.Equal("ACTIVE", (string)answer["TableStatus"]!);
        Assert.Equal("""{"Status":"UPDATING"}""", answer["SSEDescription"]!.ToJsonString());
        JsonNode table = await Describe(face);
        Assert.Equal("ENABLED", (string)table["SSEDescription"]!["Status"]!);
        Assert.Matches("^arn:aws:kms:eu-west-1:123456789012:key/[0-9a-f-]{36}$", (string)table["SSEDescription"]!["KMSMasterKeyArn"]!);
        Assert.Equal(Invalid + "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change Master Key", await face.RefusedAsync("UpdateTable", Body("t-1", Encryption)));
        await Update(face, "'SSESpecification': {'Enabled': false}");
        Assert.Null((await Describe(face))["SSEDescription"]);

        answer = await Update(face, Warm);
        Assert.Equal(12000, (int)answer["WarmThroughput"]!["ReadUnitsPerSecond"]!);
        Assert.Equal("""{"ReadUnitsPerSecond":20000,"WriteUnitsPerSecond":4000,"Status":"ACTIVE"}""", (await Describe(face))["WarmThroughput"]!.ToJsonString());
    }

    [Fact]
    public async Task The_class_of_a_table_changes()
    {
        await using FaceUnderTest face = await Face(OnDemand);
        JsonNode answer = await Update(face, "'TableClass': 'STANDARD'");
        Assert.Null(answer["TableClassSummary"]);

        answer = await Update(face, Infrequent);
        Assert.Equal("UPDATING", (string)answer["TableStatus"]!);
        Assert.Null(answer["TableClassSummary"]);
        Assert.Equal("""{"TableClass":"STANDARD_INFREQUENT_ACCESS","LastUpdateDateTime":1767225600}""", (await Describe(face))["TableClassSummary"]!.ToJsonString());
    }

    [Fact]
    public async Task A_table_that_is_created_or_deleted_is_not_updated()
    {
        await using FaceUnderTest face = new(options: new DynamoOptions { TableDelay = TimeSpan.FromSeconds(5) });
        await face.RunAsync("CreateTable", Body("t-1", Attributes("a S"), Key("a HASH"), OnDemand));
        Assert.Equal("ResourceInUseException: Attempt to change a resource which is still in use: Table is being created: t-1", await face.RefusedAsync("UpdateTable", Body("t-1", Protection)));

        face.Time.Advance(TimeSpan.FromSeconds(5));
        await face.RunAsync("DeleteTable", Body("t-1"));
        Assert.Equal("ResourceInUseException: Attempt to change a resource which is still in use: Table is being deleted: t-1", await face.RefusedAsync("UpdateTable", Body("t-1", Protection)));
    }

    private static async Task<FaceUnderTest> Face(string billing, string? index = null, int delay = 0)
    {
        FaceUnderTest face = new(options: new DynamoOptions { TableDelay = TimeSpan.FromSeconds(delay) });
        await face.RunAsync("CreateTable", Body("t-1", [Attributes("a S"), Key("a HASH"), billing, .. index is null ? (string[])[] : [Globals(index)]]));
        face.Time.Advance(TimeSpan.FromSeconds(delay));
        return face;
    }

    private static async Task<JsonNode> Update(FaceUnderTest face, params string[] members) => (await face.RunAsync("UpdateTable", Body("t-1", members)))["TableDescription"]!;

    private static async Task<JsonNode> Describe(FaceUnderTest face) => (await face.RunAsync("DescribeTable", Body("t-1")))["Table"]!;
}
