using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Api.Backups;
using Gateway.Testing;

namespace Gateway.Api.Tests.Backups;

/// <summary>What was written is there again, as it was at the moment that is asked for.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly ManualTimeProvider time = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task All_items_come_back_as_requests_see_them()
    {
        await using BackedUpPop pop = await StartAsync();
        await pop.CreateTableAsync("orders", ", 'GlobalSecondaryIndexes': [{'IndexName': 'byG', 'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}], 'Tags': [{'Key': 'k', 'Value': 'v'}]");
        for (int i = 0; i < 30; i++) await pop.PutAsync("orders", $"a{i}", $", 'g': {{'S': 'g{i % 3}'}}, 'm': {{'M': {{'x': {{'L': [{{'N': '{i}'}}, {{'BOOL': true}}]}}}}}}, 'set': {{'SS': ['p', 'q{i}']}}");
        await pop.CopyAsync();
        for (int i = 0; i < 10; i++)
        {
            await pop.AddAsync("orders", $"a{i}", i);
            await pop.DeleteAsync("orders", $"a{29 - i}");
            await pop.PutAsync("orders", $"b{i}");
        }

        await pop.CopyAsync();
        JsonObject summary = Restore("--output", "json");

        await using BackedUpPop restored = new(folder.At("new"), time);
        Assert.Equal(await pop.ItemsAsync("orders"), await restored.ItemsAsync("orders"));
        Assert.Equal(await pop.ItemsAsync("orders", "byG"), await restored.ItemsAsync("orders", "byG"));
        Assert.Equal(30, (int)summary["tables"]![0]!["items"]!);
        JsonNode before = (await pop.RunAsync("DescribeTable", "{'TableName': 'orders'}"))["Table"]!;
        JsonNode after = (await restored.RunAsync("DescribeTable", "{'TableName': 'orders'}"))["Table"]!;
        Assert.Equal(before.ToJsonString(), after.ToJsonString());
        await restored.AddAsync("orders", "a1", 5); // and it takes writes
        Assert.Contains("n={\"N\":\"6\"}", (await restored.ItemsAsync("orders"))["a1"]);
    }

    [Fact]
    public async Task Between_two_writes_one_is_there_and_the_other_is_not()
    {
        await using BackedUpPop pop = await StartAsync();
        await pop.CreateTableAsync("tab");
        await pop.CopyAsync();
        time.Advance(TimeSpan.FromMinutes(1));
        await pop.PutAsync("tab", "first");
        await pop.AddAsync("tab", "counter", 1);
        string between = Now();
        time.Advance(TimeSpan.FromMilliseconds(1));
        await pop.PutAsync("tab", "second");
        await pop.AddAsync("tab", "counter", 1);
        await pop.DeleteAsync("tab", "first");
        await pop.CopyAsync();

        Restore("--to", between);

        await using BackedUpPop restored = new(folder.At("new"), time);
        SortedDictionary<string, string> items = await restored.ItemsAsync("tab");
        Assert.Equal(["counter", "first"], items.Keys);
        Assert.Contains("n={\"N\":\"1\"}", items["counter"]);
    }

    [Fact]
    public async Task Tables_are_those_of_the_moment()
    {
        await using BackedUpPop pop = await StartAsync();
        await pop.CreateTableAsync("always");
        await pop.CopyAsync();
        string before = Tick();
        await pop.CreateTableAsync("meanwhile");
        await pop.PutAsync("meanwhile", "x");
        string during = Tick();
        await pop.RunAsync("DeleteTable", "{'TableName': 'meanwhile'}");
        string between = Tick();
        await pop.CreateTableAsync("meanwhile"); // another table of that name
        await pop.PutAsync("meanwhile", "y");
        await pop.CopyAsync();

        Assert.Equal(["always"], await TablesAtAsync(before, "1"));
        Assert.Equal(["always", "meanwhile"], await TablesAtAsync(during, "2"));
        Assert.Equal(["always"], await TablesAtAsync(between, "3"));
        Restore("4", "--tables", "meanwhile");
        await using BackedUpPop newest = new(folder.At("4"), time);
        Assert.Equal(["meanwhile"], await newest.TablesAsync());
        Assert.Equal(["y"], (await newest.ItemsAsync("meanwhile")).Keys);
    }

    [Fact]
    public async Task A_transaction_is_there_whole_or_not_at_all()
    {
        await using BackedUpPop pop = await StartAsync();
        await pop.CreateTableAsync("tab");
        await pop.CopyAsync();
        List<string> moments = [];
        for (int i = 0; i < 6; i++)
        {
            moments.Add(Tick());
            await pop.RunAsync("TransactWriteItems", $"{{'TransactItems': [{Put("a", i)}, {Put("b", i)}, {Put("c", i)}]}}");
        }

        await pop.CopyAsync();
        for (int i = 1; i < 6; i++)
        {
            Restore($"r{i}", "--to", moments[i]);
            await using BackedUpPop restored = new(folder.At($"r{i}"), time);
            SortedDictionary<string, string> items = await restored.ItemsAsync("tab");
            Assert.Equal(3, items.Count);
            Assert.All(items.Values, item => Assert.Contains($"i={{\"N\":\"{i - 1}\"}}", item));
        }
    }

    [Fact]
    public async Task A_restored_folder_is_another_replica()
    {
        await using BackedUpPop pop = await StartAsync();
        await pop.CreateTableAsync("tab");
        await pop.PutAsync("tab", "x");
        await pop.CopyAsync();

        Restore();

        await using BackedUpPop restored = new(folder.At("new"), time);
        Assert.NotEqual(pop.Source.Origin.Replica, restored.Source.Origin.Replica);
    }

    [Fact]
    public async Task A_write_that_a_snapshot_has_forgotten_stays_forgotten()
    {
        await using BackedUpPop pop = await StartAsync();
        await pop.CreateTableAsync("tab");
        for (int round = 0; round < 3; round++)
        {
            await pop.PutAsync("tab", "x", ", 'n': {'N': '1'}");
            await pop.AddAsync("tab", "x", 1);
            if (round == 1) pop.Sink.AskForSnapshot();
            if (round > 0) await pop.CopyAsync();
            await pop.DeleteAsync("tab", "x");
            if (round == 1) await pop.CopyAsync();
        }

        await pop.CopyAsync();
        Restore();

        await using BackedUpPop restored = new(folder.At("new"), time);
        Assert.Empty(await restored.ItemsAsync("tab"));
    }

    [Fact]
    public async Task A_target_in_use_and_a_moment_too_early_are_refused_and_nothing_is_left()
    {
        await using BackedUpPop pop = await StartAsync();
        await pop.CreateTableAsync("tab");
        await pop.CopyAsync();
        Directory.CreateDirectory(folder.At("full"));
        File.WriteAllText(Path.Combine(folder.At("full"), "x"), "");

        Assert.Contains("is not empty", Refused("full"));
        Assert.Contains("reaches back to 2026-01-01T00:00:02.000Z, and not to 2025", Refused("new", "--to", "2025-12-31T00:00:00Z"));
        Assert.Contains("no table other at that moment; there were tab", Refused("new", "--tables", "other"));
        Assert.False(Directory.Exists(folder.At("new")));
        Assert.False(Directory.Exists(folder.At("new.partial")));
    }

    [Fact]
    public async Task A_table_that_is_filled_past_the_log_waits_for_its_snapshot()
    {
        await using BackedUpPop pop = await StartAsync();
        await pop.CreateTableAsync("tab");
        await pop.PutAsync("tab", "x");
        await pop.CopyAsync();
        string arn = (string)(await pop.RunAsync("CreateBackup", "{'TableName': 'tab', 'BackupName': 'once'}"))["BackupDetails"]!["BackupArn"]!;
        await UntilAsync(async () => (string)(await pop.RunAsync("DescribeBackup", $"{{'BackupArn': '{arn}'}}"))["BackupDescription"]!["BackupDetails"]!["BackupStatus"]! == "AVAILABLE");
        await pop.RunAsync("RestoreTableFromBackup", $"{{'TargetTableName': 'copy', 'BackupArn': '{arn}'}}");
        await UntilAsync(async () => (string)(await pop.RunAsync("DescribeTable", "{'TableName': 'copy'}"))["Table"]!["TableStatus"]! == "ACTIVE");
        string filled = Tick();
        await pop.CopyAsync();

        Assert.Contains("table copy was being restored", Refused("early", "--to", filled));
        Restore();

        await using BackedUpPop restored = new(folder.At("new"), time);
        Assert.Equal(["x"], (await restored.ItemsAsync("copy")).Keys);
    }

    private static async Task UntilAsync(Func<Task<bool>> isDone)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!await isDone())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30));
            await Task.Yield();
        }
    }

    private static string Put(string key, int value) => $"{{'Put': {{'TableName': 'tab', 'Item': {{'pk': {{'S': '{key}'}}, 'i': {{'N': '{value}'}}}}}}}}";

    private async Task<BackedUpPop> StartAsync()
    {
        BackedUpPop pop = new(folder.At("data"), time, folder.At("backup"));
        await pop.CopyAsync();
        return pop;
    }

    private string Now() => time.GetUtcNow().ToString("o", CultureInfo.InvariantCulture);

    /// <summary>A moment that lies between what was and what will be.</summary>
    private string Tick()
    {
        time.Advance(TimeSpan.FromSeconds(1));
        string now = Now();
        time.Advance(TimeSpan.FromSeconds(1));
        return now;
    }

    private async Task<string[]> TablesAtAsync(string moment, string into)
    {
        Restore(into, "--to", moment);
        await using BackedUpPop restored = new(folder.At(into), time);
        return await restored.TablesAsync();
    }

    private JsonObject Restore(params string[] arguments)
    {
        string into = "new";
        if (arguments.Length > 0 && !arguments[0].StartsWith('-')) (into, arguments) = (arguments[0], arguments[1..]);
        using StringWriter output = new();
        using StringWriter error = new();
        int code = RestoreCommand.Run(["--from", folder.At("backup"), "--data", folder.At(into), .. arguments], output, error, isTerminal: false, TimeProvider.System, CancellationToken.None);
        Assert.True(code == 0, error.ToString());
        return arguments.Contains("json") ? (JsonObject)JsonNode.Parse(output.ToString())! : [];
    }

    private string Refused(string into, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        Assert.Equal(1, RestoreCommand.Run(["--from", folder.At("backup"), "--data", folder.At(into), .. arguments], output, error, isTerminal: false, TimeProvider.System, CancellationToken.None));
        return error.ToString();
    }
}
