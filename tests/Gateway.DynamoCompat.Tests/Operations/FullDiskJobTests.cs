using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Faces;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>Jobs for which there was no room on the disk are done when there is, without another start.</summary>
public sealed class FullDiskJobTests : IAsyncDisposable
{
    private const int Items = 150;

    private readonly HeldWork work = new();
    private readonly FaceUnderTest face;

    public FullDiskJobTests() => face = new FaceUnderTest(options: new DynamoOptions { Post = work.Post });

    public ValueTask DisposeAsync() => face.DisposeAsync();

    [Fact]
    public async Task An_index_is_filled()
    {
        await RunAsync(
            () => face.RunAsync("UpdateTable", "{'TableName': 'orders', 'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': 'S'}, {'AttributeName': 'sk', 'AttributeType': 'N'}, {'AttributeName': 'h', 'AttributeType': 'S'}], 'GlobalSecondaryIndexUpdates': [{'Create': {'IndexName': 'byH', 'KeySchema': [{'AttributeName': 'h', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}}]}"),
            async () => (string)(await IndexAsync())["IndexStatus"]! == "ACTIVE");
        Assert.Equal(Items, (int)(await IndexAsync())["ItemCount"]!);
        Assert.Equal(Items, face.KeysOf(KeySpace.IndexEntry));
    }

    [Fact]
    public Task Times_of_expiry_are_noted() => RunAsync(
        () => face.RunAsync("UpdateTimeToLive", "{'TableName': 'orders', 'TimeToLiveSpecification': {'Enabled': true, 'AttributeName': 'ttl'}}"),
        () => Task.FromResult(face.KeysOf(KeySpace.TimeToLive) == Items));

    [Fact]
    public async Task A_backup_is_copied_as_of_its_moment_and_restored()
    {
        string arn = "";
        await RunAsync(
            async () => arn = (string)(await face.RunAsync("CreateBackup", "{'TableName': 'orders', 'BackupName': 'all'}"))["BackupDetails"]!["BackupArn"]!,
            async () => (string)(await face.RunAsync("DescribeBackup", $"{{'BackupArn': '{arn}'}}"))["BackupDescription"]!["BackupDetails"]!["BackupStatus"]! == "AVAILABLE",
            whenRoom: () => face.RunAsync("PutItem", "{'TableName': 'orders', 'Item': {'pk': {'S': 'later'}, 'sk': {'N': '1'}}}"));
        await FailAsync(
            () => face.RunAsync("RestoreTableFromBackup", $"{{'BackupArn': '{arn}', 'TargetTableName': 'again'}}"),
            async () => (string)(await face.RunAsync("DescribeTable", "{'TableName': 'again'}"))["Table"]!["TableStatus"]! == "ACTIVE");
        Assert.Equal(Items, (int)(await face.RunAsync("Scan", "{'TableName': 'again'}"))["Count"]!);
        Assert.Equal(Items, (int)(await face.RunAsync("DescribeTable", "{'TableName': 'again'}"))["Table"]!["ItemCount"]!);
    }

    [Fact]
    public Task A_deleted_table_is_removed() => RunAsync(() => face.RunAsync("DeleteTable", "{'TableName': 'orders'}"), () => Task.FromResult(face.KeysOf(KeySpace.Item) == 0));

    [Fact]
    public async Task What_was_not_done_when_the_PoP_stops_is_done_at_the_next_start()
    {
        await FillAsync();
        await BeginWithoutRoomAsync(() => face.RunAsync("DeleteTable", "{'TableName': 'orders'}"));
        face.Disk.IsNearlyFull = false;
        await face.RestartAsync();
        await face.FinishAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(0, face.KeysOf(KeySpace.Item));
    }

    private async Task RunAsync(Func<Task> ask, Func<Task<bool>> isDone, Func<Task>? whenRoom = null)
    {
        await FillAsync();
        await FailAsync(ask, isDone, whenRoom);
    }

    private async Task FailAsync(Func<Task> ask, Func<Task<bool>> isDone, Func<Task>? whenRoom = null)
    {
        await BeginWithoutRoomAsync(ask);
        for (int round = 0; round < 3; round++)
        {
            face.Time.Advance(TimeSpan.FromSeconds(5));
            await face.IdleAsync();
        }

        Assert.False(await isDone());
        face.Disk.IsNearlyFull = false;
        if (whenRoom is not null) await whenRoom();
        face.Time.Advance(TimeSpan.FromSeconds(5));
        await face.FinishAsync(TimeSpan.FromSeconds(1));
        Assert.True(await isDone());
        Assert.All(face.Bugs, bug => Assert.Contains("No space left", bug, StringComparison.Ordinal));
    }

    private async Task BeginWithoutRoomAsync(Func<Task> ask)
    {
        work.Hold();
        await ask();
        face.Disk.IsNearlyFull = true;
        work.Release();
        await face.IdleAsync();
        Assert.NotEmpty(face.Bugs);
    }

    private async Task<JsonNode> IndexAsync() => (await face.RunAsync("DescribeTable", "{'TableName': 'orders'}"))["Table"]!["GlobalSecondaryIndexes"]![0]!;

    private async Task FillAsync()
    {
        await face.CreateTableAsync("orders");
        long far = face.Time.GetUtcNow().AddYears(1).ToUnixTimeSeconds();
        for (int i = 0; i < Items; i++) await face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {{'pk': {{'S': 'a'}}, 'sk': {{'N': '{i}'}}, 'h': {{'S': 'all'}}, 'ttl': {{'N': '{far}'}}}}}}");
        await face.FinishAsync(TimeSpan.FromSeconds(1));
    }
}
