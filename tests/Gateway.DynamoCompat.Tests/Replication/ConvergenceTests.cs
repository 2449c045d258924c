using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Tests.Replication;

/// <summary>Three PoPs that each take requests of all kinds, and merge what the others wrote in any order, some of it twice.</summary>
public sealed class ConvergenceTests
{
    private const int Keys = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task They_end_up_with_the_same_items(int seed)
    {
        Random random = new(seed);
        PopUnderTest[] pops = await PopUnderTest.ThreeAsync();
        for (int round = 0; round < 40; round++)
        {
            foreach (PopUnderTest pop in pops)
            {
                pop.Face.Time.Advance(TimeSpan.FromMilliseconds(random.Next(5)));
                for (int i = random.Next(4); i > 0; i--) await WriteAsync(pop, random);
                List<RemoteUnit> written = await pop.ShipAsync();
                foreach (PopUnderTest other in pops.Where(other => other != pop)) other.Send(written);
            }

            PopUnderTest one = pops[random.Next(pops.Length)];
            one.Merge(random, random.Next(12));
            await CheckTransactionsAsync(one);
            if (round % 10 == 9) JoinDocuments(one, pops[random.Next(pops.Length)]);
            if (round == 25)
            {
                while (pops.Any(pop => pop.Merge(random))) Drop(pops, random);
                PopUnderTest.Settle(pops);
                foreach (PopUnderTest pop in pops) pop.Port.Sweep(int.MaxValue);
            }
        }

        while (pops.Any(pop => pop.Merge(random, 5))) await CheckTransactionsAsync(pops[0]);
        foreach (PopUnderTest pop in pops) pop.Merge(random);
        Assert.All(pops, pop => Assert.Empty(pop.Face.Bugs));
        await CheckEqualAsync(pops);
        foreach (PopUnderTest pop in pops)
        {
            CheckIndex(pop);
            CheckStream(await pop.RecordsAsync(), await pop.Face.RunAsync("Scan", "{'TableName': 'orders'}"));
            JsonNode table = (await pop.Face.RunAsync("DescribeTable", "{'TableName': 'orders'}"))["Table"]!;
            Assert.Equal(pop.Documents().Count(item => item.Document.IsVisible), (int)table["ItemCount"]!);
        }

        await CheckNothingComesBackAsync(pops, random);
        foreach (PopUnderTest pop in pops) await pop.DisposeAsync();
    }

    private static async Task WriteAsync(PopUnderTest pop, Random random)
    {
        string key = $"{{'pk': {{'S': 'p{random.Next(2)}'}}, 'sk': {{'N': '{random.Next(Keys)}'}}}}";
        string number = random.Next(1000).ToString(CultureInfo.InvariantCulture);
        string item = key[..^1] + $", 'v': {{'S': '{pop.Name}{number}'}}, 'g': {{'S': 'g{random.Next(3)}'}}, 'tags': {{'SS': ['a', '{number}']}}}}";
        switch (random.Next(8))
        {
            case 0:
            case 1:
                await pop.Face.RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {item}}}");
                break;
            case 2:
                await pop.Face.RunAsync("DeleteItem", $"{{'TableName': 'orders', 'Key': {key}}}");
                break;
            case 3:
                await pop.Face.RunAsync("UpdateItem", $"{{'TableName': 'orders', 'Key': {key}, 'UpdateExpression': 'ADD n :n', 'ExpressionAttributeValues': {{':n': {{'N': '{random.Next(1, 9)}'}}}}}}");
                break;
            case 4:
                await pop.Face.RunAsync("UpdateItem", $"{{'TableName': 'orders', 'Key': {key}, 'UpdateExpression': 'SET l = list_append(if_not_exists(l, :e), :l), g = :g', 'ExpressionAttributeValues': {{':e': {{'L': []}}, ':l': {{'L': [{{'N': '{number}'}}]}}, ':g': {{'S': 'g{random.Next(3)}'}}}}}}");
                break;
            case 5:
                await pop.Face.RunAsync("UpdateItem", $"{{'TableName': 'orders', 'Key': {key}, 'UpdateExpression': 'REMOVE g SET w = :w', 'ExpressionAttributeValues': {{':w': {{'S': '{number}'}}}}}}");
                break;
            default:
                await TransactAsync(pop, number);
                break;
        }
    }

    /// <summary>Two items that only this PoP writes, always together.</summary>
    private static Task TransactAsync(PopUnderTest pop, string number) => pop.Face.RunAsync("TransactWriteItems", $$"""
        {'TransactItems': [
            {'Put': {'TableName': 'orders', 'Item': {'pk': {'S': 'left {{pop.Name}}'}, 'sk': {'N': '0'}, 'same': {'S': '{{number}}'} } } },
            {'Put': {'TableName': 'orders', 'Item': {'pk': {'S': 'right {{pop.Name}}'}, 'sk': {'N': '0'}, 'same': {'S': '{{number}}'} } } }]}
        """);

    private static async Task CheckTransactionsAsync(PopUnderTest pop)
    {
        foreach (string name in (string[])["one", "two", "three"])
        {
            string Get(string side) => $"{{'TableName': 'orders', 'Key': {{'pk': {{'S': '{side} {name}'}}, 'sk': {{'N': '0'}}}}}}";
            JsonObject left = await pop.Face.RunAsync("GetItem", Get("left"));
            JsonObject right = await pop.Face.RunAsync("GetItem", Get("right"));
            Assert.Equal((string?)left["Item"]?["same"]?["S"], (string?)right["Item"]?["same"]?["S"]);
        }
    }

    /// <summary>Whole documents, each with all that shares a transaction with it.</summary>
    private static void JoinDocuments(PopUnderTest to, PopUnderTest from)
    {
        foreach ((ItemKey key, _) in from.Documents())
        {
            IReadOnlyList<RemoteChange> changes = from.Port.Closure(from.Orders.Id, key, to.Port.Read(to.Orders.Id, key)?.Context ?? Context.Empty);
            RemoteOutcome[] outcomes = new RemoteOutcome[1];
            to.Port.Apply([new RemoteUnit { Changes = changes, Origin = from.Name }], outcomes);
            Assert.True(outcomes[0].Result is RemoteResult.Applied or RemoteResult.AlreadySeen, outcomes[0].ToString());
        }
    }

    private static void Drop(PopUnderTest[] pops, Random random)
    {
        foreach (PopUnderTest pop in pops) pop.Merge(random);
    }

    private static async Task CheckEqualAsync(PopUnderTest[] pops)
    {
        string first = await pops[0].ReadAllAsync();
        foreach (PopUnderTest pop in pops)
        {
            Assert.Equal(first, await pop.ReadAllAsync());
            foreach ((ItemKey key, Document document) in pop.Documents()) Assert.Equal(document.Visible, pops[0].Port.Read(pop.Orders.Id, key)!.Visible);
        }

        PopUnderTest.Settle(pops, isEverywhere: false);
        foreach (PopUnderTest pop in pops) pop.Port.Sweep(int.MaxValue); // what one of them had pruned before is pruned at all now
        Assert.Equal(pops[0].Hashes(), pops[1].Hashes());
        Assert.Equal(pops[0].Hashes(), pops[2].Hashes());
    }

    private static void CheckIndex(PopUnderTest pop)
    {
        TableSchema table = TestSchemas.Of(pop);
        List<string> expected = [];
        foreach ((ItemKey key, Document document) in pop.Documents())
        {
            if (!document.IsVisible) continue;
            ItemAddress address = ItemKeys.AddressOf(table, key.Bytes);
            Value item = ValueMaps.Union(document.Visible, ItemKeys.KeyOf(table.Key, key.Bytes));
            if (IndexKeys.EntryOf(table, table.Indexes[0], item, address) is { } entry) expected.Add(Convert.ToHexStringLower(entry.AsSpan(1)));
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), pop.KeysOf(KeySpace.IndexEntry));
    }

    /// <summary>The records of each item follow from one another and end at what is there: one for each visible change, none for others.</summary>
    private static void CheckStream(IReadOnlyList<JsonObject> records, JsonObject scan)
    {
        Dictionary<string, string?> images = [];
        foreach (JsonObject record in records)
        {
            JsonObject change = record["dynamodb"]!.AsObject();
            string key = change["Keys"]!.ToJsonString();
            string? before = change["OldImage"]?.ToJsonString();
            string? after = change["NewImage"]?.ToJsonString();
            Assert.Equal(images.GetValueOrDefault(key), before);
            Assert.NotEqual(before, after);
            Assert.Equal(before is null ? "INSERT" : after is null ? "REMOVE" : "MODIFY", (string)record["eventName"]!);
            images[key] = after;
        }

        Assert.Equal(scan["Items"]!.AsArray().Select(item => item!.ToJsonString()).Order(StringComparer.Ordinal), images.Values.OfType<string>().Order(StringComparer.Ordinal));
    }

    private static async Task CheckNothingComesBackAsync(PopUnderTest[] pops, Random random)
    {
        List<(ItemKey Key, Document Document)> old = pops[1].Documents();
        string before = await pops[0].ReadAllAsync();
        PopUnderTest.Settle(pops);
        foreach (PopUnderTest pop in pops)
        {
            while (pop.Port.Sweep(7) > 0)
            {
                // until nothing is left to drop
            }

            pop.Port.Sweep(int.MaxValue);
            Assert.Empty(pop.KeysOf(KeySpace.Remains));
            Assert.All(pop.Documents(), item => Assert.True(item.Document.IsVisible));
        }

        RemoteUnit[] again = [.. pops[0].Sent, .. old.Select(item => new RemoteUnit { Changes = [new RemoteChange(pops[0].Orders.Id, Fragment.Of(item.Document), 0)] })];
        random.Shuffle(again);
        RemoteOutcome[] outcomes = new RemoteOutcome[again.Length];
        pops[0].Port.Apply(again, outcomes);
        Assert.All(outcomes, outcome => Assert.Equal(RemoteResult.AlreadySeen, outcome.Result));
        Assert.Equal(before, await pops[0].ReadAllAsync());
        Assert.Empty(pops[0].KeysOf(KeySpace.Remains));
        Assert.Equal(pops[0].Hashes(), pops[1].Hashes());
    }
}
