using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Robustness.Tests.Http;

namespace Gateway.Robustness.Tests.Crashing;

/// <summary>Writes, one request after the other, until the server is gone: puts, deletes, updates, increments, and transactions over several items and a counter that all writers share.</summary>
internal sealed class CrashWriter(int number, int seed)
{
    private const int ItemsOwned = 12;

    private readonly Random random = new(seed);
    private long version;

    public WriterModel Model { get; } = new();

    /// <summary>Requests that were answered with 200.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Writes until the connection breaks.</summary>
    public async Task RunAsync(int port, CancellationToken token)
    {
        try
        {
            using RawConnection connection = await RawConnection.OpenAsync(port, token);
            while (true) await WriteOnceAsync(connection, token);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            // Killed: the model holds what is in doubt.
        }
    }

    private async Task WriteOnceAsync(RawConnection connection, CancellationToken token)
    {
        (string operation, JsonObject body) = random.Next(100) switch
        {
            < 35 => Put(),
            < 45 => Delete(),
            < 60 => Update(),
            < 80 => Add(),
            _ => Transact(),
        };
        RawAnswer answer = await connection.AskAsync($"DynamoDB_20120810.{operation}", Encoding.UTF8.GetBytes(body.ToJsonString()), token);
        if (answer.Status == 200)
        {
            Model.Acknowledge();
            Acknowledged++;
            return;
        }

        // Transactions of different writers meet at the shared counters, so AWS's answer to that is expected; no other.
        Assert.True(answer.Status == 400 && answer.Text.Contains("TransactionConflict", StringComparison.Ordinal), $"{operation}: {answer.Status} {answer.Text}");
        Model.Forget();
    }

    private (string Operation, JsonObject Body) Put()
    {
        ItemName name = OwnItem();
        JsonObject item = NewItem(name);
        Model.Begin(new Dictionary<ItemName, JsonObject?> { [name] = item }, counter: null);
        return ("PutItem", new JsonObject { ["TableName"] = name.Table, ["Item"] = item.DeepClone() });
    }

    private (string Operation, JsonObject Body) Delete()
    {
        ItemName name = OwnItem();
        Model.Begin(new Dictionary<ItemName, JsonObject?> { [name] = null }, counter: null);
        return ("DeleteItem", new JsonObject { ["TableName"] = name.Table, ["Key"] = name.Key });
    }

    private (string Operation, JsonObject Body) Update()
    {
        ItemName name = OwnItem();
        JsonObject item = Model.Copy(name) ?? name.Key;
        bool leavesIndex = random.Next(3) == 0;
        item["v"] = Number(++version);
        if (leavesIndex) item.Remove("owner");
        else item["owner"] = Owner();
        JsonObject values = new() { [":v"] = item["v"]!.DeepClone() };
        if (!leavesIndex) values[":o"] = item["owner"]!.DeepClone();
        Model.Begin(new Dictionary<ItemName, JsonObject?> { [name] = item }, counter: null);
        return ("UpdateItem", new JsonObject
        {
            ["TableName"] = name.Table,
            ["Key"] = name.Key,
            ["UpdateExpression"] = leavesIndex ? "SET v = :v REMOVE #o" : "SET v = :v, #o = :o",
            ["ExpressionAttributeNames"] = new JsonObject { ["#o"] = "owner" },
            ["ExpressionAttributeValues"] = values,
        });
    }

    private (string Operation, JsonObject Body) Add()
    {
        string counter = CrashTables.SharedCounter(random.Next(CrashTables.SharedCounters));
        Model.Begin(new Dictionary<ItemName, JsonObject?>(), counter);
        return ("UpdateItem", Increment(new ItemName(CrashTables.Counters, counter, null)));
    }

    /// <summary>Two items in different collections, a counter of this writer's own and sometimes a shared one: all or none.</summary>
    private (string Operation, JsonObject Body) Transact()
    {
        ItemName one = new(CrashTables.Items, Text("a"), "pair"), two = new(CrashTables.Items, Text("b"), "pair"), own = new(CrashTables.Counters, Text("own"), null);
        JsonObject counted = Model.Copy(own) ?? own.Key;
        counted["n"] = Number(long.Parse(counted["n"]?["N"]?.GetValue<string>() ?? "0", CultureInfo.InvariantCulture) + 1);
        JsonObject first = NewItem(one), second = random.Next(4) == 0 ? null! : NewItem(two);
        string? shared = random.Next(4) == 0 ? CrashTables.SharedCounter(random.Next(CrashTables.SharedCounters)) : null;
        Model.Begin(new Dictionary<ItemName, JsonObject?> { [one] = first, [two] = second, [own] = counted }, shared);

        JsonArray actions =
        [
            new JsonObject { ["Put"] = new JsonObject { ["TableName"] = one.Table, ["Item"] = first.DeepClone() } },
            second is null
                ? new JsonObject { ["Delete"] = new JsonObject { ["TableName"] = two.Table, ["Key"] = two.Key } }
                : new JsonObject { ["Put"] = new JsonObject { ["TableName"] = two.Table, ["Item"] = second.DeepClone() } },
            new JsonObject { ["Update"] = Increment(own) },
        ];
        if (shared is not null) actions.Add(new JsonObject { ["Update"] = Increment(new ItemName(CrashTables.Counters, shared, null)) });
        return ("TransactWriteItems", new JsonObject { ["TransactItems"] = actions });
    }

    private static JsonObject Increment(ItemName counter) => new()
    {
        ["TableName"] = counter.Table,
        ["Key"] = counter.Key,
        ["UpdateExpression"] = "ADD n :one",
        ["ExpressionAttributeValues"] = new JsonObject { [":one"] = Number(1) },
    };

    private ItemName OwnItem() => new(CrashTables.Items, Text("w"), string.Create(CultureInfo.InvariantCulture, $"item{random.Next(ItemsOwned)}"));

    private JsonObject NewItem(ItemName name)
    {
        JsonObject item = name.Key;
        item["v"] = Number(++version);
        item["fill"] = new JsonObject { ["S"] = new string((char)random.Next('a', 'z' + 1), random.Next(1, 600)) };
        if (random.Next(4) > 0) item["owner"] = Owner();
        return item;
    }

    private JsonObject Owner() => new() { ["S"] = string.Create(CultureInfo.InvariantCulture, $"owner{random.Next(CrashTables.Owners)}") };

    private static JsonObject Number(long value) => new() { ["N"] = value.ToString(CultureInfo.InvariantCulture) };

    private string Text(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number:D2}");
}
