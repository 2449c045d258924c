using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.Testing;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Convergence;

/// <summary>
/// Random histories whose writes leave marks: what was acknowledged is there in the end unless a write that had seen it took it away. With pruning,
/// old documents, merged deltas and replicas that retire on the way.
/// </summary>
public sealed class NothingIsLostTests(ITestOutputHelper output)
{
    private const int Usual = 12_000;

    [Fact]
    public void What_was_left_is_there_until_somebody_who_saw_it_takes_it()
    {
        int first = TestSettings.Seed ?? 0;
        int rounds = TestSettings.Seed is null ? TestSettings.Rounds(Usual) : 1;
        (int writes, int left, int taken, int prunings) = (0, 0, 0, 0);
        for (int seed = first; seed < first + rounds; seed++)
        {
            History history = Make(seed);
            if (Broken(history, out List<MarkedWrite> marked, out HistoryRunner? run) is not null) Assert.Fail(Explain(history));
            writes += marked.Count;
            left += marked.Sum(write => write.Left.Count());
            taken += marked.Sum(write => write.Taken.Count());
            prunings += run!.Prunings;
        }

        output.WriteLine($"{rounds} histories from seed {first}: {writes} writes left {left} marks and took {taken}; {prunings} prunings");
        if (rounds >= 1000) Assert.True(left > rounds * 5 && taken > rounds && prunings > rounds / 8, "The histories do too little.");
    }

    /// <summary>Two to four replicas, whose clocks are right, a little off, or an hour.</summary>
    private static History Make(int seed)
    {
        Random random = new(seed);
        MarkedRequests requests = new(random);
        int replicas = random.Next(2, 5);
        int skewMax = random.Next(3) switch { 0 => 0, 1 => 20, _ => 3_600_000 };
        int[] skews = [.. Enumerable.Range(0, replicas).Select(_ => random.Next(-skewMax, skewMax + 1))];
        bool pruning = random.Next(2) == 0;
        int length = random.Next(8, 70);
        List<HistoryStep> steps = [];
        while (steps.Count < length) steps.Add(random.Next(2) == 0 ? new HistoryStep.Write(random.Next(replicas), requests.Next()) : Travel(random, replicas, pruning));
        return new History(seed, random.Next(2) == 0 ? PutMode.Replace : PutMode.Merge, skews, steps);
    }

    private static HistoryStep Travel(Random random, int replicas, bool pruning)
    {
        (int one, int other) = (random.Next(replicas), random.Next(replicas));
        return random.Next(pruning ? 26 : 16) switch
        {
            < 7 => new HistoryStep.Deliver(one, other, random.Next(1 << 20), random.Next(2) == 0),
            < 9 => new HistoryStep.DeliverMerged(one, other, random.Next(1 << 20), random.Next(1, 9), random.Next(2) == 0),
            < 12 => new HistoryStep.Join(one, other),
            12 => new HistoryStep.TakeSnapshot(one),
            13 => new HistoryStep.JoinSnapshot(one, random.Next(1 << 20)),
            14 or 15 => new HistoryStep.Pass(random.Next(2) == 0 ? random.Next(4) : random.Next(100)),
            < 18 => new HistoryStep.Settle(),
            25 => new HistoryStep.Close(one),
            _ => new HistoryStep.Prune(one),
        };
    }

    private static string? Broken(History history, out List<MarkedWrite> marked, out HistoryRunner? run)
    {
        List<MarkedWrite> writes = marked = [];
        HashSet<string>[] shown = [.. history.SkewMilliseconds.Select(_ => new HashSet<string>())];
        run = null;
        try
        {
            run = HistoryRunner.Run(
                history,
                (runner, _, _) => shown = [.. runner.Replicas.Select(replica => MarkedWrite.MarksIn(replica.Document.Visible))],
                (replica, write, stamp) => writes.Add(new MarkedWrite(write.Request, stamp, replica.Shadow.Context, shown[replica.Number], MarkedWrite.MarksIn(replica.Document.Visible))));
            return MarkLaw.FirstBroken(marked, run.Replicas.First(replica => !replica.IsClosed).Shadow.Visible);
        }
        catch (HistoryFailureException failure)
        {
            return failure.Message;
        }
    }

    private static string Explain(History history)
    {
        History small = HistoryShrinker.Shrink(history, candidate => Broken(candidate, out _, out _) is null ? null : "lost");
        string? why = Broken(small, out _, out HistoryRunner? run);
        Value? end = run?.Replicas.First(replica => !replica.IsClosed).Shadow.Visible;
        return $"{why}; in the end there is {end}{Environment.NewLine}Shrunk history:{Environment.NewLine}{small}{Environment.NewLine}Replay: EDGE_SEED={history.Seed} ./test NothingIsLostTests";
    }
}
