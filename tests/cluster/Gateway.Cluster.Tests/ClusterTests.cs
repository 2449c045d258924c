using System.Globalization;
using Gateway.Cluster.Tests.Audit;
using Gateway.Cluster.Tests.Pops;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>
/// Real PoPs under load, killed, restarted, cut off and healed, with members that join and leave: afterwards all are equal, every number is exact, and nothing that was
/// acknowledged is lost. <c>tests/cluster/run</c> does it for as long as one likes.
/// </summary>
public sealed class ClusterTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SoakPause = TimeSpan.FromSeconds(4);

    /// <summary>From <c>EDGE_POPS</c>.</summary>
    private static int Pops => int.TryParse(Environment.GetEnvironmentVariable("EDGE_POPS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? Math.Clamp(count, 2, 15) : 3;

    /// <summary>From <c>EDGE_HOURS</c>; nothing for rounds that are counted.</summary>
    private static TimeSpan Soak => double.TryParse(Environment.GetEnvironmentVariable("EDGE_HOURS"), NumberStyles.Float, CultureInfo.InvariantCulture, out double hours) ? TimeSpan.FromHours(hours) : TimeSpan.Zero;

    [Fact]
    [Trait("Category", "Long")]
    public Task All_PoPs_are_equal_and_have_all_that_was_acknowledged_after_every_round_of_faults_with_the_switch() => RunAsync(1, churns: false, async data => await RunningCluster.StartAsync(Pops, data));

    [Fact]
    [Trait("Category", "Long")]
    public async Task All_PoPs_are_equal_and_have_all_that_was_acknowledged_after_every_round_of_faults_in_networks_of_their_own()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("EDGE_NAMESPACES") == "1", "tests/cluster/run runs it: on a busy machine it takes minutes");
        string? obstacle = await NamespaceNetwork.ObstacleAsync();
        Assert.SkipWhen(obstacle is not null, obstacle ?? "");
        await RunAsync(2, churns: Environment.GetEnvironmentVariable("EDGE_CHURN") == "1", async data => await NamespaceCluster.StartAsync(Pops, data));
    }

    private static async Task RunAsync(int rounds, bool churns, Func<string, Task<ClusterUnderTest>> start)
    {
        int seed = TestSettings.Seed ?? 20_261_122;
        using TestFolder folder = new();
        Say($"seed {seed}, {Pops} PoPs");
        try
        {
            await using ClusterUnderTest cluster = await start(folder.At("data"));
            bool isSoak = Soak > TimeSpan.Zero;
            using ClusterRun run = new(cluster, new Random(seed), isSoak ? new RunSettings(Pops, SoakPause, KillsAll: false, Spared: 2, Churns: churns) : new RunSettings(Pops, Pause, Churns: churns), Say);
            await run.BeginAsync();
            List<RoundFigures> figures = [];
            long began = TimeProvider.System.GetTimestamp();
            for (int round = 1; isSoak ? TimeProvider.System.GetElapsedTime(began) < Soak : round <= TestSettings.Rounds(rounds); round++)
            {
                figures.Add(await run.RunAsync(round));
                Say(figures[^1].ToString());
            }

            await run.EndAsync();
            if (isSoak) MemoryCheck.Check(figures, 2);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Assert.Fail($"seed {seed}: {failure.Message}\n{failure.StackTrace}");
        }
    }

    private static void Say(string text) => TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetLocalNow():HH:mm:ss} {text}"));
}
