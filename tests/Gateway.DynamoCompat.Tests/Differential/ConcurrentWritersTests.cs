using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Plain;
using Gateway.DynamoCompat.Tests.Differential.Requests;
using Gateway.DynamoCompat.Tests.Faces;

namespace Gateway.DynamoCompat.Tests.Differential;

/// <summary>32 clients write a few items at once: nothing is lost, nothing is done twice, nothing is seen half done, and indexes and streams agree with the table.</summary>
public sealed class ConcurrentWritersTests
{
    private static readonly AskedTable Table = new()
    {
        Name = "shared",
        Partition = new AskedKey("pk", "S"),
        Indexes =
        [
            new AskedIndex { Name = "by-g", IsGlobal = true, Partition = [new AskedKey("g", "S")], Sort = [new AskedKey("n", "N")] },
            new AskedIndex { Name = "keys", IsGlobal = true, Partition = [new AskedKey("g", "S")], Projection = "KEYS_ONLY" },
        ],
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Counters_lists_and_sets_hold_every_write(bool isReplaced)
    {
        await using FaceUnderTest face = new();
        Crowd crowd = await BeginAsync(face, isReplaced);
        AskedPath total = new("total"), list = new("l");
        await Crowd.RunAsync(async (client, made, random) => Assert.Null((await crowd.AskAsync(Update(
            $"{made % 3}",
            Set("g", Text($"{random.Next(4)}")),
            new AskedAction("SET", total, new AskedOperand.Sum(new AskedOperand.IfNotExists(total, Constant(Number(0))), Constant(Number(1)), IsDifference: false)),
            new AskedAction("SET", list, new AskedOperand.Append(new AskedOperand.IfNotExists(list, Constant(List())), Constant(List(Text($"{client} {made}"))))),
            Add("n", Number(1)),
            Add("s", PlainValue.Set("SS", [$"{client}"]))))).Code));

        List<string> runs = [];
        for (int key = 0; key < 3; key++)
        {
            JsonObject item = (await ItemAsync(face, $"{key}"))!;
            string count = $"{Crowd.Clients * Enumerable.Range(0, Crowd.Requests).Count(made => made % 3 == key)}";
            Assert.Equal(count, (string)item["n"]!["N"]!);
            Assert.Equal(count, (string)item["total"]!["N"]!);
            Assert.Equal(Crowd.Clients, item["s"]!["SS"]!.AsArray().Count);
            runs.AddRange(item["l"]!["L"]!.AsArray().Select(element => (string)element!["S"]!));
        }

        Assert.Equal(Crowd.Clients * Crowd.Requests, runs.Count);
        Assert.Equal(runs.Count, runs.Distinct().Count());
        await crowd.CheckAsync(Table);
    }

    [Fact]
    public async Task Transfers_leave_the_sum_and_nobody_sees_half_of_one()
    {
        const int accounts = 8;
        await using FaceUnderTest face = new();
        Crowd crowd = await BeginAsync(face);
        for (int account = 0; account < accounts; account++) await crowd.AskAsync(Put($"{account}", ("n", Number(100)), ("g", Text("accounts"))));

        AskedTransactGet all = new([.. Enumerable.Range(0, accounts).Select(account => new AskedGet { Table = Table.Name, Keys = [Key($"{account}")] })]);
        AskedPath balance = new("n");
        int done = 0;
        await Crowd.RunAsync(async (client, made, random) =>
        {
            if (made % 4 == 3)
            {
                (string? refusal, JsonObject read) = await crowd.AskAsync(all);
                Assert.Null(refusal);
                Assert.Equal(100 * accounts, read["Responses"]!.AsArray().Sum(response => Whole(response!["Item"]!["n"]!)));
                return;
            }

            int from = random.Next(accounts), to = (from + 1 + random.Next(accounts - 1)) % accounts;
            JsonObject amount = Number(random.Next(1, 60));
            AskedWrite take = Update($"{from}", new AskedAction("SET", balance, new AskedOperand.Sum(new AskedOperand.At(balance), Constant(amount), IsDifference: true))) with
            {
                Condition = new AskedCondition.Comparison(">=", new AskedOperand.At(balance), Constant(amount)),
            };
            (string? code, _) = await crowd.AskAsync(new AskedTransactWrite([take, Update($"{to}", Add("n", amount))], Token: null));
            if (code is null) Interlocked.Increment(ref done);
        });

        JsonObject scan = await face.RunAsync("Scan", new AskedRead { Table = Table.Name }.Body().ToJsonString());
        int[] balances = [.. scan["Items"]!.AsArray().Select(item => Whole(item!["n"]!))];
        Assert.Equal(100 * accounts, balances.Sum());
        Assert.All(balances, each => Assert.True(each >= 0));
        Assert.NotEqual(0, done);
        await crowd.CheckAsync(Table);
    }

    [Fact]
    public async Task A_name_is_claimed_once()
    {
        await using FaceUnderTest face = new();
        Crowd crowd = await BeginAsync(face);
        ConcurrentBag<string> won = [];
        await Crowd.RunAsync(async (client, made, random) =>
        {
            AskedWrite claim = Put($"name {made}", ("owner", Number(client)), ("g", Text($"{client % 3}"))) with { Condition = new AskedCondition.Exists(new AskedPath("pk"), IsNegated: true) };
            bool isAlone = client % 2 == 0;
            (string? code, _) = await crowd.AskAsync(isAlone ? claim : new AskedTransactWrite([claim, Update("count", Add("n", Number(1)))], Token: null));
            if (code is null) won.Add($"name {made} {client}");
            else Assert.Equal(isAlone ? "ConditionalCheckFailedException" : "TransactionCanceledException", code);
        });

        Assert.Equal(Crowd.Requests, won.Count);
        JsonObject scan = await face.RunAsync("Scan", new AskedRead { Table = Table.Name, Filter = new AskedCondition.Exists(new AskedPath("owner"), IsNegated: false), Extras = new AskedExtras { UsesAliases = true } }.Body().ToJsonString());
        Assert.Equal(won.Order(StringComparer.Ordinal), scan["Items"]!.AsArray().Select(item => $"{item!["pk"]!["S"]} {item["owner"]!["N"]}").Order(StringComparer.Ordinal));
        JsonObject? counted = await ItemAsync(face, "count");
        Assert.Equal(won.Count(claim => int.Parse(claim.Split(' ')[2], CultureInfo.InvariantCulture) % 2 == 1), counted is null ? 0 : Whole(counted["n"]!));
        await crowd.CheckAsync(Table);
    }

    [Fact]
    public async Task Everything_at_once_leaves_indexes_and_streams_that_agree_with_the_table()
    {
        await using FaceUnderTest face = new();
        Crowd crowd = await BeginAsync(face);
        await Crowd.RunAsync(async (client, made, random) =>
        {
            string key = $"{random.Next(6)}", other = $"other {random.Next(2)}";
            AskedWrite put = random.Next(3) == 0
                ? Put(key, ("n", Number(random.Next(5))), ("by", Text($"{client} {made}")))
                : Put(key, ("n", Number(random.Next(5))), ("g", Text($"{random.Next(3)}")));
            AskedRequest request = random.Next(7) switch
            {
                0 => put,
                1 => Delete(key),
                2 => Delete(key) with { Condition = new AskedCondition.Exists(new AskedPath("g"), IsNegated: false) },
                3 => new AskedBatchWrite([put, Delete(other)]),
                4 => new AskedTransactWrite([put, Put(other, ("g", Text($"{random.Next(3)}")), ("n", Number(made)))], Token: null),
                5 => Update(key, Set("g", Text($"{random.Next(3)}")), Add("n", Number(1))),
                _ => Update(key, new AskedAction("REMOVE", new AskedPath("g"), null), Add("n", Number(1))),
            };
            Assert.True((await crowd.AskAsync(request)).Code is null or "ConditionalCheckFailedException", $"{request}");
        });

        await crowd.CheckAsync(Table);
    }

    private static async Task<Crowd> BeginAsync(FaceUnderTest face, bool isReplaced = false)
    {
        await face.RunAsync("CreateTable", (Table with { IsReplaced = isReplaced }).Body().ToJsonString());
        return new Crowd(face);
    }

    private static async Task<JsonObject?> ItemAsync(FaceUnderTest face, string key) =>
        (JsonObject?)(await face.RunAsync("GetItem", new AskedGet { Table = Table.Name, Keys = [Key(key)] }.Body().ToJsonString()))["Item"];

    private static AskedWrite Put(string key, params (string Name, JsonObject Value)[] attributes)
    {
        JsonObject item = Key(key);
        foreach ((string name, JsonObject value) in attributes) item[name] = value;
        return new AskedWrite { Action = "Put", Table = Table.Name, Subject = item };
    }

    private static AskedWrite Update(string key, params AskedAction[] actions) => new() { Action = "Update", Table = Table.Name, Subject = Key(key), Actions = actions, Extras = new AskedExtras { UsesAliases = true } };

    private static AskedWrite Delete(string key) => new() { Action = "Delete", Table = Table.Name, Subject = Key(key) };

    private static AskedAction Set(string name, JsonObject value) => new("SET", new AskedPath(name), Constant(value));

    private static AskedAction Add(string name, JsonObject value) => new("ADD", new AskedPath(name), Constant(value));

    private static AskedOperand.Constant Constant(JsonObject value) => new(value);

    private static JsonObject Key(string key) => new() { ["pk"] = Text(key) };

    private static JsonObject Text(string text) => new() { ["S"] = text };

    private static JsonObject Number(int number) => PlainValue.Number(number);

    private static JsonObject List(params JsonNode[] elements) => new() { ["L"] = new JsonArray(elements) };

    private static int Whole(JsonNode number) => int.Parse((string)number["N"]!, CultureInfo.InvariantCulture);
}
