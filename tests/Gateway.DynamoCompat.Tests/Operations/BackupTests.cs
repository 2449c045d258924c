using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Faces;
using Gateway.Storage.Keys;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>Backups on demand. Source: messages and answers observed at DynamoDB, October 2026.</summary>
public sealed class BackupTests
{
    private const string TableArn = "arn:aws:dynamodb:eu-west-1:123456789012:table/t-1";
    private const string Nowhere = TableArn + "/backup/01767225600000-12345678";

    [Fact]
    public async Task A_backup_is_the_table_at_the_moment_of_the_request()
    {
        await using FaceUnderTest face = await Face();
        for (int i = 0; i < 600; i++) await Put(face, i, "before");
        string items = await Items(face, "t-1");

        JsonNode details = (await face.RunAsync("CreateBackup", Body("t-1", "'BackupName': 'mine'")))["BackupDetails"]!;
        for (int i = 300; i < 900; i++) await Put(face, i, "after");
        string arn = (string)details["BackupArn"]!;
        Assert.Matches("^" + TableArn + "/backup/01767225600000-[0-9a-f]{8}$", arn);
        Assert.Equal($$"""{"BackupArn":"{{arn}}","BackupName":"mine","BackupSizeBytes":{{SizeOf(600, "before")}},"BackupStatus":"CREATING","BackupType":"USER","BackupCreationDateTime":1767225600}""", details.ToJsonString());

        await face.IdleAsync();
        string id = (string)(await face.RunAsync("DescribeTable", Body("t-1")))["Table"]!["TableId"]!;
        JsonNode description = (await face.RunAsync("DescribeBackup", $"{{'BackupArn': '{arn}'}}"))["BackupDescription"]!;
        Assert.Equal($$"""{"BackupArn":"{{arn}}","BackupName":"mine","BackupSizeBytes":{{SizeOf(600, "before")}},"BackupStatus":"AVAILABLE","BackupType":"USER","BackupCreationDateTime":1767225600}""", description["BackupDetails"]!.ToJsonString());
        Assert.Equal(
            $$"""{"TableName":"t-1","TableId":"{{id}}","TableArn":"{{TableArn}}","TableSizeBytes":{{SizeOf(600, "before")}},"KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],"TableCreationDateTime":1767225600,"ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":6},"ItemCount":600,"BillingMode":"PROVISIONED"}""",
            description["SourceTableDetails"]!.ToJsonString());
        Assert.Equal(
            """{"GlobalSecondaryIndexes":[{"IndexName":"g-1","KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],"Projection":{"ProjectionType":"KEYS_ONLY"},"ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":2}}],"StreamDescription":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"},"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED","AttributeName":"ends"}}""",
            description["SourceTableFeatureDetails"]!.ToJsonString());

        await face.RunAsync("RestoreTableFromBackup", $"{{'BackupArn': '{arn}', 'TargetTableName': 't-2'}}");
        await face.IdleAsync();
        Assert.Equal(items, await Items(face, "t-2"));
        Assert.Empty(face.Bugs);
    }

    [Fact]
    public async Task A_backup_is_finished_after_a_power_cut()
    {
        await using FaceUnderTest face = await Face();
        for (int i = 0; i < 600; i++) await Put(face, i, "x");
        string items = await Items(face, "t-1");
        string arn = await Create(face, "mine");
        await face.RestartAsync(isPowerCut: true);
        await face.IdleAsync();

        Assert.Equal("AVAILABLE", (string)(await face.RunAsync("DescribeBackup", $"{{'BackupArn': '{arn}'}}"))["BackupDescription"]!["BackupDetails"]!["BackupStatus"]!);
        await face.RunAsync("RestoreTableFromBackup", $"{{'BackupArn': '{arn}', 'TargetTableName': 't-2'}}");
        await face.RestartAsync(isPowerCut: true);
        await face.IdleAsync();
        Assert.Equal(items, await Items(face, "t-2"));
        Assert.Equal(600, (int)(await face.RunAsync("DescribeTable", Body("t-2")))["Table"]!["ItemCount"]!);
        Assert.Empty(face.Bugs);
    }

    [Fact]
    public async Task A_deleted_backup_is_gone_with_its_documents()
    {
        await using FaceUnderTest face = await Face();
        await Put(face, 1, "x");
        string arn = await Create(face, "mine");
        await face.IdleAsync();
        Assert.Equal(1, face.KeysOf(KeySpace.Backup));

        JsonNode description = (await face.RunAsync("DeleteBackup", $"{{'BackupArn': '{arn}'}}"))["BackupDescription"]!;
        Assert.Equal("DELETED", (string)description["BackupDetails"]!["BackupStatus"]!);
        Assert.Equal("t-1", (string)description["SourceTableDetails"]!["TableName"]!);
        Assert.Equal(0, face.KeysOf(KeySpace.Backup));
        Assert.Equal($"BackupNotFoundException: Backup not found: {arn}", await face.RefusedAsync("DescribeBackup", $"{{'BackupArn': '{arn}'}}"));
        Assert.Equal($"BackupNotFoundException: Backup not found: {arn}", await face.RefusedAsync("DeleteBackup", $"{{'BackupArn': '{arn}'}}"));
    }

    [Fact]
    public async Task A_backup_outlives_its_table()
    {
        await using FaceUnderTest face = await Face();
        await Put(face, 1, "x");
        string arn = await Create(face, "mine");
        await face.RunAsync("DeleteTable", Body("t-1"));
        await face.IdleAsync();

        Assert.Equal(arn, (string)(await face.RunAsync("ListBackups", Body("t-1")))["BackupSummaries"]![0]!["BackupArn"]!);
        await face.RunAsync("RestoreTableFromBackup", $"{{'BackupArn': '{arn}', 'TargetTableName': 't-1'}}");
        await face.IdleAsync();
        Assert.Contains("\"x\"", await Items(face, "t-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backups_are_listed_by_table_time_and_page()
    {
        await using FaceUnderTest face = await Face();
        await face.RunAsync("CreateTable", Body("u-1", Attributes("a S"), Key("a HASH"), OnDemand));
        List<string> arns = [];
        for (int i = 0; i < 4; i++)
        {
            arns.Add(await Create(face, "mine", i == 3 ? "u-1" : "t-1"));
            face.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await face.IdleAsync();
        Assert.Equal(arns, await List(face, "{}"));
        Assert.Equal(arns[..3], await List(face, Body("t-1")));
        Assert.Equal(arns[1..3], await List(face, "{'TimeRangeLowerBound': 1767225601, 'TimeRangeUpperBound': 1767225603}"));
        Assert.Empty(await List(face, "{'BackupType': 'AWS_BACKUP'}"));
        Assert.Equal(arns, await List(face, "{'BackupType': 'ALL'}"));
        Assert.Empty(await List(face, Body("nothing")));
        JsonObject page = await face.RunAsync("ListBackups", "{'Limit': 2}");
        Assert.Equal(2, ((JsonArray)page["BackupSummaries"]!).Count);
        Assert.Equal(arns[1], (string)page["LastEvaluatedBackupArn"]!);
        Assert.Equal(arns[2..], await List(face, $"{{'ExclusiveStartBackupArn': '{arns[1]}'}}"));
        Assert.Equal(
            $$"""{"TableName":"u-1","TableId":"{{(await face.RunAsync("DescribeTable", Body("u-1")))["Table"]!["TableId"]}}","TableArn":"arn:aws:dynamodb:eu-west-1:123456789012:table/u-1","BackupArn":"{{arns[3]}}","BackupName":"mine","BackupSizeBytes":0,"BackupStatus":"AVAILABLE","BackupType":"USER","BackupCreationDateTime":1767225603}""",
            (await face.RunAsync("ListBackups", Body("u-1")))["BackupSummaries"]![0]!.ToJsonString());
        face.Caller = face.Caller with { Region = "us-east-1" };
        Assert.Empty(await List(face, "{}"));
    }

    [Theory]
    [InlineData("CreateBackup", "{'TableName': 'nothing', 'BackupName': 'mine'}", "TableNotFoundException: Table not found: nothing")]
    [InlineData("CreateBackup", "{'TableName': 't-1', 'BackupName': 'no'}", "ValidationException: 1 validation error detected: Value 'no' at 'backupName' failed to satisfy constraint: Member must have length greater than or equal to 3")]
    [InlineData("DescribeBackup", "{'BackupArn': 'arn:aws:dynamodb:eu-west-1:123456789012:table/t-1'}", "ValidationException: Invalid Backup ARN")]
    [InlineData("DescribeBackup", "{'BackupArn': '" + Nowhere + "'}", "BackupNotFoundException: Backup not found: " + Nowhere)]
    [InlineData("DeleteBackup", "{'BackupArn': '" + Nowhere + "'}", "BackupNotFoundException: Backup not found: " + Nowhere)]
    [InlineData("DeleteBackup", "{'BackupArn': 'arn:aws:dynamodb:eu-west-1:210987654321:table/t-1/backup/01767225600000-12345678'}", "AccessDeniedException: Access is denied")]
    [InlineData("ListBackups", "{'TimeRangeLowerBound': 2, 'TimeRangeUpperBound': 1}", "ValidationException: One or more parameter values were invalid: Time range lower bound must be less than or equal to upper bound")]
    [InlineData("ListBackups", "{'ExclusiveStartBackupArn': 'arn:aws:dynamodb:us-east-1:123456789012:table/t-1/backup/01767225600000-12345678'}", "ValidationException: Invalid Request: The supplied ExclusiveStartBackupArn does not match the region")]
    [InlineData("ListBackups", "{'Limit': 101}", "ValidationException: 1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100")]
    [InlineData("RestoreTableFromBackup", "{'BackupArn': '" + Nowhere + "', 'TargetTableName': 't-2'}", "BackupNotFoundException: Backup not found: " + Nowhere)]
    public async Task A_request_is_refused(string operation, string body, string refusal)
    {
        await using FaceUnderTest face = await Face();

        Assert.Equal(refusal, await face.RefusedAsync(operation, body));
    }

    private static async Task<FaceUnderTest> Face()
    {
        FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Body(
            "t-1",
            Attributes("a S", "g S"),
            Key("a HASH"),
            Provisioned(5, 6),
            Globals(Index("g-1", Key("g HASH"), KeysOnly, Provisioned(1, 2))),
            "'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_IMAGE'}"));
        await face.RunAsync("UpdateTimeToLive", Body("t-1", "'TimeToLiveSpecification': {'Enabled': true, 'AttributeName': 'ends'}"));
        return face;
    }

    private static int SizeOf(int items, string value) => Enumerable.Range(0, items).Sum(i => 1 + i.ToString(CultureInfo.InvariantCulture).Length + 1 + value.Length);

    private static Task Put(FaceUnderTest face, int i, string value) => face.RunAsync("PutItem", $"{{'TableName': 't-1', 'Item': {{'a': {{'S': '{i}'}}, 'g': {{'S': '{value}'}}}}}}");

    private static async Task<string> Create(FaceUnderTest face, string name, string table = "t-1") =>
        (string)(await face.RunAsync("CreateBackup", Body(table, $"'BackupName': '{name}'")))["BackupDetails"]!["BackupArn"]!;

    private static async Task<string[]> List(FaceUnderTest face, string body) =>
        [.. ((JsonArray)(await face.RunAsync("ListBackups", body))["BackupSummaries"]!).Select(summary => (string)summary!["BackupArn"]!)];

    private static async Task<string> Items(FaceUnderTest face, string table) => (await face.RunAsync("Scan", Body(table)))["Items"]!.ToJsonString();
}
