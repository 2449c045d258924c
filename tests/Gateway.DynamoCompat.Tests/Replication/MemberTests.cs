using System.Text.Json.Nodes;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Tests.Faces;
using Gateway.Storage.Keys;
using static Gateway.DynamoCompat.Tests.Replication.RemoteItems;

namespace Gateway.DynamoCompat.Tests.Replication;

/// <summary>A member keeps what deleted items leave behind, and nobody sees it.</summary>
public sealed class MemberTests : IAsyncDisposable
{
    private const int Items = 20;

    private readonly FaceUnderTest face = new();

    private ReplicaPort Port => face.Replica;

    private ReplicatedTable Orders => Port.Tables.Single(table => table.Name == "orders");

    public ValueTask DisposeAsync() => face.DisposeAsync();

    [Fact]
    public async Task Deleted_items_show_nowhere_count_nowhere_and_break_no_pages()
    {
        await FillAsync();
        Assert.Equal(Items, face.KeysOf(KeySpace.Item) - SystemRecords());
        Assert.Equal(Items / 2, face.KeysOf(KeySpace.IndexEntry));

        foreach (string more in (string[])["", ", 'ScanIndexForward': false", ", 'IndexName': 'byG'"])
        {
            string condition = more.Contains("byG", StringComparison.Ordinal) ? "'KeyConditionExpression': 'g = :p', 'ExpressionAttributeValues': {':p': {'S': 'all'}}" : "'KeyConditionExpression': 'pk = :p', 'ExpressionAttributeValues': {':p': {'S': 'a'}}";
            List<int> seen = [];
            string start = "";
            do
            {
                JsonObject page = await face.RunAsync("Query", $"{{'TableName': 'orders', {condition}, 'Limit': 3{more}{start}}}");
                Assert.Equal((int)page["ScannedCount"]!, page["Items"]!.AsArray().Count);
                if (page["LastEvaluatedKey"] is not null) Assert.Equal(3, page["Items"]!.AsArray().Count);
                seen.AddRange(page["Items"]!.AsArray().Select(item => int.Parse((string)item!["sk"]!["N"]!, System.Globalization.CultureInfo.InvariantCulture)));
                start = page["LastEvaluatedKey"] is { } key ? $", 'ExclusiveStartKey': {key.ToJsonString()}" : "";
            }
            while (start.Length > 0);
            Assert.Equal(Enumerable.Range(0, Items).Where(at => at % 2 == 1), seen.Order());
        }

        Assert.Equal(Items / 2, (int)(await face.RunAsync("Scan", "{'TableName': 'orders'}"))["Count"]!);
        Assert.Null((await face.RunAsync("GetItem", $"{{'TableName': 'orders', 'Key': {Json("a", 0)}}}"))["Item"]);
        Assert.Single((await face.RunAsync("BatchGetItem", $"{{'RequestItems': {{'orders': {{'Keys': [{Json("a", 0)}, {Json("a", 1)}]}}}}}}"))["Responses"]!["orders"]!.AsArray());
        Assert.Null((await face.RunAsync("TransactGetItems", $"{{'TransactItems': [{{'Get': {{'TableName': 'orders', 'Key': {Json("a", 0)}}}}}]}}"))["Responses"]![0]!["Item"]);
        await face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {Json("a", 0)}, 'ConditionExpression': 'attribute_not_exists(pk)'}}");
        await face.RunAsync("DeleteItem", $"{{'TableName': 'orders', 'Key': {Json("a", 0)}}}");
        Assert.Null((await face.RunAsync("DeleteItem", $"{{'TableName': 'orders', 'Key': {Json("a", 0)}, 'ReturnValues': 'ALL_OLD'}}"))["Attributes"]);

        Assert.Equal(Items / 2, await CountAsync("orders"));
        await face.RestartAsync(isPowerCut: true); // the figures are counted again
        await face.IdleAsync();
        Assert.Equal(Items / 2, await CountAsync("orders"));
    }

    [Fact]
    public async Task Indexes_time_to_live_backups_and_restores_leave_them_out()
    {
        await FillAsync();
        await face.RunAsync("UpdateTable", "{'TableName': 'orders', 'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': 'S'}, {'AttributeName': 'sk', 'AttributeType': 'N'}, {'AttributeName': 'g', 'AttributeType': 'S'}, {'AttributeName': 'h', 'AttributeType': 'S'}], 'GlobalSecondaryIndexUpdates': [{'Create': {'IndexName': 'byH', 'KeySchema': [{'AttributeName': 'h', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}}]}");
        await face.FinishAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(Items, face.KeysOf(KeySpace.IndexEntry));
        await face.RunAsync("UpdateTimeToLive", "{'TableName': 'orders', 'TimeToLiveSpecification': {'Enabled': true, 'AttributeName': 'ttl'}}");
        await face.FinishAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(Items / 2, face.KeysOf(KeySpace.TimeToLive));

        JsonObject backup = await face.RunAsync("CreateBackup", "{'TableName': 'orders', 'BackupName': 'all'}");
        await face.FinishAsync(TimeSpan.FromSeconds(1));
        long log = Port.Sequence;
        await face.RunAsync("RestoreTableFromBackup", $"{{'TargetTableName': 'again', 'BackupArn': '{backup["BackupDetails"]!["BackupArn"]}'}}");
        await face.FinishAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(Items / 2, (int)(await face.RunAsync("Scan", "{'TableName': 'again'}"))["Count"]!);
        Assert.Equal(Items / 2, await CountAsync("again"));
        ReplicatedTable restored = Port.Tables.Single(table => table.Name == "again");
        Assert.All(Port.Scan(restored.Id, 0, uint.MaxValue), item => Assert.True(item.Document.IsVisible));
        Assert.True(Port.Sequence >= log + (Items / 2)); // each of them is in the log, and goes to the others
        Assert.Equal(Items / 2, LogEntriesOf(restored.Number, log));
        Assert.Empty(face.Bugs);
    }

    [Fact]
    public async Task A_table_that_is_restored_to_a_moment_is_as_it_was_then()
    {
        await face.CreateTableAsync("orders");
        await face.RunAsync("UpdateContinuousBackups", "{'TableName': 'orders', 'PointInTimeRecoverySpecification': {'PointInTimeRecoveryEnabled': true}}");
        await face.FinishAsync(TimeSpan.FromSeconds(1));
        Port.BeginReplication();
        RemoteItems far = new(new ReplicaId(7), Orders.Id);
        Apply(Port, Unit(far.Put("a", 1, ("v", Value.String("then")))), Unit(far.Put("a", 2)), Unit(far.Delete("a", 2)));
        face.Time.Advance(TimeSpan.FromSeconds(10));
        double then = face.Time.GetUtcNow().ToUnixTimeSeconds();
        face.Time.Advance(TimeSpan.FromSeconds(10));
        Apply(Port, Unit(far.Set("a", 1, "v", Value.String("later"))), Unit(far.Put("a", 2)), Unit(far.Put("a", 3)));
        face.Time.Advance(TimeSpan.FromMinutes(10));

        await face.RunAsync("RestoreTableToPointInTime", $"{{'SourceTableName': 'orders', 'TargetTableName': 'again', 'RestoreDateTime': {then}}}");
        await face.FinishAsync(TimeSpan.FromSeconds(1));

        JsonArray items = (await face.RunAsync("Scan", "{'TableName': 'again'}"))["Items"]!.AsArray();
        Assert.Equal("then", (string?)Assert.Single(items)!["v"]!["S"]);
        Assert.Empty(face.Bugs);
    }

    [Fact]
    public async Task What_is_stable_at_this_store_only_is_pruned_and_forgotten_when_it_is_stable_everywhere()
    {
        await FillAsync();
        face.Time.Advance(TimeSpan.FromSeconds(1));
        Context before = Context.Of([new Stamp(HlcTime.At(1), Port.Self)]);
        Context stable = Context.Of([new Stamp(Port.Beacon().Floor, Port.Self)]);

        Port.SetStable(before, before);
        Assert.Equal(0, Port.Sweep(100));
        Port.SetStable(stable, before);
        Port.Sweep(100);
        Assert.Equal(Items / 2, face.KeysOf(KeySpace.Remains) - SystemRemains());
        await face.Commits.WaitDurableAsync(Port.Sequence, TestContext.Current.CancellationToken);
        await face.RestartAsync();
        Assert.Equal(stable, Port.StableHere);

        Port.SetStable(stable, stable);
        for (int i = 0; i < Items; i++) Port.Sweep(1);
        Assert.Equal(0, face.KeysOf(KeySpace.Remains));
        Assert.Equal(Items / 2, face.KeysOf(KeySpace.Item) - SystemRecords());

        await face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {Json("a", 0)}}}");
        Assert.True(Port.Read(Orders.Id, Key("a", 0))!.Context[Port.Self] > stable[Port.Self]);
    }

    [Fact]
    public async Task Items_of_one_transaction_are_found_through_one_another_until_they_are_too_old()
    {
        await face.CreateTableAsync("orders");
        Port.BeginReplication();
        await TransactAsync("a", "b");
        Context seen = Port.Read(Orders.Id, Key("b", 1))!.Context;
        await TransactAsync("b", "c");
        await TransactAsync("c", "d");
        await face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {Json("e", 1)}}}");

        Assert.Equal(["b", "c", "d"], Closure("b", seen));
        Assert.Equal(["a", "b", "c", "d"], Closure("b", Context.Empty));
        Assert.Equal(["b"], Closure("b", Port.Read(Orders.Id, Key("b", 1))!.Context));
        Assert.Equal(["e"], Closure("e", Context.Empty));
        Assert.Empty(Closure("f", Context.Empty));

        face.Time.Advance(TimeSpan.FromHours(25));
        while (TransactionIndex.Trim(face.Store, face.Time.GetUtcNow().AddHours(-24).ToUnixTimeMilliseconds(), 2) > 0)
        {
            // some at a time
        }

        Assert.Equal(0, face.KeysOf(KeySpace.Transaction));
        Assert.Equal(["b"], Closure("b", Context.Empty));
    }

    [Fact]
    public async Task What_remains_is_counted_by_table_and_by_what_it_is()
    {
        await FillAsync();
        await face.CreateTableAsync("others");
        RemoteItems far = new(new ReplicaId(7), Orders.Id), near = new(new ReplicaId(9), Orders.Id);
        Apply(Port, Unit(far.Put("b", 1, ("v", Value.String("far")))), Unit(near.Put("b", 1, ("v", Value.String("near"))))); // at once: one of them lost
        Apply(Port, Unit(far.Put("b", 2, ("v", Value.String("far")))), Unit(near.Put("b", 2, ("v", Value.String("near"))))); // and this is deleted then
        await face.RunAsync("DeleteItem", $"{{'TableName': 'orders', 'Key': {Json("b", 2)}}}");

        Assert.Equal(new RemainsCount("orders", (Items / 2) + 2, (Items / 2) + 1, 1), Port.CountRemains(1000).Single(count => count.Table == "orders"));
        Assert.Equal([("orders", "concurrent", 2L)], Port.Conflicts.Where(count => count.Count > 0).Select(count => (count.Table, count.Class, count.Count)));
        Assert.Equal(5, Port.CountRemains(5).Sum(count => count.Items));
    }

    private List<string> Closure(string partition, Context seen) =>
        [.. Port.Closure(Orders.Id, Key(partition, 1), seen).Select(change => System.Text.Encoding.UTF8.GetString(Orders.PartitionBytes(change.Fragment.Key))).Order(StringComparer.Ordinal)];

    private Task<JsonObject> TransactAsync(string one, string other)
    {
        string Update(string partition) => $"{{'Update': {{'TableName': 'orders', 'Key': {Json(partition, 1)}, 'UpdateExpression': 'ADD n :n', 'ExpressionAttributeValues': {{':n': {{'N': '1'}}}}}}}}";
        return face.RunAsync("TransactWriteItems", $"{{'TransactItems': [{Update(one)}, {Update(other)}]}}");
    }

    private async Task<int> CountAsync(string table) => (int)(await face.RunAsync("DescribeTable", $"{{'TableName': '{table}'}}"))["Table"]!["ItemCount"]!;

    private int SystemRecords() => Port.Scan(UInt128.Zero, 0, uint.MaxValue).Count();

    private int SystemRemains() => Port.Scan(UInt128.Zero, 0, uint.MaxValue).Count(item => Remains.AreIn(item.Document));

    private int LogEntriesOf(uint table, long after) =>
        new Gateway.Storage.Log.LogReader(Gateway.Storage.Log.ChangeLog.Open(face.Store), face.Commits).Read(after, int.MaxValue, int.MaxValue).Entries.Count(entry => entry.Table == table);

    /// <summary>Twenty items, of which every second one is deleted.</summary>
    private async Task FillAsync()
    {
        await face.CreateTableAsync("orders", ", 'GlobalSecondaryIndexes': [{'IndexName': 'byG', 'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}]");
        Port.BeginReplication();
        await face.IdleAsync();
        long far = face.Time.GetUtcNow().AddYears(1).ToUnixTimeSeconds();
        for (int i = 0; i < Items; i++) await face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {Json("a", i)[..^1]}, 'g': {{'S': 'all'}}, 'h': {{'S': 'all'}}, 'ttl': {{'N': '{far}'}}}}}}");
        for (int i = 0; i < Items; i += 2) await face.RunAsync("DeleteItem", $"{{'TableName': 'orders', 'Key': {Json("a", i)}}}");
    }
}
