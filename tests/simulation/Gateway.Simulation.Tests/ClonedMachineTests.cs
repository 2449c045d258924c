using Gateway.Simulation.Tests.Histories;
using Gateway.Simulation.Tests.Pops;
using Gateway.Testing;

namespace Gateway.Simulation.Tests;

/// <summary>A copy of a machine starts beside it, under its name, and both go on: one of them is linked, and what both have acknowledged stays (ADR 43).</summary>
public sealed class ClonedMachineTests(ITestOutputHelper output)
{
    private const int Histories = 150;

    /// <summary>Of so many other ones.</summary>
    private const int Usual = 2_000;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(12);

    [Fact]
    public void Two_machines_with_one_disk_are_told_apart_and_both_keep_what_they_acknowledged()
    {
        int copied = 0, second = 0, anew = 0, old = 0;
        int end = TestSettings.Seed + 1 ?? Math.Max(1, (int)((long)TestSettings.Rounds(Usual) * Histories / Usual));
        for (int seed = TestSettings.Seed ?? 0; seed < end; seed++)
        {
            HistoryPlan plan = Plan(seed);
            List<string> happened = [];
            try
            {
                HistoryThread.Run(() => HistoryRun.Run(plan, happened.Add)); // all laws hold
            }
            catch (Exception why)
            {
                string file = Path.Combine(Path.GetTempPath(), $"edge-clone-{seed}.txt");
                File.WriteAllLines(file, [plan.ToString(), .. happened, why.ToString()]);
                throw new HistoryBrokenException((why as HistoryBrokenException)?.Law ?? "no bug shows", $"EDGE_SEED={seed}, all of it in {file}: {why.Message}");
            }

            if (happened.Exists(line => line.Contains("-copy > 200", StringComparison.Ordinal))) copied++;
            if (happened.Exists(line => line.Contains("Another machine is linked", StringComparison.Ordinal))) second++;
            if (happened.Exists(line => line.Contains("another machine went on", StringComparison.Ordinal))) anew++;
            if (happened.Exists(line => line.Contains("this store is an old state", StringComparison.Ordinal))) old++;
        }

        string counts = $"histories in which the copy took writes {copied}, a second machine was refused {second}, one wrote anew what it had written {anew}, one had nothing to write anew {old}";
        output.WriteLine(counts);
        if (TestSettings.Seed is null && end >= Histories && (copied == 0 || second == 0 || anew == 0 || old == 0)) throw new HistoryBrokenException("two machines with one disk are told apart", counts);
    }

    /// <summary>One PoP is copied early; it and its copy are cut off, healed, killed and started in many orders.</summary>
    private static HistoryPlan Plan(int seed)
    {
        Random random = new(seed ^ 0x51ed270b);
        HistoryPlan usual = PlanMaker.Make(seed, isLong: false);
        int pops = random.Next(2, 4);
        int one = random.Next(1, pops);
        List<PlanStep> steps = [.. usual.Steps.Where(step => step is PlanStep.Look or PlanStep.Send { Request.Operation: not ("UpdateTable" or "UpdateTimeToLive") }).Where(step => PopOf(step) < pops).Select(Stretched)];
        steps.Add(new PlanStep.Break(Length * 0.3 * random.NextDouble(), new Fault.Twin(one, Length, random.Next(4) == 0)));
        for (int i = random.Next(5); i > 0; i--)
        {
            TimeSpan at = Length * random.NextDouble();
            steps.Add(new PlanStep.Break(at, new Fault.Crash(one, random.Next(2) == 0, TimeSpan.FromSeconds(random.NextDouble() * 6))));
        }

        for (int i = random.Next(4); i > 0; i--)
        {
            TimeSpan at = Length * random.NextDouble();
            int other = (one + random.Next(1, pops)) % pops;
            steps.Add(new PlanStep.Break(at, new Fault.Cut(one, other, random.Next(3) > 0)));
            steps.Add(new PlanStep.Break(at + TimeSpan.FromSeconds(random.NextDouble() * 6), new Fault.Heal(one, other)));
        }

        for (int i = random.Next(3); i > 0; i--) steps.Add(new PlanStep.Break(Length * random.NextDouble(), new Fault.Reset(one, (one + 1) % pops)));
        return usual with { Pops = pops, Length = Length, HasScopes = false, HasMemberRecords = false, Steps = [.. steps.Where(step => step.At < Length).OrderBy(step => step.At)] };

        PlanStep Stretched(PlanStep step) => step switch
        {
            PlanStep.Send send => send with { At = send.At * (Length / usual.Length), Pop = random.Next(2) == 0 ? one : send.Pop },
            PlanStep.Look look => look with { At = look.At * (Length / usual.Length) },
            _ => step,
        };
    }

    private static int PopOf(PlanStep step) => step is PlanStep.Send send ? send.Pop : ((PlanStep.Look)step).Pop;
}
