using Gateway.Testing;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Convergence;

/// <summary>The same histories, in which runs of deltas also travel as one: early, late, again, in part, among single deltas and documents.</summary>
public sealed class MergedConvergenceTests(ITestOutputHelper output)
{
    private const int Usual = 8_000;
    private const int Parts = 2;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Runs_of_deltas_merged_do_what_the_deltas_do(int part)
    {
        int rounds = TestSettings.Seed is null ? TestSettings.Rounds(Usual) / Parts : part == 0 ? 1 : 0;
        int first = TestSettings.Seed ?? 700_000_000 + (part * 100_000_000);
        (int merges, int inPart, int prunings, int closings) = (0, 0, 0, 0);
        for (int seed = first; seed < first + rounds; seed++)
        {
            History history = HistoryGenerator.Make(seed, merging: true);
            if (Law(history) is not null) Assert.Fail(Explain(history));
            HistoryRunner run = HistoryRunner.Run(history);
            merges += run.Merges;
            inPart += run.MergesInPart;
            prunings += run.Prunings;
            closings += run.Closings;
        }

        output.WriteLine($"{rounds} histories from seed {first}: {merges} merged runs applied, {inPart} of them seen in part before, {prunings} prunings, {closings} replicas retired");

        // A history that does nothing proves nothing.
        if (rounds >= 1000) Assert.True(merges > rounds && inPart > rounds / 4 && prunings > rounds / 2 && closings > rounds / 50, "The histories do too little.");
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
        return $"{why}{Environment.NewLine}Shrunk history:{Environment.NewLine}{small}{Environment.NewLine}Replay: EDGE_SEED={history.Seed} ./test MergedConvergenceTests";
    }
}
