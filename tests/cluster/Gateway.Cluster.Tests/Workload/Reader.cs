using System.Text.Json.Nodes;
using Gateway.Cluster.Tests.Pops;
using static Gateway.Cluster.Tests.Workload.Tables;

namespace Gateway.Cluster.Tests.Workload;

/// <summary>Looks at one PoP while all write: a transaction is there whole or not at all, wherever it was written.</summary>
/// <param name="name">Of the PoP.</param>
/// <param name="pop">The PoP.</param>
/// <param name="pairs">How many pairs there are.</param>
/// <param name="random">What it looks at.</param>
internal sealed class Reader(string name, PopClient pop, int pairs, Random random)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);

    /// <summary>How often it has seen a pair or all accounts.</summary>
    public int Looks { get; private set; }

    public async Task RunAsync(int round, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (random.Next(2) == 0) await LookAtPairAsync(round, random.Next(pairs));
            else await LookAtAccountsAsync(round);
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task LookAtPairAsync(int round, int pair)
    {
        if (await ReadAsync([Pair(round, pair, 'a'), Pair(round, pair, 'b')]) is not { } numbers) return;
        Assert.True(numbers[0] == numbers[1], $"{name} shows half a transaction: pair {pair} is {numbers[0]} and {numbers[1]}");
    }

    private async Task LookAtAccountsAsync(int round)
    {
        if (await ReadAsync([.. Enumerable.Range(0, Accounts).Select(account => Account(round, account))]) is not { } numbers) return;
        Assert.True(numbers.Sum() == 0, $"{name} shows half a transaction: the accounts {string.Join(", ", numbers)} have {numbers.Sum()} together");
    }

    private async Task<long[]?> ReadAsync(string[] keys)
    {
        JsonArray gets = [.. keys.Select(key => new JsonObject { ["Get"] = new JsonObject { ["TableName"] = Shared, ["Key"] = new JsonObject { ["pk"] = Text(key) } } })];
        Reply reply = await pop.TryAsync("TransactGetItems", new JsonObject { ["TransactItems"] = gets });
        if (reply.Kind != ReplyKind.Done)
        {
            Assert.True(reply.Kind != ReplyKind.Refused || reply.Error == "TransactionCanceledException", reply.Body.ToJsonString());
            return null;
        }

        Looks++;
        return [.. reply.Body["Responses"]!.AsArray().Select(answer => NumberIn(answer!["Item"]!.AsObject(), "n"))];
    }
}
