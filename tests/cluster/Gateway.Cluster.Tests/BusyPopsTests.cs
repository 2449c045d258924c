using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Gateway.Cluster.Tests.Audit;
using Gateway.Cluster.Tests.Pops;
using Gateway.Robustness.Tests.Concurrency;
using Gateway.Robustness.Tests.Crashing;
using Gateway.Robustness.Tests.Fuzzing;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>Many clients at few items of two PoPs, while operators at both change the table under them and the link comes and goes: nobody stands still, and in the end both have the same, and each store agrees with itself.</summary>
public sealed class BusyPopsTests
{
    private const int ClientsAtEach = 3;

    private const string NoExpiry = $$$"""{"TableName":"{{{BusyTable.Name}}}","TimeToLiveSpecification":{"Enabled":false,"AttributeName":"expires"}}""";

    /// <summary>What a client must expect; all else is a fault of ours.</summary>
    private static readonly string[] Expected = ["ConditionalCheckFailedException", "TransactionCanceledException", "TransactionConflictException", "ResourceInUseException", "LimitExceededException", "ResourceNotFoundException", "ValidationException", "ContinuousBackupsUnavailableException", "TableInUseException"];

    [Fact]
    [Trait("Category", "Long")]
    public async Task Two_PoPs_agree_after_many_have_written_at_both_while_the_table_was_changed_at_both()
    {
        int seed = TestSettings.Seed ?? 42, requests = TestSettings.Rounds(400);
        using TestFolder folder = new();
        await using RunningCluster cluster = await RunningCluster.StartAsync(2, folder.At("data"));
        using PopClient west = PopClient.To(cluster, 1), east = PopClient.To(cluster, 2);
        await west.AskAsync(BusyTable.Create.Operation, Body(BusyTable.Create));
        await cluster.UntilAsync("the table is at both", async () => (await east.TryAsync("Scan", new JsonObject { ["TableName"] = BusyTable.Name })).Kind == ReplyKind.Done);

        ConcurrentQueue<string> faults = new();
        Task breaking = BreakAsync(cluster, new Random(seed));
        await Task.WhenAll(cluster.Members.SelectMany(pop => Enumerable.Range(0, ClientsAtEach + 1).Select(client => client < ClientsAtEach
            ? AskAsync(cluster, pop, new Random((seed * 100) + (pop * 10) + client), requests, table => table.Next(), faults)
            : AskAsync(cluster, pop, new Random((seed * 100) + (pop * 10) + client), requests / 10, table => table.NextChange(), faults))));
        await breaking;
        Assert.True(faults.IsEmpty, $"seed {seed}: {string.Join('\n', faults.Take(5))}");

        string[] states = ["", ""];
        try
        {
            await cluster.UntilAsync("both show the same", async () =>
            {
                // Otherwise items expire while the PoPs stop, and one has the deletion and the other does not.
                await west.TryAsync("UpdateTimeToLive", JsonNode.Parse(NoExpiry)!.AsObject());
                states = [await ShowAsync(west), await ShowAsync(east)];
                return states[0] == states[1] && states[0].Contains("DISABLED", StringComparison.Ordinal) && !states[0].Contains("ING\"", StringComparison.Ordinal);
            });
        }
        catch (Xunit.Sdk.FailException failure)
        {
            Assert.Fail($"seed {seed}: {failure.Message}\n{states[0]}\n{states[1]}");
        }

        await cluster.SettleAsync();
        await cluster.StopAsync("TERM");
        StoreCheck.Check([.. cluster.Members.Select(cluster.FolderOf)]);
    }

    private static async Task AskAsync(RunningCluster cluster, int pop, Random random, int count, Func<BusyTable, FuzzRequest> next, ConcurrentQueue<string> faults)
    {
        BusyTable table = new(random);
        using PopClient client = PopClient.To(cluster, pop);
        for (int i = 0; i < count; i++)
        {
            FuzzRequest request = next(table);
            if (request.Operation == FuzzRequest.Wait) continue;
            Reply reply = await client.TryAsync(request.Operation, Body(request));
            if (reply.Kind != ReplyKind.Done && !Expected.Contains(reply.Error)) faults.Enqueue($"{ClusterUnderTest.NameOf(pop)} {request}: {reply.Kind} {reply.Body.ToJsonString()}");
        }
    }

    /// <summary>Cuts the link and heals it, a few times.</summary>
    private static async Task BreakAsync(RunningCluster cluster, Random random)
    {
        for (int i = 0; i < 4; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1_000)), TimeProvider.System, TestContext.Current.CancellationToken);
            await cluster.CutAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1_000)), TimeProvider.System, TestContext.Current.CancellationToken);
            await cluster.HealAsync();
        }
    }

    private static JsonObject Body(FuzzRequest request) => JsonNode.Parse(request.Body)!.AsObject();

    /// <summary>The table as all must see it, and its items.</summary>
    private static async Task<string> ShowAsync(PopClient pop)
    {
        JsonObject table = (await pop.AskAsync("DescribeTable", new JsonObject { ["TableName"] = BusyTable.Name }))["Table"]!.AsObject();
        JsonObject expiry = await pop.AskAsync("DescribeTimeToLive", new JsonObject { ["TableName"] = BusyTable.Name });
        string indexes = string.Join(' ', (table["GlobalSecondaryIndexes"]?.AsArray() ?? []).Select(index => $"{index!["IndexName"]} {index["IndexStatus"]!.ToJsonString()}").Order(StringComparer.Ordinal));
        List<JsonObject> items = await pop.PagesAsync("Scan", new JsonObject { ["TableName"] = BusyTable.Name });
        return $"{table["TableStatus"]!.ToJsonString()} {table["StreamSpecification"]?.ToJsonString()} {expiry.ToJsonString()} {indexes}\n{string.Join('\n', items.Select(CanonicalJson.Of).Order(StringComparer.Ordinal))}";
    }
}
