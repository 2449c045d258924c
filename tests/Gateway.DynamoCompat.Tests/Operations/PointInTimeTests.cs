using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Faces;
using Gateway.Storage.Keys;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>Point-in-time recovery: its settings, and tables as they were. Source: doc PointInTimeRecovery; messages observed at DynamoDB, October 2026.</summary>
public sealed class PointInTimeTests
{
    private const string Unavailable = "PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for table 't-1'";

    private static readonly string Table = Body("t-1", Attributes("a S", "g S"), Key("a HASH"), OnDemand, Globals(Index("g-1", Key("g HASH"), All)));

    public static TheoryData<string, string> Refusals => new()
    {
        { "{'SourceTableName': 't-1', 'TargetTableName': 't-2'}", "ValidationException: Invalid Request: Either one of RestoreDateTime or UseLatestRestorableTime must be specified, but not both" },
        { "{'SourceTableName': 't-1', 'TargetTableName': 't-2', 'RestoreDateTime': 1, 'UseLatestRestorableTime': true}", "ValidationException: Invalid Request: Both RestoreDateTime and UseLatestRestorableTime cannot be set for point-in-time restore request. Please specify only one of them." },
        { "{'TargetTableName': 't-2', 'UseLatestRestorableTime': true}", "ValidationException: The parameter 'TableName' is required but was not present in the request" },
        { "{'SourceTableName': 't-1', 'SourceTableArn': 'arn:aws:dynamodb:eu-west-1:123456789012:table/t-1', 'TargetTableName': 't-2', 'UseLatestRestorableTime': true}", "ValidationException: Must provide exactly one of: sourceTableArn, sourceTableName" },
        { "{'SourceTableArn': 't-1', 'TargetTableName': 't-2', 'UseLatestRestorableTime': true}", "ValidationException: sourceTableArn is not a valid ARN" },
        { "{'SourceTableArn': 'arn:aws:dynamodb:eu-west-1:210987654321:table/t-1', 'TargetTableName': 't-2', 'UseLatestRestorableTime': true}", "ValidationException: This action is only supported by accounts that match the resource owner\u2019s account." },
        { "{'SourceTableArn': 'arn:aws:dynamodb:us-east-1:123456789012:table/t-1', 'TargetTableName': 't-2', 'UseLatestRestorableTime': true}", "ValidationException: Invalid Request: sseSpecificationOverride must be provided for cross-region restores" },
        { "{'SourceTableName': 'nothing', 'TargetTableName': 't-2', 'UseLatestRestorableTime': true}", "TableNotFoundException: Table not found: nothing" },
        { "{'SourceTableName': 't-1', 'TargetTableName': 't-2', 'RestoreDateTime': 1767225599}", "InvalidRestoreTimeException: RestoreDateTime '2025-12-31T23:59:59Z' must be within EarliestRestorableDateTime '2026-01-01T00:00:00Z' and LatestRestorableDateTime '2026-01-01T00:00:00Z'" },
        { "{'SourceTableName': 't-1', 'TargetTableName': 't-2', 'RestoreDateTime': 1767225601}", "InvalidRestoreTimeException: RestoreDateTime '2026-01-01T00:00:01Z' must be within EarliestRestorableDateTime '2026-01-01T00:00:00Z' and LatestRestorableDateTime '2026-01-01T00:00:00Z'" },
        { "{'SourceTableName': 't-1', 'TargetTableName': 't-1', 'UseLatestRestorableTime': true}", "TableAlreadyExistsException: Table already exists: t-1" },
    };

    [Fact]
    public async Task It_is_switched_on_and_off()
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Table);
        Assert.Equal("""{"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED","PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"DISABLED"}}}""", await Describe(face));

        JsonObject answer = await face.RunAsync("UpdateContinuousBackups", Setting(true));
        Assert.Equal("""{"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED","PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"ENABLED","RecoveryPeriodInDays":35,"EarliestRestorableDateTime":1767225600,"LatestRestorableDateTime":1767225600}}}""", answer.ToJsonString());
        face.Time.Advance(TimeSpan.FromDays(3));
        answer = await face.RunAsync("UpdateContinuousBackups", Setting(true, ", 'RecoveryPeriodInDays': 2"));
        Assert.Equal("""{"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED","PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"ENABLED","RecoveryPeriodInDays":2,"EarliestRestorableDateTime":1767312000,"LatestRestorableDateTime":1767484800}}}""", answer.ToJsonString());
        Assert.Contains("\"RecoveryPeriodInDays\":2,", (await face.RunAsync("UpdateContinuousBackups", Setting(true))).ToJsonString(), StringComparison.Ordinal);

        await face.RunAsync("UpdateContinuousBackups", Setting(false));
        Assert.Equal("""{"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED","PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"DISABLED"}}}""", await Describe(face));
        Assert.Contains("\"RecoveryPeriodInDays\":35,", (await face.RunAsync("UpdateContinuousBackups", Setting(true))).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("ValidationException: Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.", await face.RefusedAsync("UpdateContinuousBackups", Setting(false, ", 'RecoveryPeriodInDays': 2")));
        Assert.Equal("TableNotFoundException: Table not found: nothing", await face.RefusedAsync("DescribeContinuousBackups", Body("nothing")));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_restore_is_refused(string body, string refusal)
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Table);
        await face.RunAsync("UpdateContinuousBackups", Setting(true));

        Assert.Equal(refusal, await face.RefusedAsync("RestoreTableToPointInTime", body));
    }

    [Fact]
    public async Task Without_history_there_is_no_restore()
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Table);

        Assert.Equal(Unavailable, await face.RefusedAsync("RestoreTableToPointInTime", Restore("t-2", null)));
        Assert.Equal(Unavailable, await face.RefusedAsync("ExportTableToPointInTime", "{'TableArn': 'arn:aws:dynamodb:eu-west-1:123456789012:table/t-1', 'S3Bucket': 'bucket'}"));
    }

    /// <summary>A table is written at random, and every second of it is restored.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_second_can_be_restored(int seed)
    {
        Random random = new(seed);
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Table);
        await Write(face, "0", "before");
        await face.RunAsync("UpdateContinuousBackups", Setting(true));

        List<(long Second, string Items)> moments = [];
        for (int second = 0; second < 20; second++)
        {
            moments.Add((face.Time.GetUtcNow().ToUnixTimeSeconds(), await Items(face, "t-1")));
            face.Time.Advance(TimeSpan.FromMilliseconds(1)); // what is written in the asked millisecond counts as before it
            for (int writes = random.Next(4); writes > 0; writes--)
            {
                string key = random.Next(3).ToString(CultureInfo.InvariantCulture);
                if (random.Next(3) == 0) await face.RunAsync("DeleteItem", $"{{'TableName': 't-1', 'Key': {{'a': {{'S': '{key}'}}}}}}");
                else await Write(face, key, $"at {second}.{writes}");
            }

            face.Time.Advance(TimeSpan.FromMilliseconds(999));
        }

        foreach ((long second, string items) in moments)
        {
            await face.RunAsync("RestoreTableToPointInTime", Restore($"at-{second}", second));
        }

        await face.RestartAsync(isPowerCut: true);
        await face.IdleAsync();
        Assert.Empty(face.Bugs);
        foreach ((long second, string items) in moments) Assert.Equal(items, await Items(face, $"at-{second}"));
    }

    [Fact]
    public async Task A_restored_table_has_its_indexes_and_figures()
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Table);
        await face.RunAsync("UpdateContinuousBackups", Setting(true));
        for (int i = 0; i < 300; i++) await Write(face, i.ToString(CultureInfo.InvariantCulture), i % 3 == 0 ? "x" : "y");
        JsonNode answer = (await face.RunAsync("RestoreTableToPointInTime", Restore("t-2", null)))["TableDescription"]!;
        Assert.Equal("CREATING", (string)answer["TableStatus"]!);
        Assert.Equal("""{"SourceTableArn":"arn:aws:dynamodb:eu-west-1:123456789012:table/t-1","RestoreDateTime":1767225600,"RestoreInProgress":true}""", answer["RestoreSummary"]!.ToJsonString());

        await Write(face, "0", "later");
        await face.IdleAsync();
        JsonNode table = (await face.RunAsync("DescribeTable", Body("t-2")))["Table"]!;
        Assert.Equal("ACTIVE", (string)table["TableStatus"]!);
        Assert.Null(table["RestoreSummary"]);
        Assert.Equal(300, (int)table["ItemCount"]!);
        Assert.Equal(300, (int)table["GlobalSecondaryIndexes"]![0]!["ItemCount"]!);
        Assert.Equal((int)(await face.RunAsync("DescribeTable", Body("t-1")))["Table"]!["TableSizeBytes"]! - "later".Length + "x".Length, (int)table["TableSizeBytes"]!);
        Assert.Equal(100, (int)(await face.RunAsync("Query", "{'TableName': 't-2', 'IndexName': 'g-1', 'KeyConditionExpression': 'g = :g', 'ExpressionAttributeValues': {':g': {'S': 'x'}}}"))["Count"]!);

        await Write(face, "0", "other", table: "t-2"); // the two have nothing in common any more
        Assert.Contains("later", await Items(face, "t-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_old_is_forgotten()
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Table);
        await face.RunAsync("UpdateContinuousBackups", Setting(true, ", 'RecoveryPeriodInDays': 1"));
        await Write(face, "0", "x");
        await Write(face, "0", "y");
        face.Time.Advance(TimeSpan.FromHours(23));
        await Write(face, "0", "z");
        Assert.Equal(3, face.KeysOf(KeySpace.History));

        for (int i = 0; i < 100 && face.KeysOf(KeySpace.History) > 1; i++)
        {
            face.Time.Advance(TimeSpan.FromMinutes(2));
            await Task.Yield();
        }

        Assert.Equal(1, face.KeysOf(KeySpace.History));
        await face.RunAsync("UpdateContinuousBackups", Setting(false));
        await face.IdleAsync();
        Assert.Equal(0, face.KeysOf(KeySpace.History));
    }

    [Fact]
    public async Task A_deleted_table_leaves_a_last_backup()
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Table);
        await face.RunAsync("UpdateContinuousBackups", Setting(true));
        await Write(face, "0", "x");
        await Write(face, "1", "y");
        string items = await Items(face, "t-1");
        await face.RunAsync("DeleteTable", Body("t-1"));
        await face.RestartAsync(isPowerCut: true);
        await face.IdleAsync();

        Assert.Equal("""{"BackupSummaries":[]}""", (await face.RunAsync("ListBackups", "{}")).ToJsonString());
        JsonNode backup = (await face.RunAsync("ListBackups", "{'BackupType': 'SYSTEM'}"))["BackupSummaries"]![0]!;
        string arn = (string)backup["BackupArn"]!;
        Assert.Equal("arn:aws:dynamodb:eu-west-1:123456789012:table/t-1/backup/01767225600000-00000000", arn);
        Assert.Equal("t-1$DeletedTableBackup", (string)backup["BackupName"]!);
        Assert.Equal("AVAILABLE", (string)backup["BackupStatus"]!);
        Assert.Equal(1767225600 + (35 * 86400), (int)backup["BackupExpiryDateTime"]!);
        Assert.Equal($"ValidationException: Invalid Request: User is not allowed to delete the system backup with arn {arn}. It will automatically expire on 2026-02-05T00:00:00Z", await face.RefusedAsync("DeleteBackup", $"{{'BackupArn': '{arn}'}}"));

        await face.RunAsync("RestoreTableFromBackup", $"{{'BackupArn': '{arn}', 'TargetTableName': 't-1'}}");
        await face.IdleAsync();
        Assert.Equal(items, await Items(face, "t-1"));

        face.Time.Advance(TimeSpan.FromDays(36));
        for (int i = 0; i < 1000; i++) await Task.Yield();
        Assert.Equal("""{"BackupSummaries":[]}""", (await face.RunAsync("ListBackups", "{'BackupType': 'ALL'}")).ToJsonString());
        Assert.Empty(face.Bugs);
    }

    private static string Setting(bool isEnabled, string more = "") => Body("t-1", $"'PointInTimeRecoverySpecification': {{'PointInTimeRecoveryEnabled': {(isEnabled ? "true" : "false")}{more}}}");

    private static string Restore(string target, long? second) =>
        $"{{'SourceTableName': 't-1', 'TargetTableName': '{target}', {(second is null ? "'UseLatestRestorableTime': true" : $"'RestoreDateTime': {second}")}}}";

    private static async Task<string> Describe(FaceUnderTest face) => (await face.RunAsync("DescribeContinuousBackups", Body("t-1"))).ToJsonString();

    private static Task Write(FaceUnderTest face, string key, string value, string table = "t-1") =>
        face.RunAsync("PutItem", $"{{'TableName': '{table}', 'Item': {{'a': {{'S': '{key}'}}, 'g': {{'S': '{value}'}}}}}}");

    private static async Task<string> Items(FaceUnderTest face, string table) => (await face.RunAsync("Scan", Body(table)))["Items"]!.ToJsonString();
}
