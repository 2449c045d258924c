using Gateway.Crdt.Planning;

namespace Gateway.Testing.Histories;

/// <summary>Makes histories from seeds.</summary>
public static class HistoryGenerator
{
    private const int HourMilliseconds = 3_600_000;

    /// <summary>A history of 2 to 7 replicas; the same for the same seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="modelOnly">Only what the executable model knows, without pruning.</param>
    /// <param name="merging">Deltas also travel merged.</param>
    public static History Make(int seed, bool modelOnly = false, bool merging = false)
    {
        Random random = new(seed);
        int replicas = random.Next(2, merging ? 5 : 8);
        PutMode mode = random.Next(2) == 0 ? PutMode.Replace : PutMode.Merge;
        int[] skews = new int[replicas];
        int skewMax = random.Next(3) switch { 0 => 0, 1 => 20, _ => HourMilliseconds };
        for (int i = 0; i < replicas; i++) skews[i] = random.Next(-skewMax, skewMax + 1);

        RandomRequests requests = new(random, modelOnly);
        bool pruning = !modelOnly && random.Next(3) > 0;
        int writePercent = random.Next(20, 60);
        List<HistoryStep> steps = [];
        int length = random.Next(20, pruning ? 110 : 160);
        while (steps.Count < length)
        {
            if (merging && random.Next(4) == 0) steps.AddRange(Burst(random, replicas, requests));
            steps.Add(Step(random, replicas, requests, writePercent, pruning, !modelOnly));
            if (pruning && random.Next(60) == 0) steps.AddRange(Forgetting(random, replicas));
        }

        return new History(seed, mode, skews, steps);
    }

    /// <summary>A deletion that becomes stable while replicas prune, some twice and some not at all: the way to forgetting it.</summary>
    private static IEnumerable<HistoryStep> Forgetting(Random random, int replicas)
    {
        yield return new HistoryStep.Write(random.Next(replicas), new Request.Delete());
        yield return new HistoryStep.Settle();
        foreach (int replica in Enumerable.Range(0, replicas).Where(_ => random.Next(10) > 0)) yield return new HistoryStep.Prune(replica);
        foreach (int replica in Enumerable.Range(0, replicas).Where(_ => random.Next(2) > 0)) yield return new HistoryStep.Prune(replica);
    }

    /// <summary>A replica writes several times, and others hear of parts of that as one.</summary>
    private static IEnumerable<HistoryStep> Burst(Random random, int replicas, RandomRequests requests)
    {
        int writer = random.Next(replicas);
        for (int i = random.Next(6); i > 0; i--) yield return new HistoryStep.Write(writer, requests.Next());
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            yield return new HistoryStep.DeliverMerged(random.Next(replicas), random.Next(3) == 0 ? random.Next(replicas) : writer, random.Next(1 << 20), random.Next(1, 9), random.Next(2) == 0);
        }
    }

    private static HistoryStep Step(Random random, int replicas, RandomRequests requests, int writePercent, bool pruning, bool rewrites)
    {
        int one = random.Next(replicas);
        int other = random.Next(replicas);
        if (random.Next(100) < writePercent)
        {
            return rewrites && random.Next(4) == 0 ? new HistoryStep.Rewrite(one, random.Next()) : new HistoryStep.Write(one, requests.Next());
        }

        return random.Next(pruning ? 25 : 16) switch
        {
            < 9 => new HistoryStep.Deliver(one, other, random.Next(1 << 20), random.Next(2) == 0),
            < 12 => new HistoryStep.Join(one, other),
            12 => new HistoryStep.TakeSnapshot(one),
            13 => new HistoryStep.JoinSnapshot(one, random.Next(1 << 20)),
            14 or 15 => new HistoryStep.Pass(random.Next(2) == 0 ? random.Next(4) : random.Next(100)),
            16 => new HistoryStep.Settle(),
            24 => new HistoryStep.Close(one),
            _ => new HistoryStep.Prune(one),
        };
    }
}
