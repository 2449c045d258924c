using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Cluster.Tests.Audit;
using Gateway.Cluster.Tests.Pops;
using Gateway.Cluster.Tests.Workload;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>Real PoPs under load, killed, restarted, cut off and healed: afterwards all are equal, every number is exact, and nothing that was acknowledged is lost. <c>tests/cluster/run</c> does it for as long as one likes.</summary>
public sealed class ClusterTests
{
    private const int WritersEach = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>From <c>EDGE_POPS</c>.</summary>
    private static int Pops => int.TryParse(Environment.GetEnvironmentVariable("EDGE_POPS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? Math.Clamp(count, 2, 16) : 3;

    [Fact]
    [Trait("Category", "Long")]
    public async Task All_PoPs_are_equal_and_have_all_that_was_acknowledged_after_every_round_of_faults()
    {
        int seed = TestSettings.Seed ?? 20_261_122, rounds = TestSettings.Rounds(2);
        using TestFolder folder = new();
        Say($"seed {seed}, {Pops} PoPs, {rounds} rounds");
        try
        {
            await RunAsync(folder.At("data"), seed, rounds);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Assert.Fail($"seed {seed}: {failure.Message}\n{failure.StackTrace}");
        }
    }

    private static async Task RunAsync(string data, int seed, int rounds)
    {
        Random random = new(seed);
        Ledger ledger = new();
        FaultPlan faults = new(random, Say);
        RunningCluster cluster = await RunningCluster.StartAsync(Pops, data);
        PopClient[] clients = [.. Enumerable.Range(1, Pops).SelectMany(pop => Enumerable.Range(0, WritersEach + 2).Select(_ => new PopClient(() => cluster.PortOf(pop))))];
        PopClient Client(int pop, int number) => clients[((pop - 1) * (WritersEach + 2)) + number];
        Writer[] writers = [.. Enumerable.Range(1, Pops).SelectMany(pop => Enumerable.Range(0, WritersEach).Select(number => new Writer($"w{pop}x{number}", ((pop - 1) * WritersEach) + number, Client(pop, number), ledger, new Random(random.Next()))))];
        Reader[] readers = [.. Enumerable.Range(1, Pops).Select(pop => new Reader(RunningCluster.NameOf(pop), Client(pop, WritersEach), Pops * WritersEach, new Random(random.Next())))];
        PopClient[] checkers = [.. Enumerable.Range(1, Pops).Select(pop => Client(pop, WritersEach + 1))];
        try
        {
            foreach (string table in Tables.Create) await checkers[random.Next(Pops)].AskAsync("CreateTable", table);
            for (int round = 1; round <= rounds; round++)
            {
                await BeginAsync(cluster, checkers, random, round);
                await LoadAsync(cluster, faults, [.. writers.Select(writer => (Func<CancellationToken, Task>)(stop => writer.RunAsync(round, stop))), .. readers.Select(reader => (Func<CancellationToken, Task>)(stop => reader.RunAsync(round, stop)))]);
                await cluster.HealAsync();
                if (round % 2 == 0)
                {
                    // All at once, in the middle of making up for what was missed.
                    Say("all are killed");
                    await cluster.StopAsync("KILL");
                    await cluster.DisposeAsync();
                    cluster = await RunningCluster.StartAsync(Pops, data);
                }

                await cluster.SettleAsync();
                await CheckAsync(cluster, checkers, ledger);
                Say(string.Create(CultureInfo.InvariantCulture, $"round {round}: equal. {ledger.Acknowledged} acknowledged so far, {ledger.Unknown} in doubt, {readers.Sum(reader => reader.Looks)} looks, {ledger.Items.Count(item => item.Value[0] is not null)} items"));
            }

            Assert.All(readers, reader => Assert.True(reader.Looks > 0));
            await cluster.StopAsync("TERM");
            StoreCheck.Check([.. Enumerable.Range(1, Pops).Select(cluster.FolderOf)]);
            Say("the stores are sound, and their fingerprints equal");
        }
        finally
        {
            foreach (PopClient client in clients) client.Dispose();
            await cluster.DisposeAsync();
        }
    }

    /// <summary>Puts the shared items of a round at some PoP and waits until all have them.</summary>
    private static async Task BeginAsync(RunningCluster cluster, PopClient[] pops, Random random, int round)
    {
        foreach (PopClient pop in pops) await cluster.UntilAsync("the tables are everywhere", async () => await HasTablesAsync(pop));
        PopClient first = pops[random.Next(pops.Length)];
        JsonObject last = [];
        foreach (JsonObject item in Tables.SharedItemsOf(round, Pops * WritersEach))
        {
            last = item;
            await first.AskAsync("PutItem", new JsonObject { ["TableName"] = Tables.Shared, ["Item"] = item.DeepClone() });
        }

        JsonObject get = new() { ["TableName"] = Tables.Shared, ["Key"] = new JsonObject { ["pk"] = last["pk"]!.DeepClone() } };
        await cluster.ExchangeAsync();
        foreach (PopClient pop in pops) Assert.NotNull((await pop.AskAsync("GetItem", get))["Item"]);
    }

    private static async Task<bool> HasTablesAsync(PopClient pop)
    {
        foreach (string table in Tables.All)
        {
            Reply reply = await pop.TryAsync("DescribeTable", new JsonObject { ["TableName"] = table });
            if (reply.Kind != ReplyKind.Done || reply.Body["Table"]!["TableStatus"]!.GetValue<string>() != "ACTIVE") return false;
        }

        return true;
    }

    /// <summary>All write and look while faults happen. Whoever fails ends the round.</summary>
    private static async Task LoadAsync(RunningCluster cluster, FaultPlan faults, Func<CancellationToken, Task>[] work)
    {
        using CancellationTokenSource stop = new();
        Task[] running = [.. work.Select(start => Task.Run(() => start(stop.Token)))];
        Task happening = faults.RunAsync(cluster, Pause);
        await Task.WhenAny(happening, Task.WhenAny(running));
        await stop.CancelAsync();
        await Task.WhenAll(running);
        await happening;
    }

    private static async Task CheckAsync(RunningCluster cluster, PopClient[] pops, Ledger ledger)
    {
        foreach (PopClient pop in pops) await cluster.UntilAsync("all answer", async () => await HasTablesAsync(pop)); // connections of before are gone
        PopContent[] contents = new PopContent[pops.Length];
        for (int i = 0; i < pops.Length; i++) contents[i] = await PopContent.ReadAsync(pops[i], RunningCluster.NameOf(i + 1));
        for (int i = 1; i < pops.Length; i++) contents[0].MustBe(contents[i], $"pop-1 and {RunningCluster.NameOf(i + 1)}");
        LedgerCheck.Check(ledger, contents[0]);
        Assert.All((await cluster.StatusAsync()).Pops, pop => Assert.True(pop.Quarantined == 0, $"{pop.Pop} has set {pop.Quarantined} changes aside"));
    }

    private static void Say(string text) => TestContext.Current.SendDiagnosticMessage(text);
}
