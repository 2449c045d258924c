using System.Collections.Concurrent;
using System.Globalization;
using Gateway.Simulation.Tests.Histories;
using Gateway.Simulation.Tests.Pops;
using Gateway.Testing;

namespace Gateway.Simulation.Tests;

/// <summary>Random histories of whole PoPs. A failure prints its seed and a shrunk plan.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Usual = 2_000;

    /// <summary>Seeds of long histories begin here.</summary>
    private const int LongSeeds = 500_000_000;

    /// <summary>What a failure shows of the plan; the file has all of it.</summary>
    private const int StepsShown = 10;

    private const int MessageMax = 1_000;

    /// <summary>Where tests/simulation/run begins.</summary>
    private static int First => int.TryParse(Environment.GetEnvironmentVariable("EDGE_FIRST_SEED"), CultureInfo.InvariantCulture, out int first) ? first : 0;

    [Fact]
    public void Whatever_fails_nothing_acknowledged_is_lost_and_all_PoPs_end_equal() => RunMany(First, TestSettings.Rounds(Usual), isLong: false);

    /// <summary>
    /// A store that was set back before its peer had kept its position; what the simulator itself once did wrong (101621: clients were let to an old state before it had heard
    /// of that). An old disk that was linked before it heard what it is. A table's record written by a PoP that was evicted and not back. A document equal in what it has
    /// seen, where an item was forgotten and put anew. A log read from where that of another store of its name had ended.
    /// </summary>
    [Theory]
    [InlineData(100345)]
    [InlineData(105819)]
    [InlineData(112209)]
    [InlineData(113468)]
    [InlineData(101621)]
    [InlineData(114723)]
    [InlineData(200132)]
    [InlineData(1534)]
    [InlineData(109)]
    public void A_history_that_once_failed_holds(int seed) => RunMany(seed, 1, isLong: false);

    /// <summary>An old disk compared while a log was not read yet in which lay what is deleted and forgotten.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [InlineData(500121005)]
    public void A_long_history_that_once_failed_holds(int seed) => RunMany(seed, 1, isLong: true);

    [Fact]
    [Trait("Category", "Long")]
    public void Long_histories_hold_as_short_ones_do() => RunMany(LongSeeds + First, TestSettings.Rounds(Usual) / 100, isLong: true);

    private void RunMany(int first, int count, bool isLong)
    {
        if (TestSettings.Seed is { } asked)
        {
            if (asked >= LongSeeds != isLong) return;
            (first, count) = (asked, 1);
        }

        HistoryCounts sum = new();
        ConcurrentBag<(HistoryPlan Plan, Exception Why)> failures = [];
        int next = first - 1;
        Thread[] threads = [.. Enumerable.Range(0, Math.Min(Environment.ProcessorCount, count)).Select(_ => new Thread(Work))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        if (!failures.IsEmpty) Assert.Fail(Explain(failures.MinBy(failure => failure.Plan.Seed)));
        output.WriteLine($"{count} histories from seed {first}: {sum}");

        void Work()
        {
            while (failures.IsEmpty && Interlocked.Increment(ref next) is var seed && seed < first + count)
            {
                HistoryPlan plan = PlanMaker.Make(seed, isLong);
                List<string>? trace = TestSettings.Seed is null ? null : [plan.ToString()];
                HistoryRun? run = TryRun(plan, out Exception? why, trace is null ? null : trace.Add);
                if (trace is not null) output.WriteLine($"Plan and all that happened: {Write(seed, "-whole", trace)}");
                if (run is not null)
                {
                    lock (sum) sum.Add(run.Counts);
                }
                else
                {
                    failures.Add((plan, why!));
                }
            }
        }
    }

    private static HistoryRun? TryRun(HistoryPlan plan, out Exception? why, Action<string>? trace = null)
    {
        why = null;
        try
        {
            return HistoryRun.Run(plan, trace);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            why = failure;
            return null;
        }
    }

    private static string Write(int seed, string which, IEnumerable<string> lines)
    {
        string file = System.IO.Path.Combine(Repository.Root, ".build", string.Create(CultureInfo.InvariantCulture, $"simulation-{seed}{which}.log"));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, lines);
        return file;
    }

    private static string Law(Exception why) => why is HistoryBrokenException broken ? broken.Law : why.GetType().Name;

    private static string Explain((HistoryPlan Plan, Exception Why) failure) => HistoryThread.Run(() =>
    {
        string law = Law(failure.Why);
        HistoryPlan small = PlanShrinker.Shrink(failure.Plan, plan => TryRun(plan, out Exception? why) is null && Law(why!) == law);
        List<string> trace = [];
        TryRun(small, out Exception? last, trace.Add);
        Exception why = last ?? failure.Why;
        string file = Write(failure.Plan.Seed, "", [$"{why}", "", $"Shrunk plan: {small}", "", "What happened:", .. trace]);
        return $"""
            {why.GetType().Name}: {(why.Message.Length > MessageMax ? $"{why.Message[..MessageMax]} ..." : why.Message)}
            Shrunk plan, its end: seed {small.Seed}, {small.Pops} PoPs, {small.Length}, {small.Steps.Count} steps
            {string.Join(Environment.NewLine, small.Steps.TakeLast(StepsShown).Select(step => $"  {step}"))}
            Plan and all that happened: {file}
            Replay: EDGE_SEED={failure.Plan.Seed} ./test Simulation
            """;
    });
}
