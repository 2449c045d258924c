using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Plain;
using Gateway.DynamoCompat.Tests.Differential.Requests;
using Gateway.DynamoCompat.Tests.Faces;
using Gateway.Testing;

namespace Gateway.DynamoCompat.Tests.Differential;

/// <summary>Many clients of one face at once, who ask again when a transaction is in their way.</summary>
internal sealed class Crowd(FaceUnderTest face)
{
    public const int Clients = 32;

    private const int TriesMax = 100_000;

    public static int Seed { get; } = TestSettings.Seed ?? 1;

    /// <summary>How many requests a client makes.</summary>
    public static int Requests { get; } = TestSettings.Rounds(24);

    /// <summary>Runs all clients to their end.</summary>
    /// <param name="client">One request of one client: its number, how many it has made, and its own chance.</param>
    public static Task RunAsync(Func<int, int, Random, Task> client) => Task.WhenAll(Enumerable.Range(0, Clients).Select(number => Task.Run(async () =>
    {
        Random random = new(HashCode.Combine(Seed, number));
        for (int made = 0; made < Requests; made++) await client(number, made, random);
    })));

    /// <summary>Asks until no transaction is in the way.</summary>
    /// <returns>The error's short name, or null, and the answer.</returns>
    public async Task<(string? Code, JsonObject Answer)> AskAsync(AskedRequest request)
    {
        string json = request.Body().ToJsonString();
        for (int tries = 0; tries < TriesMax; tries++)
        {
            (int status, JsonObject answer) = await face.AskAsync(request.Operation, json);
            Assert.True(status is 200 or 400, $"{request}: {status} {answer.ToJsonString()} {string.Join(' ', face.Bugs)}");
            string? code = status == 200 ? null : ((string)answer["__type"]!).Split('#')[1];
            bool isInTheWay = code == "TransactionConflictException"
                || (code == "TransactionCanceledException" && answer["CancellationReasons"]!.AsArray().Any(reason => (string)reason!["Code"]! == "TransactionConflict"))
                || answer["UnprocessedItems"] is JsonObject { Count: > 0 };
            if (!isInTheWay) return (code, answer);
            await Task.Yield();
        }

        throw new InvalidOperationException($"{request} was never let through.");
    }

    /// <summary>Every item of a table or an index, as texts in ascending order.</summary>
    public async Task<string[]> ScanAsync(string table, string? index = null)
    {
        AskedRead scan = new() { Table = table, Index = index };
        JsonObject answer = await face.RunAsync("Scan", scan.Body().ToJsonString());
        return [.. ((JsonArray)answer["Items"]!).Select(item => PlainValue.ItemText((JsonObject)item!)).Order(StringComparer.Ordinal)];
    }

    /// <summary>After all is quiet: each index holds what the table says, no more and no less, and each stream tells how it came so.</summary>
    public async Task CheckAsync(AskedTable asked)
    {
        Assert.Empty(face.Bugs);
        JsonObject answer = await face.RunAsync("Scan", new AskedRead { Table = asked.Name }.Body().ToJsonString());
        JsonObject[] items = [.. ((JsonArray)answer["Items"]!).Select(item => (JsonObject)item!)];
        PlainTable table = new(asked);
        foreach (JsonObject item in items) table.Store(table.KeyOf(item), item);
        foreach (AskedIndex index in asked.Indexes)
        {
            string[] expected = [.. items.Where(item => PlainTable.Holds(index, item)).Select(item => PlainValue.ItemText(table.Shown(index, item))).Order(StringComparer.Ordinal)];
            Assert.Equal(expected, await ScanAsync(asked.Name, index.Name));
        }

        Dictionary<string, string> replayed = await new StreamCheck(table, face).ReplayAsync();
        Assert.Equal(items.Select(PlainValue.ItemText).Order(StringComparer.Ordinal), replayed.Values.Order(StringComparer.Ordinal));
    }
}
