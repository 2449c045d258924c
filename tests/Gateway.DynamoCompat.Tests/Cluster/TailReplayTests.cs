using System.Text.Json.Nodes;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Replication;
using Gateway.Storage.Log;

namespace Gateway.DynamoCompat.Tests.Cluster;

/// <summary>A PoP that was evicted writes the tail of its log anew on what the others have (ADR 35).</summary>
public sealed class TailReplayTests
{
    private static readonly string[] Keys = ["a", "b", "c", "d"];

    [Fact]
    public async Task What_only_the_evicted_one_has_is_made_again_and_what_others_have_is_not()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest central = pops[0], away = pops[1];
        await central.CreateTableAsync();
        await PopUnderTest.MeetAsync(pops);
        await AddAsync(away, "a", 1, "seen");
        await PopUnderTest.MeetAsync(pops);
        await AddAsync(away, "a", 2, "unseen");
        await AddAsync(central, "a", 4, "theirs");
        await away.RunAsync("DeleteItem", "{'TableName': 'orders', 'Key': {'pk': {'S': 'b'} } }");
        await away.RunAsync("TransactWriteItems", "{'TransactItems': [" + string.Join(", ", Keys[2..].Select(key =>
            $$$"""{'Update': {'TableName': 'orders', 'Key': {'pk': {'S': '{{{key}}}'} }, 'UpdateExpression': 'ADD n :n', 'ExpressionAttributeValues': {':n': {'N': '7'} } } }""")) + "]}");

        (ReplicaId old, long upTo) = Evict(away);
        Replay(away, central, old, upTo, int.MaxValue);
        away.Replica.EndTail();

        Assert.All(Tail(away, upTo), entry => Assert.Equal(away.Replica.Self, DeltaCodec.Decode(entry.Delta.ToArray()).Stamp.Replica));
        Assert.Equal(3, Tail(away, upTo).Count);
        Assert.Equal([2, 2], Tail(away, upTo).Where(entry => entry.TransactionSize > 0).Select(entry => entry.TransactionSize));
        Assert.Equal(0, away.Replica.TailPosition);
        await PopUnderTest.MeetAsync(pops);
        foreach (PopUnderTest pop in pops)
        {
            JsonNode a = (await ItemAsync(pop, "a"))!;
            Assert.Equal("7", (string)a["n"]!["N"]!);
            Assert.Equal(["seen", "theirs", "unseen"], a["ids"]!["SS"]!.AsArray().Select(id => (string)id!).Order(StringComparer.Ordinal));
            Assert.Equal("7", (string)(await ItemAsync(pop, "c"))!["n"]!["N"]!);
            Assert.Equal("7", (string)(await ItemAsync(pop, "d"))!["n"]!["N"]!);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_element_that_was_added_beside_the_last_one_stays_when_that_is_taken_away(bool isStable)
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest central = pops[0], away = pops[1];
        await central.CreateTableAsync();
        await PopUnderTest.MeetAsync(pops);
        await AddAsync(away, "a", 1, "first");
        await PopUnderTest.MeetAsync(pops);
        await away.RunAsync("UpdateItem", "{'TableName': 'orders', 'Key': {'pk': {'S': 'a'} }, 'UpdateExpression': 'DELETE ids :i', 'ExpressionAttributeValues': {':i': {'SS': ['first']} } }");
        await AddAsync(central, "a", 2, "second");
        Context stable = Context.Empty;
        if (isStable)
        {
            // The others went on: what did not show was dropped.
            UInt128 id = central.Replica.Tables.Single(table => table.Id != 0).Id;
            Document document = central.Replica.Scan(id, 0, uint.MaxValue).Single().Document;
            stable = document.Context;
            central.Replica.SetStable(stable, Context.Empty);
            while (central.Replica.Sweep(100) > 0) continue;
        }

        (ReplicaId old, long upTo) = Evict(away);
        Replay(away, central, old, upTo, int.MaxValue, stable);
        away.Replica.EndTail();
        await PopUnderTest.MeetAsync(pops);

        foreach (PopUnderTest pop in pops) Assert.Equal(["second"], (await ItemAsync(pop, "a"))!["ids"]!["SS"]!.AsArray().Select(one => (string)one!));
    }

    [Fact]
    public async Task While_others_are_waited_for_transactions_are_refused_as_other_writes_are()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(1);
        await using PopUnderTest away = pops[0];
        await away.CreateTableAsync();
        away.Replica.TakesWrites = false;

        (int single, _) = await away.AskAsync("PutItem", "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'} } }");
        (int whole, JsonObject answer) = await away.AskAsync("TransactWriteItems", "{'TransactItems': [{'Put': {'TableName': 'orders', 'Item': {'pk': {'S': 'a'} } } }]}");

        Assert.Equal((500, 500), (single, whole));
        Assert.EndsWith("#InternalServerError", (string)answer["__type"]!, StringComparison.Ordinal);
        away.Replica.TakesWrites = true;
        await away.RunAsync("TransactWriteItems", "{'TransactItems': [{'Put': {'TableName': 'orders', 'Item': {'pk': {'S': 'a'} } } }]}");
    }

    [Fact]
    public async Task What_was_deleted_and_forgotten_does_not_come_back()
    {
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest central = pops[0], away = pops[1];
        await central.CreateTableAsync();
        await PopUnderTest.MeetAsync(pops);
        await AddAsync(away, "a", 1, "x");
        ReplicaId old = away.Replica.Self;
        HlcTime known = DeltaCodec.Decode(away.Log().Last(entry => entry.Table != 0).Delta.ToArray()).Stamp.Time;

        // The central PoP had applied it, and has forgotten what was deleted since.
        long upTo = away.Replica.RenewIdentity().After;
        foreach (LogEntry entry in away.Log()) away.Replica.ReplayTail([entry], (_, _) => null, new TailSource([old], Context.Of([new Stamp(known, old)]), Context.Empty, "away", null));

        Assert.Null(await ItemAsync(away, "a"));
        Assert.Empty(Tail(away, upTo));
    }

    /// <summary>Random writes at both, cut off from each other; the replay is stopped anywhere, by a power cut too, and goes on.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Nothing_is_lost_or_doubled_wherever_the_replay_stops(int seed)
    {
        Random random = new(seed);
        PopUnderTest[] pops = await PopUnderTest.SeveralAsync(2);
        await using PopUnderTest central = pops[0], away = pops[1];
        await central.CreateTableAsync();
        await PopUnderTest.MeetAsync(pops);
        Dictionary<string, (int Sum, List<string> Ids)> expected = Keys.ToDictionary(key => key, _ => (0, new List<string>()));
        for (int i = 0; i < 120; i++)
        {
            if (i == 40) await PopUnderTest.MeetAsync(pops);
            if (i == 70) await central.TakeAsync(away); // the others have it, and the evicted one was not told
            PopUnderTest pop = pops[random.Next(2)];
            string[] keys = [.. Keys.OrderBy(_ => random.Next()).Take(random.Next(3) == 0 ? 2 : 1)];
            string id = $"i{i}";
            string items = string.Join(", ", keys.Select(key => $$$"""{'Update': {'TableName': 'orders', 'Key': {'pk': {'S': '{{{key}}}'} }, 'UpdateExpression': 'ADD n :n, ids :i', 'ExpressionAttributeValues': {':n': {'N': '{{{i}}}'}, ':i': {'SS': ['{{{id}}}']} } } }"""));
            await pop.RunAsync("TransactWriteItems", $$"""{'TransactItems': [{{items}}]}""");
            foreach (string key in keys)
            {
                expected[key].Ids.Add(id);
                expected[key] = (expected[key].Sum + i, expected[key].Ids);
            }
        }

        (ReplicaId old, long upTo) = Evict(away);
        while (!Replay(away, central, old, upTo, random.Next(1, 30))) await away.RestartAsync(isPowerCut: random.Next(2) == 0);
        away.Replica.EndTail();
        await PopUnderTest.MeetAsync(pops);

        foreach (PopUnderTest pop in pops)
        {
            foreach ((string key, (int sum, List<string> ids)) in expected)
            {
                JsonNode item = (await ItemAsync(pop, key))!;
                Assert.Equal(ids.Order(StringComparer.Ordinal), item["ids"]!["SS"]!.AsArray().Select(id => (string)id!).Order(StringComparer.Ordinal));
                Assert.Equal(sum.ToString(System.Globalization.CultureInfo.InvariantCulture), (string)item["n"]!["N"]!);
            }
        }
    }

    private static (ReplicaId Old, long UpTo) Evict(PopUnderTest pop)
    {
        ReplicaId old = pop.Replica.Self;
        return (old, pop.Replica.RenewIdentity().After);
    }

    /// <summary>Replays some transactions.</summary>
    /// <returns>True at the end of the tail.</returns>
    private static bool Replay(PopUnderTest away, PopUnderTest central, ReplicaId old, long upTo, int max, Context? stable = null)
    {
        List<LogEntry> unit = [];
        foreach (LogEntry entry in away.Log().Where(entry => entry.Sequence > away.Replica.TailPosition && entry.Sequence <= upTo).ToArray())
        {
            unit.Add(entry);
            if (!entry.EndsTransaction) continue;
            if (max-- == 0) return false;
            away.Replica.ReplayTail(unit, Others, new TailSource([old], Context.Empty, stable ?? Context.Empty, "away", null));
            unit = [];
        }

        return true;

        Document? Others(uint number, ItemKey key) => away.Replica.TryFindTable(number, out ReplicatedTable? table) ? central.Replica.Read(table.Id, key) : null;
    }

    private static List<LogEntry> Tail(PopUnderTest pop, long after) => [.. pop.Log().Where(entry => entry.Sequence > after)];

    private static Task AddAsync(PopUnderTest pop, string key, int amount, string id) => pop.RunAsync("UpdateItem", $$$"""
        {'TableName': 'orders', 'Key': {'pk': {'S': '{{{key}}}'} }, 'UpdateExpression': 'ADD n :n, ids :i', 'ExpressionAttributeValues': {':n': {'N': '{{{amount}}}'}, ':i': {'SS': ['{{{id}}}']} } }
        """);

    private static async Task<JsonNode?> ItemAsync(PopUnderTest pop, string key) => (await pop.RunAsync("GetItem", $$$"""{'TableName': 'orders', 'Key': {'pk': {'S': '{{{key}}}'} }, 'ConsistentRead': true}"""))["Item"];
}
