using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Control;

/// <summary>Backups on demand and continuous ones.</summary>
[Trait("Category", "Long")]
public sealed class BackupTests(ChangingTable table, PlainTable plain) : IClassFixture<ChangingTable>, IClassFixture<PlainTable>
{
    [Fact]
    public async Task A_backup_is_made_listed_restored_and_deleted()
    {
        await table.PutAllAsync(["{pk: 'b', sk: '1', g: 'x', n: 1}", "{pk: 'b', sk: '2', l: b'AA=='}"]);

        string arn = (await table.Dynamo.CreateBackupAsync(new CreateBackupRequest { TableName = table.Name, BackupName = "first" })).BackupDetails.BackupArn;
        BackupDescription described = await ServiceUnderTest.UntilAsync(async () => (await table.Dynamo.DescribeBackupAsync(new DescribeBackupRequest { BackupArn = arn })).BackupDescription, found => found.BackupDetails.BackupStatus == BackupStatus.AVAILABLE);
        await table.PutAsync("{pk: 'b', sk: '3'}");
        await table.Dynamo.DeleteItemAsync(table.Name, Items.Of("{pk: 'b', sk: '1'}"));

        Assert.Matches($"^{table.Description.TableArn}/backup/[0-9]{{14}}-[0-9a-f]{{8}}$", arn);
        Assert.Equal(("first", "AVAILABLE", "USER"), (described.BackupDetails.BackupName, described.BackupDetails.BackupStatus.Value, described.BackupDetails.BackupType.Value));
        Assert.Equal((table.Name, table.Description.TableId), (described.SourceTableDetails.TableName, described.SourceTableDetails.TableId));
        ListBackupsResponse listed = await table.Dynamo.ListBackupsAsync(new ListBackupsRequest { TableName = table.Name });
        Assert.Equal(arn, Assert.Single(listed.BackupSummaries).BackupArn);

        string restored = table.Service.NextTableName();
        table.Service.DeleteLater(restored);
        RestoreTableFromBackupResponse restoring = await table.Dynamo.RestoreTableFromBackupAsync(new RestoreTableFromBackupRequest { BackupArn = arn, TargetTableName = restored });
        TableDescription made = await ServiceUnderTest.UntilAsync(async () => (await table.Dynamo.DescribeTableAsync(restored)).Table, found => found.TableStatus == TableStatus.ACTIVE, 1800);

        Assert.Equal("1 2", Reads.Listed((await table.Dynamo.QueryAsync(new QueryRequest { TableName = restored, KeyConditionExpression = "pk = :p", ExpressionAttributeValues = Items.Of("{:p: 'b'}") })).Items, "sk"));
        Assert.Equal("by-g", Assert.Single(made.GlobalSecondaryIndexes).IndexName);
        Assert.Equal("1", Reads.Listed((await table.Dynamo.QueryAsync(new QueryRequest { TableName = restored, IndexName = "by-g", KeyConditionExpression = "g = :g", ExpressionAttributeValues = Items.Of("{:g: 'x'}") })).Items, "sk"));
        Assert.Equal((arn, table.Description.TableArn, true), (restoring.TableDescription.RestoreSummary.SourceBackupArn, restoring.TableDescription.RestoreSummary.SourceTableArn, restoring.TableDescription.RestoreSummary.RestoreInProgress));

        Assert.Equal(BackupStatus.DELETED, (await table.Dynamo.DeleteBackupAsync(new DeleteBackupRequest { BackupArn = arn })).BackupDescription.BackupDetails.BackupStatus);
        Assert.Empty((await table.Dynamo.ListBackupsAsync(new ListBackupsRequest { TableName = table.Name })).BackupSummaries ?? []);
        Assert.StartsWith("BackupNotFoundException: Backup not found: ", await Refusal.OfAsync(() => table.Dynamo.DescribeBackupAsync(new DescribeBackupRequest { BackupArn = arn[..^8] + "00000000" })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Continuous_backups_are_enabled_and_point_in_time_recovery_is_off_at_first()
    {
        RawAnswer answer = await plain.CallAsync("DescribeContinuousBackups", """{"TableName":"@T"}""");

        Assert.Equal("""{"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED","PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"DISABLED"}}}""", answer.SortedBody);
    }

    [Fact]
    public async Task A_moment_can_be_restored()
    {
        await table.Dynamo.UpdateContinuousBackupsAsync(new UpdateContinuousBackupsRequest { TableName = table.Name, PointInTimeRecoverySpecification = new PointInTimeRecoverySpecification { PointInTimeRecoveryEnabled = true } });
        RawAnswer described = await table.CallAsync("DescribeContinuousBackups", """{"TableName":"@T"}""");
        using JsonDocument json = described.Json();
        JsonElement recovery = json.RootElement.GetProperty("ContinuousBackupsDescription").GetProperty("PointInTimeRecoveryDescription");
        Assert.Equal(["EarliestRestorableDateTime", "LatestRestorableDateTime", "PointInTimeRecoveryStatus", "RecoveryPeriodInDays"], recovery.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("ENABLED", 35), (recovery.GetProperty("PointInTimeRecoveryStatus").GetString(), recovery.GetProperty("RecoveryPeriodInDays").GetInt32()));
        Assert.SkipWhen(table.Service.IsAws, "AWS lets one restore moments that are at least five minutes old");

        await table.PutAsync("{pk: 'pitr', sk: '1', a: 'before'}");
        string restored = table.Service.NextTableName();
        table.Service.DeleteLater(restored);
        await table.Dynamo.RestoreTableToPointInTimeAsync(new RestoreTableToPointInTimeRequest { SourceTableName = table.Name, TargetTableName = restored, UseLatestRestorableTime = true });
        await table.PutAsync("{pk: 'pitr', sk: '1', a: 'after'}");
        await table.Service.ReadyAsync(restored);

        Assert.Equal("{a: 'before', pk: 'pitr', sk: '1'}", Items.Show((await table.Dynamo.GetItemAsync(restored, Items.Of("{pk: 'pitr', sk: '1'}"))).Item));
    }

    [Fact]
    public async Task Without_recovery_no_moment_can_be_restored() =>
        Assert.Equal(
            $"PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for table '{plain.Name}'",
            await Refusal.OfAsync(() => plain.Dynamo.RestoreTableToPointInTimeAsync(new RestoreTableToPointInTimeRequest { SourceTableName = plain.Name, TargetTableName = $"{plain.Name}-x", UseLatestRestorableTime = true })));

    [Theory]
    [InlineData("CreateBackup", """{"TableName":"no-such-table-here","BackupName":"abc"}""", "TableNotFoundException: Table not found: no-such-table-here")]
    [InlineData("CreateBackup", """{"TableName":"@T","BackupName":"ab"}""", "ValidationException: 1 validation error detected: Value 'ab' at 'backupName' failed to satisfy constraint: Member must have length greater than or equal to 3")]
    [InlineData("DescribeContinuousBackups", """{"TableName":"no-such-table-here"}""", "TableNotFoundException: Table not found: no-such-table-here")]
    public async Task Faulty_requests_are_refused(string operation, string json, string refusal) => Assert.Equal(refusal, await plain.OutcomeAsync(operation, json));
}
