using System.Globalization;
using Gateway.Simulation.Tests.Histories;
using Gateway.Simulation.Tests.Pops;
using Gateway.Testing;

namespace Gateway.Simulation.Tests;

/// <summary>Members that come and go in every history: one joins, one is removed, another joins under its name, and they die when they have just joined.</summary>
public sealed class ComingAndGoingTests
{
    private const int Usual = 2_000;

    /// <summary>One of these for so many usual histories.</summary>
    private const int Share = 40;

    private static int First => int.TryParse(Environment.GetEnvironmentVariable("EDGE_FIRST_SEED"), CultureInfo.InvariantCulture, out int first) ? first : 0;

    [Fact]
    public void All_that_members_wrote_stays_and_becomes_stable_whoever_comes_and_goes()
    {
        if (TestSettings.Seed is { } asked)
        {
            Run(asked);
            return;
        }

        Parallel.For(First, First + (TestSettings.Rounds(Usual) / Share), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, Run);
    }

    private static void Run(int seed)
    {
        HistoryPlan plan = Plan(seed);
        List<string> happened = [];
        try
        {
            HistoryThread.Run(() => HistoryRun.Run(plan, happened.Add));
        }
        catch (HistoryBrokenException broken)
        {
            string file = Path.Combine(Repository.Root, ".build", string.Create(CultureInfo.InvariantCulture, $"simulation-members-{seed}.log"));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllLines(file, [$"{broken}", "", $"{plan}", "", .. happened]);
            throw new HistoryBrokenException(broken.Law, string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {broken.Message}; all that happened: {file}"));
        }
    }

    private static HistoryPlan Plan(int seed)
    {
        Random random = new(seed);
        HistoryPlan usual = PlanMaker.Make(seed, isLong: false);
        int pops = Math.Clamp(usual.Pops, 3, 4);
        TimeSpan length = TimeSpan.FromSeconds(random.Next(8, 25));
        List<PlanStep> steps = [.. usual.Steps.Where(IsUsual).Select(step => step with { At = step.At * (length / usual.Length) })];
        int removed = random.Next(1, pops);
        TimeSpan gone = length * random.NextDouble() * 0.5;
        Add(gone, new Fault.Remove(removed));
        Add(gone + (length * random.NextDouble() * 0.4), new Fault.Return(removed));
        Add(length * random.NextDouble() * 0.9, new Fault.Join());
        foreach (int pop in (int[])[removed, pops])
        {
            for (int count = random.Next(3); count > 0; count--) Add(gone + (length * random.NextDouble() * 0.4), new Fault.CrashWhenJoined(pop, random.Next(2) == 0, TimeSpan.FromMilliseconds(random.Next(3_000))));
        }

        return usual with { Pops = pops, HasScopes = false, HasMemberRecords = true, Length = length, Steps = [.. steps.OrderBy(step => step.At)] };

        void Add(TimeSpan at, Fault fault) => steps.Add(new PlanStep.Break(at, fault));

        bool IsUsual(PlanStep step) => step switch
        {
            PlanStep.Send send => send.Pop < pops && send.Request.Operation is not ("UpdateTable" or "UpdateTimeToLive"),
            PlanStep.Look look => look.Pop < pops,
            PlanStep.Break { Fault: Fault.Cut cut } => cut.From < pops && cut.To < pops,
            PlanStep.Break { Fault: Fault.Heal heal } => heal.One < pops && heal.Other < pops,
            PlanStep.Break { Fault: Fault.Reset reset } => reset.One < pops && reset.Other < pops,
            PlanStep.Break { Fault: Fault.Crash crash } => crash.Pop < pops,
            PlanStep.Break { Fault: Fault.Disk disk } => disk.Pop < pops,
            _ => false,
        };
    }
}
