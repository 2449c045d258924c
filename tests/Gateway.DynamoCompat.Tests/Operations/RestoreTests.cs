using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Faces;
using Gateway.Storage.Keys;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>What of a table comes back, and what a restore may say otherwise. Source: messages and answers observed at DynamoDB, October 2026.</summary>
public sealed class RestoreTests
{
    private const string Request = "ValidationException: Invalid Request: ";

    private static readonly string G1 = Index("g-1", Key("b HASH"), KeysOnly);
    private static readonly string Restored = Index("other", Key("b HASH"), KeysOnly);

    public static TheoryData<string, string> OfOnDemand => new()
    {
        { Override(Provisioned(1, 1)), Request + "Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED" },
        { "'BillingModeOverride': 'PROVISIONED'", Request + "Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED" },
        { "'BillingModeOverride': 'PAY_PER_REQUEST', " + Override(Provisioned(1, 1)), Request + "Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST" },
        { "'BillingModeOverride': 'PROVISIONED', " + Override(Provisioned(1, 1)), Request + "Must specify provisioned throughput for index g-1" },
        { $"'GlobalSecondaryIndexOverride': [{Index("g-1", Key("a HASH"), KeysOnly)}]", Request + "Index g-1 does not match a secondary index that existed in the source table and cannot be created during the restore operation" },
        { $"'GlobalSecondaryIndexOverride': [{Index("g-1", Key("b HASH"), All)}]", Request + "Index g-1 does not match a secondary index that existed in the source table and cannot be created during the restore operation" },
        { $"'BillingModeOverride': 'PAY_PER_REQUEST', 'GlobalSecondaryIndexOverride': [{Index("g-1", Key("b HASH"), KeysOnly, Provisioned(1, 1))}]", Request + "Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST for index g-1" },
        { $"'LocalSecondaryIndexOverride': [{Index("l-1", Key("a HASH", "b RANGE"), All)}]", Request + "Index l-1 does not match a secondary index that existed in the source table and cannot be created during the restore operation" },
        { "'OnDemandThroughputOverride': {'MaxReadRequestUnits': 0}", Request + "Requested MaxReadRequestUnits for OnDemandThroughput is outside of valid range" },
        { "'TargetTableName': 't-1'", "TableAlreadyExistsException: Table already exists: t-1" },
    };

    [Theory]
    [MemberData(nameof(OfOnDemand))]
    public async Task An_override_is_refused(string members, string refusal)
    {
        await using FaceUnderTest face = new();
        string arn = await Backup(face, OnDemand);

        Assert.Equal(refusal, await face.RefusedAsync("RestoreTableFromBackup", $"{{'BackupArn': '{arn}', {(members.StartsWith("'Target", StringComparison.Ordinal) ? "" : "'TargetTableName': 't-2', ")}{members}}}"));
    }

    [Fact]
    public async Task Settings_of_the_data_come_back_and_those_of_the_owner_do_not()
    {
        await using FaceUnderTest face = new();
        string arn = await Backup(
            face,
            OnDemand,
            "'OnDemandThroughput': {'MaxReadRequestUnits': 50}",
            "'SSESpecification': {'Enabled': true, 'SSEType': 'KMS', 'KMSMasterKeyId': 'alias/mine'}",
            "'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_IMAGE'}",
            "'TableClass': 'STANDARD_INFREQUENT_ACCESS'",
            "'DeletionProtectionEnabled': true",
            "'Tags': [{'Key': 'k', 'Value': 'v'}]");
        face.Time.Advance(TimeSpan.FromSeconds(5));
        JsonNode answer = (await face.RunAsync("RestoreTableFromBackup", $"{{'BackupArn': '{arn}', 'TargetTableName': 't-2'}}"))["TableDescription"]!;
        Assert.Equal($$"""{"SourceBackupArn":"{{arn}}","SourceTableArn":"arn:aws:dynamodb:eu-west-1:123456789012:table/t-1","RestoreDateTime":1767225600,"RestoreInProgress":true}""", answer["RestoreSummary"]!.ToJsonString());

        await face.IdleAsync();
        JsonNode table = (await face.RunAsync("DescribeTable", Body("t-2")))["Table"]!;
        Assert.Equal(1767225605, (int)table["CreationDateTime"]!);
        Assert.Equal("""{"MaxReadRequestUnits":50}""", table["OnDemandThroughput"]!.ToJsonString());
        Assert.Equal("arn:aws:kms:eu-west-1:123456789012:alias/mine", (string)table["SSEDescription"]!["KMSMasterKeyArn"]!);
        Assert.Equal("l-1", (string)table["LocalSecondaryIndexes"]![0]!["IndexName"]!);
        Assert.Equal("g-1", (string)table["GlobalSecondaryIndexes"]![0]!["IndexName"]!);
        Assert.Equal("ACTIVE", (string)table["GlobalSecondaryIndexes"]![0]!["IndexStatus"]!);
        Assert.Null(table["StreamSpecification"]);
        Assert.Null(table["LatestStreamArn"]);
        Assert.Null(table["TableClassSummary"]);
        Assert.False((bool)table["DeletionProtectionEnabled"]!);
        Assert.Equal("""{"Tags":[]}""", (await face.RunAsync("ListTagsOfResource", "{'ResourceArn': 'arn:aws:dynamodb:eu-west-1:123456789012:table/t-2'}")).ToJsonString());
    }

    [Fact]
    public async Task Indexes_can_be_renamed_and_left_out()
    {
        await using FaceUnderTest face = new();
        string arn = await Backup(face, OnDemand);
        await face.RunAsync("RestoreTableFromBackup", $"{{'BackupArn': '{arn}', 'TargetTableName': 't-2', 'GlobalSecondaryIndexOverride': [{Restored}], 'LocalSecondaryIndexOverride': []}}");
        await face.IdleAsync();
        JsonNode table = (await face.RunAsync("DescribeTable", Body("t-2")))["Table"]!;
        Assert.Null(table["LocalSecondaryIndexes"]);
        Assert.Equal("other", (string)table["GlobalSecondaryIndexes"]![0]!["IndexName"]!);
        Assert.Equal(1, (int)table["GlobalSecondaryIndexes"]![0]!["ItemCount"]!);
        Assert.Equal(1, (int)(await face.RunAsync("Scan", Body("t-2", "'IndexName': 'other'")))["Count"]!);

        await face.RunAsync("RestoreTableFromBackup", $"{{'BackupArn': '{arn}', 'TargetTableName': 't-3', 'GlobalSecondaryIndexOverride': [], 'LocalSecondaryIndexOverride': []}}");
        await face.IdleAsync();
        table = (await face.RunAsync("DescribeTable", Body("t-3")))["Table"]!;
        Assert.Null(table["GlobalSecondaryIndexes"]);
        Assert.Equal("""[{"AttributeName":"a","AttributeType":"S"},{"AttributeName":"r","AttributeType":"S"}]""", table["AttributeDefinitions"]!.ToJsonString());
        await face.RunAsync("UpdateTable", Body("t-3", Attributes("b S"), IndexUpdates($"{{'Create': {G1}}}")));
        await face.IdleAsync();
        Assert.Equal(1, (int)(await face.RunAsync("Scan", Body("t-3", "'IndexName': 'g-1'")))["Count"]!);
    }

    [Fact]
    public async Task Billing_can_be_another_one()
    {
        await using FaceUnderTest face = new();
        string arn = await Backup(face, OnDemand);
        await face.RunAsync("RestoreTableFromBackup", $"{{'BackupArn': '{arn}', 'TargetTableName': 't-2', 'BillingModeOverride': 'PROVISIONED', {Override(Provisioned(3, 4))}, 'GlobalSecondaryIndexOverride': [{Index("g-1", Key("b HASH"), KeysOnly, Provisioned(1, 2))}]}}");
        await face.IdleAsync();

        JsonNode table = (await face.RunAsync("DescribeTable", Body("t-2")))["Table"]!;
        Assert.Null(table["BillingModeSummary"]);
        Assert.Equal(4, (int)table["ProvisionedThroughput"]!["WriteCapacityUnits"]!);
        Assert.Equal(2, (int)table["GlobalSecondaryIndexes"]![0]!["ProvisionedThroughput"]!["WriteCapacityUnits"]!);
    }

    [Fact]
    public async Task While_it_is_restored_a_table_is_in_use()
    {
        TimeSpan delay = TimeSpan.FromSeconds(5);
        await using FaceUnderTest face = new(options: new DynamoOptions { TableDelay = delay });
        string arn = await Backup(face, OnDemand, wait: delay);
        await face.RunAsync("RestoreTableFromBackup", $"{{'BackupArn': '{arn}', 'TargetTableName': 't-2'}}");

        Assert.Equal("ResourceNotFoundException: Requested resource not found", await face.RefusedAsync("Scan", Body("t-2")));
        Assert.Equal("CREATING", (string)(await face.RunAsync("DescribeTable", Body("t-2")))["Table"]!["TableStatus"]!);
        await face.FinishAsync(delay);
        Assert.Equal(1, (int)(await face.RunAsync("Scan", Body("t-2")))["Count"]!);
    }

    /// <summary>The source goes while the restore is under way and the program stops: what the restore reads stays until it is done.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_restored_may_be_deleted_at_once(bool isPowerCut)
    {
        await using FaceUnderTest face = new();
        await Backup(face, OnDemand);
        await face.RunAsync("UpdateContinuousBackups", Body("t-1", "'PointInTimeRecoverySpecification': {'PointInTimeRecoveryEnabled': true}"));
        for (int i = 0; i < 2000; i++) await face.RunAsync("PutItem", $"{{'TableName': 't-1', 'Item': {{'a': {{'S': '{i}'}}, 'r': {{'S': 'y'}}, 'b': {{'S': 'z'}}}}}}");
        await face.RunAsync("RestoreTableToPointInTime", "{'SourceTableName': 't-1', 'TargetTableName': 't-2', 'UseLatestRestorableTime': true}");
        await face.RunAsync("UpdateContinuousBackups", Body("t-1", "'PointInTimeRecoverySpecification': {'PointInTimeRecoveryEnabled': false}"));
        await face.RunAsync("DeleteTable", Body("t-1"));
        await face.RestartAsync(isPowerCut);

        await face.IdleAsync();
        Assert.Equal(2001, (int)(await face.RunAsync("DescribeTable", Body("t-2")))["Table"]!["ItemCount"]!);
        Assert.Equal(0, face.KeysOf(KeySpace.History));
        Assert.Equal(2001, face.KeysOf(KeySpace.Item));
        Assert.Equal(2 * 2001, face.KeysOf(KeySpace.IndexEntry));
        Assert.Empty(face.Bugs);
    }

    private static string Override(string provisioned) => provisioned.Replace("'ProvisionedThroughput'", "'ProvisionedThroughputOverride'", StringComparison.Ordinal);

    private static Task<string> Backup(FaceUnderTest face, params string[] settings) => Backup(face, settings, TimeSpan.Zero);

    private static Task<string> Backup(FaceUnderTest face, string setting, TimeSpan wait) => Backup(face, [setting], wait);

    private static async Task<string> Backup(FaceUnderTest face, string[] settings, TimeSpan wait)
    {
        await face.RunAsync("CreateTable", Body("t-1", [Attributes("a S", "r S", "b S"), Key("a HASH", "r RANGE"), Globals(G1), Locals(Index("l-1", Key("a HASH", "b RANGE"), KeysOnly)), .. settings]));
        face.Time.Advance(wait);
        await face.RunAsync("PutItem", "{'TableName': 't-1', 'Item': {'a': {'S': 'x'}, 'r': {'S': 'y'}, 'b': {'S': 'z'}}}");
        string arn = (string)(await face.RunAsync("CreateBackup", Body("t-1", "'BackupName': 'mine'")))["BackupDetails"]!["BackupArn"]!;
        await face.IdleAsync();
        return arn;
    }
}
