using System.Text.Json.Nodes;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Tests.Cluster;

/// <summary>Tables are made, changed and deleted at one PoP, and all have them.</summary>
public sealed class SharedTableTests
{
    /// <summary>Waited for only where something is wrong.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const string NewIndex = """
        {'TableName': 'orders', 'AttributeDefinitions': [{'AttributeName': 'g', 'AttributeType': 'S'}],
         'GlobalSecondaryIndexUpdates': [{'Create': {'IndexName': 'byG', 'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}}]}
        """;

    [Fact]
    public async Task What_one_makes_the_other_has()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest east = pops[0], west = pops[1];
        await east.CreateTableAsync(more: ", 'Tags': [{'Key': 'colour', 'Value': 'red'}], 'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_IMAGE'}, 'DeletionProtectionEnabled': true");
        await PopUnderTest.MeetAsync(pops);
        JsonObject there = await west.DescribeAsync();
        Assert.Equal("ACTIVE", (string?)there["TableStatus"]);
        Assert.Equal((await east.DescribeAsync()).ToJsonString(), there.ToJsonString());
        Assert.Equal(["colour=red"], await west.TagsAsync());
        Assert.Equal(8, ((string)there["TableId"]!)[14] - '0');
    }

    [Fact]
    public async Task A_change_that_cannot_be_told_now_is_made_and_told_later()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest east = pops[0], west = pops[1];
        await east.CreateTableAsync();
        await PopUnderTest.MeetAsync(pops);
        east.Replica.TrustsClock = false; // nothing is stamped, so nothing can be told
        await east.RunAsync("UpdateTable", NewIndex);
        await PopUnderTest.MeetAsync(pops);
        Assert.Null((await west.DescribeAsync())["GlobalSecondaryIndexes"]);
        Assert.Equal("ACTIVE", (string?)(await east.DescribeAsync())["GlobalSecondaryIndexes"]![0]!["IndexStatus"]);

        east.Replica.TrustsClock = true;
        east.Time.Advance(TimeSpan.FromSeconds(5));
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal("ACTIVE", (string?)(await west.DescribeAsync())["GlobalSecondaryIndexes"]![0]!["IndexStatus"]);
        Assert.Empty(east.Bugs);
    }

    /// <summary>A PoP that was evicted once removed an index that it had never seen: elsewhere, and not at itself.</summary>
    [Fact]
    public async Task What_a_PoP_changes_while_it_takes_over_what_others_have_is_told_when_it_has_everything()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest one = pops[0];
        await using PopUnderTest away = pops[1];
        await one.CreateTableAsync();
        await PopUnderTest.MeetAsync(one, away);
        int before = away.Writes();
        away.Replica.TakesWrites = false;

        await away.TagAsync("made", "meanwhile");
        await one.TagAsync("seen", "not yet");
        Assert.Equal(["made=meanwhile"], await away.TagsAsync());
        Assert.Equal(before, away.Writes());
        await PopUnderTest.MeetAsync(one, away);
        Assert.Equal(["seen=not yet"], await one.TagsAsync());

        away.Replica.TakesWrites = true;
        away.Time.Advance(TimeSpan.FromSeconds(5)); // until it is tried again
        await PopUnderTest.MeetAsync(one, away);

        Assert.Equal(["made=meanwhile", "seen=not yet"], await one.TagsAsync());
        Assert.Equal(["made=meanwhile", "seen=not yet"], await away.TagsAsync());
    }

    [Fact]
    public async Task Tables_that_were_there_before_there_was_another_PoP_are_told_of()
    {
        await using PopUnderTest east = new(), west = new(east.Time);
        await east.CreateTableAsync();
        await east.TagAsync("colour", "red");
        Assert.True(east.System.IsEmpty);
        string id = (string)(await east.DescribeAsync())["TableId"]!;
        east.Replica.BeginReplication();
        west.Replica.BeginReplication();
        await PopUnderTest.MeetAsync(east, west);
        Assert.Equal(id, (string?)(await west.DescribeAsync())["TableId"]);
        Assert.Equal(["colour=red"], await west.TagsAsync());
    }

    [Fact]
    public async Task Two_that_make_the_same_table_at_once_have_one_with_the_settings_of_both()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest east = pops[0], west = pops[1];
        await east.CreateTableAsync(more: ", 'Tags': [{'Key': 'east', 'Value': '1'}]");
        await west.CreateTableAsync(more: ", 'Tags': [{'Key': 'west', 'Value': '2'}]");
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal((await east.DescribeAsync()).ToJsonString(), (await west.DescribeAsync()).ToJsonString());
        Assert.Equal(["east=1", "west=2"], await east.TagsAsync());
        Assert.Equal(["east=1", "west=2"], await west.TagsAsync());
        Assert.Empty(east.Conflicts.Concat(west.Conflicts));
    }

    [Fact]
    public async Task Of_two_that_were_made_at_once_with_different_keys_one_wins_and_the_data_of_the_other_is_kept_aside()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest east = pops[0], west = pops[1];
        await east.CreateTableAsync(type: "S", more: ", 'Tags': [{'Key': 'east', 'Value': '1'}]");
        await east.RunAsync("PutItem", "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}}}");
        west.Time.Advance(TimeSpan.FromSeconds(1)); // the later one wins
        await west.CreateTableAsync(type: "N", more: ", 'Tags': [{'Key': 'west', 'Value': '2'}]");
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal((await east.DescribeAsync()).ToJsonString(), (await west.DescribeAsync()).ToJsonString());
        Assert.Equal(["west=2"], await east.TagsAsync());
        Assert.Equal(["west=2"], await west.TagsAsync());
        Assert.Contains("Table orders was made with two different keys", Assert.Single(east.Conflicts), StringComparison.Ordinal);
        Assert.Empty(west.Conflicts);
        JsonNode backup = Assert.Single((await east.RunAsync("ListBackups", "{}"))["BackupSummaries"]!.AsArray())!;
        await east.RunAsync("RestoreTableFromBackup", $$"""{'TargetTableName': 'lost', 'BackupArn': '{{backup["BackupArn"]}}'}""");
        await east.IdleAsync();
        Assert.Equal(1, (int?)(await east.RunAsync("Scan", "{'TableName': 'lost'}"))["Count"]);
        Assert.Equal(0, (int?)(await east.RunAsync("Scan", "{'TableName': 'orders'}"))["Count"]);
    }

    [Fact]
    public async Task Changes_of_different_settings_at_once_all_stay()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(3);
        await using PopUnderTest east = pops[0], west = pops[1], south = pops[2];
        await east.CreateTableAsync(more: ", 'Tags': [{'Key': 'old', 'Value': '0'}]");
        await PopUnderTest.MeetAsync(pops);
        await south.RunAsync("PutItem", "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}, 'g': {'S': 'x'}, 'until': {'N': '1'}}}");
        await east.RunAsync("UpdateTable", NewIndex);
        await west.TagAsync("colour", "red");
        await west.RunAsync("UntagResource", $$"""{'ResourceArn': '{{west.ArnOf("orders")}}', 'TagKeys': ['old']}""");
        await south.RunAsync("UpdateTimeToLive", "{'TableName': 'orders', 'TimeToLiveSpecification': {'AttributeName': 'until', 'Enabled': true}}");
        await south.RunAsync("UpdateContinuousBackups", "{'TableName': 'orders', 'PointInTimeRecoverySpecification': {'PointInTimeRecoveryEnabled': true}}");
        await PopUnderTest.MeetAsync(pops);
        foreach (PopUnderTest pop in pops)
        {
            Assert.Equal(["colour=red"], await pop.TagsAsync());
            JsonNode index = Assert.Single((await pop.DescribeAsync())["GlobalSecondaryIndexes"]!.AsArray())!;
            Assert.Equal("ACTIVE", (string?)index["IndexStatus"]);
            JsonObject expiry = await pop.RunAsync("DescribeTimeToLive", "{'TableName': 'orders'}");
            Assert.Equal("until", (string?)expiry["TimeToLiveDescription"]!["AttributeName"]);
            JsonObject recovery = await pop.RunAsync("DescribeContinuousBackups", "{'TableName': 'orders'}");
            Assert.Equal("ENABLED", (string?)recovery["ContinuousBackupsDescription"]!["PointInTimeRecoveryDescription"]!["PointInTimeRecoveryStatus"]);
        }

        JsonObject found = await south.RunAsync("Query", "{'TableName': 'orders', 'IndexName': 'byG', 'KeyConditionExpression': 'g = :g', 'ExpressionAttributeValues': {':g': {'S': 'x'}}}");
        Assert.Equal(1, (int?)found["Count"]);
    }

    [Fact]
    public async Task An_index_that_is_deleted_at_one_goes_at_all()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest east = pops[0], west = pops[1];
        await east.CreateTableAsync();
        await east.RunAsync("UpdateTable", NewIndex);
        await PopUnderTest.MeetAsync(pops);
        await west.RunAsync("UpdateTable", "{'TableName': 'orders', 'GlobalSecondaryIndexUpdates': [{'Delete': {'IndexName': 'byG'}}]}");
        await PopUnderTest.MeetAsync(pops);
        JsonObject left = await east.DescribeAsync();
        Assert.Null(left["GlobalSecondaryIndexes"]);
        Assert.Single(left["AttributeDefinitions"]!.AsArray());
    }

    [Fact]
    public async Task One_name_for_two_indexes_made_at_once_is_one_index_at_the_end()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest east = pops[0], west = pops[1];
        await east.CreateTableAsync();
        await PopUnderTest.MeetAsync(pops);
        await east.RunAsync("UpdateTable", NewIndex);
        west.Time.Advance(TimeSpan.FromSeconds(1)); // the later one stays
        await west.RunAsync("UpdateTable", NewIndex.Replace("'g', 'AttributeType': 'S'", "'g', 'AttributeType': 'N'", StringComparison.Ordinal));
        await east.RunAsync("PutItem", "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}, 'g': {'S': 'x'}}}");
        await PopUnderTest.MeetAsync(pops);
        JsonObject here = await east.DescribeAsync(), there = await west.DescribeAsync();
        foreach (JsonObject shown in (JsonObject[])[here, there])
        {
            JsonNode index = Assert.Single(shown["GlobalSecondaryIndexes"]!.AsArray())!;
            Assert.Equal("ACTIVE", (string?)index["IndexStatus"]);
        }

        Assert.Equal(here["AttributeDefinitions"]!.ToJsonString(), there["AttributeDefinitions"]!.ToJsonString());
        Assert.Contains("\"N\"", here["AttributeDefinitions"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_go_on_and_off_at_all()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest east = pops[0], west = pops[1];
        await east.CreateTableAsync();
        await PopUnderTest.MeetAsync(pops);
        await west.RunAsync("UpdateTable", "{'TableName': 'orders', 'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_AND_OLD_IMAGES'}}");
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal((string?)(await west.DescribeAsync())["LatestStreamArn"], (string?)(await east.DescribeAsync())["LatestStreamArn"]);
        Assert.Equal("NEW_AND_OLD_IMAGES", (string?)(await east.DescribeAsync())["StreamSpecification"]!["StreamViewType"]);
        await east.RunAsync("UpdateTable", "{'TableName': 'orders', 'StreamSpecification': {'StreamEnabled': false}}");
        await PopUnderTest.MeetAsync(pops);
        Assert.Null((await west.DescribeAsync())["StreamSpecification"]);
        Assert.NotNull((await west.DescribeAsync())["LatestStreamArn"]);
    }

    [Fact]
    public async Task A_deleted_table_goes_at_all_and_the_next_of_its_name_is_another_one()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest east = pops[0], west = pops[1];
        await east.CreateTableAsync(more: ", 'Tags': [{'Key': 'old', 'Value': '0'}]");
        await PopUnderTest.MeetAsync(pops);
        string id = (string)(await west.DescribeAsync())["TableId"]!;
        await east.RunAsync("DeleteTable", "{'TableName': 'orders'}");
        await west.RunAsync("PutItem", "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}}}");
        await west.TagAsync("new", "1");
        await PopUnderTest.MeetAsync(pops);
        foreach (PopUnderTest pop in pops) Assert.StartsWith("ResourceNotFoundException", await pop.RefusedAsync("DescribeTable", "{'TableName': 'orders'}"), StringComparison.Ordinal);
        Assert.Empty(west.Conflicts);

        await east.CreateTableAsync();
        await west.CreateTableAsync();
        await PopUnderTest.MeetAsync(pops);
        JsonObject here = await east.DescribeAsync();
        Assert.NotEqual(id, (string?)here["TableId"]);
        Assert.Equal(here.ToJsonString(), (await west.DescribeAsync()).ToJsonString());
        Assert.Empty(await west.TagsAsync());
        Assert.Equal(0, (int?)(await west.RunAsync("Scan", "{'TableName': 'orders'}"))["Count"]);
    }

    [Fact]
    public async Task A_table_that_is_made_anew_where_another_PoP_still_changes_the_old_one_has_none_of_that()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest east = pops[0], west = pops[1];
        await east.CreateTableAsync();
        await PopUnderTest.MeetAsync(pops);
        await east.RunAsync("DeleteTable", "{'TableName': 'orders'}");
        await east.CreateTableAsync(more: ", 'Tags': [{'Key': 'new', 'Value': '1'}]");
        await west.TagAsync("late", "1");
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal(["new=1"], await east.TagsAsync());
        Assert.Equal(["new=1"], await west.TagsAsync());
        Assert.Empty(west.Conflicts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_between_a_change_and_its_telling_is_healed_at_the_next_start(bool isDeleted)
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2, _ => new DynamoOptions { TableDelay = TimeSpan.FromSeconds(1) });
        await using PopUnderTest east = pops[0], west = pops[1];
        await east.CreateTableAsync();
        east.Time.Advance(TimeSpan.FromSeconds(2));
        await PopUnderTest.MeetAsync(pops);
        east.DieBeforeTelling();
        if (isDeleted) await east.RunAsync("DeleteTable", "{'TableName': 'orders'}");
        else await east.TagAsync("colour", "red");
        await east.CreateTableAsync("baskets");
        await west.TagAsync("late", "1");
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal(["late=1"], await west.TagsAsync());
        await east.RestartAsync();
        await east.FinishAsync();
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal((await east.DescribeAsync("baskets")).ToJsonString(), (await west.DescribeAsync("baskets")).ToJsonString());
        if (isDeleted) Assert.StartsWith("ResourceNotFoundException", await west.RefusedAsync("DescribeTable", "{'TableName': 'orders'}"), StringComparison.Ordinal);
        else Assert.Equal(["colour=red", "late=1"], await west.TagsAsync());
    }

    [Fact]
    public async Task What_is_followed_is_not_told_again()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest east = pops[0], west = pops[1];
        await east.CreateTableAsync();
        await PopUnderTest.MeetAsync(pops);
        int writes = west.Writes();
        await east.RunAsync("UpdateTable", NewIndex);
        await east.TagAsync("colour", "red");
        await east.RunAsync("UpdateTimeToLive", "{'TableName': 'orders', 'TimeToLiveSpecification': {'AttributeName': 'until', 'Enabled': true}}");
        await east.RunAsync("UpdateTable", "{'TableName': 'orders', 'BillingMode': 'PROVISIONED', 'ProvisionedThroughput': {'ReadCapacityUnits': 5, 'WriteCapacityUnits': 5}, 'GlobalSecondaryIndexUpdates': [{'Update': {'IndexName': 'byG', 'ProvisionedThroughput': {'ReadCapacityUnits': 5, 'WriteCapacityUnits': 5}}}]}");
        await PopUnderTest.MeetAsync(pops);
        await west.RestartAsync();
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal(writes, west.Writes());
        Assert.Equal((await east.DescribeAsync()).ToJsonString(), (await west.DescribeAsync()).ToJsonString());
        writes = east.Writes();
        await east.RestartAsync();
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal(writes, east.Writes());
    }

    [Fact]
    public async Task Who_tells_of_a_change_does_not_keep_others_from_the_catalog()
    {
        // A job holds the locks of all items and asks for the catalog's; a change that tells within the catalog's lock asks for an item's.
        await using PopUnderTest pop = new(durability: Durability.Os); // durable at once: what follows a change may follow on the same thread
        pop.Replica.BeginReplication();
        await pop.CreateTableAsync();
        (Task<JsonObject> telling, bool isFree) = pop.Services.Locks.WithAll(() =>
        {
            Task<JsonObject> change = Task.Run(() => pop.RunAsync("UpdateTable", "{'TableName': 'orders', 'DeletionProtectionEnabled': true}"), TestContext.Current.CancellationToken);
            bool isSeen = SpinWait.SpinUntil(() => pop.Services.Tables.Find(pop.Caller, "orders") is { IsDeletionProtected: true }, Patience);
            Task other = Task.Run(() => pop.Services.Tables.AdoptAsync(1, (table, _) => table).AsTask(), TestContext.Current.CancellationToken);
            return (change, isSeen && other.Wait(Patience, TestContext.Current.CancellationToken) && !change.IsCompleted);
        });
        await telling;
        Assert.True(isFree);
    }
}
