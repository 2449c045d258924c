using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Cluster.Tests.Pops;
using static Gateway.Cluster.Tests.Workload.Tables;

namespace Gateway.Cluster.Tests.Workload;

/// <summary>Writes at one PoP, one request after the other, in all the ways that there are, and notes in the ledger what was done and what may have been.</summary>
/// <param name="name">Unique.</param>
/// <param name="pair">Which pair is its own.</param>
/// <param name="pop">Where it writes.</param>
/// <param name="ledger">Where it notes.</param>
/// <param name="random">What it does.</param>
internal sealed partial class Writer(string name, int pair, PopClient pop, Ledger ledger, Random random)
{
    private const int ItemsMax = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan PauseWhileDown = TimeSpan.FromMilliseconds(40);

    private readonly List<OwnItem> items = [];
    private int numbers;
    private int round;

    /// <summary>Writes until it is told to stop; the request that is under way is finished.</summary>
    /// <param name="number">The round: whose shared items it writes.</param>
    public async Task RunAsync(int number, CancellationToken stop)
    {
        round = number;
        Refresh();
        while (!stop.IsCancellationRequested)
        {
            Func<Task<ReplyKind>> step = random.Next(14) switch
            {
                0 => AddAsync,
                1 => IncrementAsync,
                2 => AddToSetAsync,
                3 => AppendAsync,
                4 => SetInMapAsync,
                5 => PutPairAsync,
                6 => MoveAsync,
                7 => TransactAsync,
                8 => FailAsync,
                9 => BatchAsync,
                10 => StatementAsync,
                11 => DeleteAsync,
                12 => UpdateAsync,
                _ => PutAsync,
            };
            ReplyKind kind = await step();
            await Task.Delay(kind is ReplyKind.Done or ReplyKind.Refused ? Pause : PauseWhileDown, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Sends a write and notes its effects, if it may have had some.</summary>
    /// <param name="effects">Gets whether they are sure.</param>
    private async Task<ReplyKind> SendAsync(string operation, JsonObject request, Action<bool> effects)
    {
        Reply reply = await pop.TryAsync(operation, request);
        if (reply.Kind == ReplyKind.Refused && !IsBusy(reply)) Assert.Fail($"{name}: {operation} {request.ToJsonString()}: {reply.Body.ToJsonString()}");
        if (reply.Kind is ReplyKind.Done or ReplyKind.Unknown) ledger.Note(reply.Kind == ReplyKind.Done, () => effects(reply.Kind == ReplyKind.Done));
        return reply.Kind;
    }

    /// <summary>Refused only because another request was faster; it would be sent again.</summary>
    private static bool IsBusy(Reply reply) => reply.Error is "TransactionConflictException" or "TransactionInProgressException" or "ThrottlingException"
        || (reply.Error == "TransactionCanceledException" && reply.Body["CancellationReasons"]!.AsArray().All(reason => reason!["Code"]!.GetValue<string>() is "None" or "TransactionConflict"));

    /// <summary>What was in doubt is settled between rounds: from then on the ledger holds one state of each item.</summary>
    private void Refresh()
    {
        for (int i = 0; i < items.Count; i++) items[i] = items[i] with { Item = ledger.StateOf(items[i].Name), IsInDoubt = false };
        items.RemoveAll(item => item.Item is null);
    }

    private string Unique() => string.Create(CultureInfo.InvariantCulture, $"{name}-{++numbers:D6}");

    private string AnySum() => Sum(round, random.Next(SharedItems));

    private Task<ReplyKind> UpdateSharedAsync(string key, string expression, JsonObject values, Action<bool> effects, JsonObject? names = null)
    {
        JsonObject request = new() { ["TableName"] = Shared, ["Key"] = new JsonObject { ["pk"] = Text(key) }, ["UpdateExpression"] = expression };
        if (values.Count > 0) request["ExpressionAttributeValues"] = values;
        request["ExpressionAttributeNames"] = names;
        if (names is null) request.Remove("ExpressionAttributeNames");
        return SendAsync("UpdateItem", request, effects);
    }

    private Task<ReplyKind> AddAsync()
    {
        (string key, long change) = (AnySum(), random.Next(-5, 50));
        return UpdateSharedAsync(key, "ADD n :d", new JsonObject { [":d"] = Number(change) }, isSure => ledger.Add(key, "n", change, isSure));
    }

    private Task<ReplyKind> IncrementAsync()
    {
        (string key, long change, bool isLess) = (AnySum(), random.Next(1, 50), random.Next(3) == 0);
        return UpdateSharedAsync(key, isLess ? "SET m = m - :d" : "SET m = m + :d", new JsonObject { [":d"] = Number(change) }, isSure => ledger.Add(key, "m", isLess ? -change : change, isSure));
    }

    private Task<ReplyKind> AddToSetAsync()
    {
        (string key, string element) = (AnySum(), Unique());
        return UpdateSharedAsync(key, "ADD elements :e", new JsonObject { [":e"] = new JsonObject { ["SS"] = new JsonArray(element) } }, isSure => ledger.AddElement(key, "elements", element, isSure));
    }

    private Task<ReplyKind> AppendAsync()
    {
        (string key, string element) = (AnySum(), Unique());
        return UpdateSharedAsync(
            key,
            "SET #l = list_append(#l, :e)",
            new JsonObject { [":e"] = new JsonObject { ["L"] = new JsonArray(Text(element)) } },
            isSure => ledger.AddElement(key, "list", element, isSure),
            new JsonObject { ["#l"] = "list" });
    }

    private Task<ReplyKind> SetInMapAsync()
    {
        (string key, string element) = (AnySum(), Unique());
        return UpdateSharedAsync(
            key,
            "SET #m.#e = :e",
            new JsonObject { [":e"] = Number(1) },
            isSure => ledger.AddElement(key, "map", element, isSure),
            new JsonObject { ["#m"] = "map", ["#e"] = element });
    }

    /// <summary>One number into both sides of its pair.</summary>
    private Task<ReplyKind> PutPairAsync()
    {
        long number = ++numbers;
        JsonObject Side(char side) => Action("Update", Shared, Pair(round, pair, side), "SET n = :n", number);
        return SendAsync("TransactWriteItems", new JsonObject { ["TransactItems"] = new JsonArray(Side('a'), Side('b')) }, _ => ledger.AddWritten(Pair(round, pair, 'a'), number));
    }

    /// <summary>Moves a number from one account to another.</summary>
    private Task<ReplyKind> MoveAsync()
    {
        int from = random.Next(Accounts), to = (from + random.Next(1, Accounts)) % Accounts;
        long amount = random.Next(1, 100);
        JsonArray actions = new(Action("Update", Shared, Account(round, from), "ADD n :n", -amount), Action("Update", Shared, Account(round, to), "ADD n :n", amount));
        return SendAsync("TransactWriteItems", new JsonObject { ["TransactItems"] = actions }, isSure =>
        {
            ledger.Add(Account(round, from), "n", -amount, isSure);
            ledger.Add(Account(round, to), "n", amount, isSure);
        });
    }

    private static JsonObject Action(string kind, string table, string key, string expression, long number) => new()
    {
        [kind] = new JsonObject
        {
            ["TableName"] = table,
            ["Key"] = new JsonObject { ["pk"] = Text(key) },
            ["UpdateExpression"] = expression,
            ["ExpressionAttributeValues"] = new JsonObject { [":n"] = Number(number) },
        },
    };
}
