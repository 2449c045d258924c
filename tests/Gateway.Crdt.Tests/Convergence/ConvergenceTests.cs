using System.Diagnostics.CodeAnalysis;
using Gateway.Testing;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Convergence;

/// <summary>
/// Random histories of 2 to 7 replicas: loss, duplication, reordering, clocks off by up to an hour, documents joined among deltas, old
/// snapshots, pruning at stable cuts, replicas that retire. A failure prints its seed and a shrunk history.
/// </summary>
public sealed class ConvergenceTests(ITestOutputHelper output)
{
    private const int Usual = 20_000;
    private const int Parts = 4;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_histories_converge_and_read_as_the_sequential_oracle(int part)
    {
        int rounds = TestSettings.Seed is null ? TestSettings.Rounds(Usual) / Parts : part == 0 ? 1 : 0;
        int first = TestSettings.Seed ?? part * 100_000_000;
        (int writes, int prunings, int forgettings, int closings) = (0, 0, 0, 0);
        for (int seed = first; seed < first + rounds; seed++)
        {
            History history = HistoryGenerator.Make(seed);
            if (!TryRun(history, out HistoryRunner? run)) Assert.Fail(Explain(history));
            writes += run.Writes;
            prunings += run.Prunings;
            forgettings += run.Forgettings;
            closings += run.Closings;
        }

        output.WriteLine($"{rounds} histories from seed {first}: {writes} writes, {prunings} prunings, {forgettings} items forgotten, {closings} replicas retired");

        // A history that does nothing proves nothing.
        if (rounds >= 1000) Assert.True(writes > rounds * 10 && prunings > rounds / 2 && forgettings > rounds / 50 && closings > rounds / 50, "The histories do too little.");
    }

    [Fact]
    public void A_shrunk_history_keeps_only_what_breaks_the_law()
    {
        History history = HistoryGenerator.Make(11);
        HistoryStep needed = history.Steps.First(step => step is HistoryStep.Write);
        History small = HistoryShrinker.Shrink(history, candidate => candidate.Steps.Contains(needed) ? "law" : null);
        Assert.Equal([needed], small.Steps);
    }

    private static bool TryRun(History history, [NotNullWhen(true)] out HistoryRunner? run)
    {
        run = Law(history) is null ? HistoryRunner.Run(history) : null;
        return run is not null;
    }

    private static string? Law(History history)
    {
        try
        {
            HistoryRunner.Run(history);
            return null;
        }
        catch (HistoryFailureException failure)
        {
            return failure.Law;
        }
        catch (Exception crash) when (crash is not OutOfMemoryException)
        {
            return crash.GetType().Name;
        }
    }

    private static string Explain(History history)
    {
        History small = HistoryShrinker.Shrink(history, Law);
        Exception why = Assert.ThrowsAny<Exception>(() => HistoryRunner.Run(small));
        return $"{why}{Environment.NewLine}Shrunk history:{Environment.NewLine}{small}{Environment.NewLine}Replay: EDGE_SEED={history.Seed} ./test ConvergenceTests";
    }
}
