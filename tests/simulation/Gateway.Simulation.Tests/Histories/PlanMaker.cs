using Gateway.Simulation.Tests.Workload;

namespace Gateway.Simulation.Tests.Histories;

/// <summary>Makes the plan of a history from its seed.</summary>
internal static class PlanMaker
{
    /// <summary>With less, two clocks that are off in two directions stop no PoP's writes.</summary>
    private static readonly TimeSpan ClockOffMax = TimeSpan.FromSeconds(25);

    /// <summary>A plan.</summary>
    /// <param name="seed">Equal seeds make equal plans.</param>
    /// <param name="isLong">More of everything.</param>
    public static HistoryPlan Make(int seed, bool isLong)
    {
        Random random = new(seed);
        int pops = random.Next(10) switch { < 3 => 2, < 8 => 3, < 9 => 4, _ => 5 };
        TimeSpan length = TimeSpan.FromSeconds(isLong ? random.Next(30, 300) : random.Next(1, 12));
        int requests = isLong ? random.Next(300, 1500) : random.Next(10, 90);
        int faults = random.Next(4) == 0 ? 0 : random.Next(isLong ? 40 : 8);
        RequestMaker maker = new(random);
        List<PlanStep> steps = [];
        TimeSpan[] times = [.. Enumerable.Range(0, requests).Select(_ => length * random.NextDouble()).Order()];
        if (random.Next(3) == 0) times = [.. times.Select(time => Bunch(time, length))];
        foreach (TimeSpan time in times)
        {
            int pop = random.Next(pops);
            steps.Add(new PlanStep.Send(time, pop, maker.Next(pop)));
        }

        for (int i = 0; i < requests / 3; i++) steps.Add(new PlanStep.Look(length * random.NextDouble(), random.Next(pops)));
        for (int i = 0; i < faults; i++) AddFault(steps, random, pops, length);
        bool hasLoss = random.Next(4) == 0;
        if (hasLoss) AddLoss(steps, random, pops, length);

        // By another chance: the rest of a seed's history stays what it was.
        Random more = new(seed ^ 0x5bd1e995);
        bool hasScopes = more.Next(5) == 0 && pops > 2 && !hasLoss;
        if (hasScopes) AddScoped(steps, more, requests / 3, length);
        else if (more.Next(6) == 0) steps.Add(new PlanStep.Break(length * more.NextDouble(), new Fault.Join()));
        if (more.Next(8) == 0) steps.Add(new PlanStep.Break(length * more.NextDouble(), new Fault.FullDisk(more.Next(pops), TimeSpan.FromSeconds(more.NextDouble() * (more.Next(3) == 0 ? 6 : 1)))));
        else if (more.Next(4) == 0) AddSettings(steps, more, pops, length);
        if (more.Next(8) == 0 && pops > 2) steps.Add(new PlanStep.Break(length * more.NextDouble(), new Fault.Remove(more.Next(pops - 1) + 1)));
        Random clones = new(seed ^ 0x2c1b3c6d);
        if (clones.Next(8) == 0 && !hasLoss && !steps.Exists(step => step is PlanStep.Break { Fault: Fault.Remove }) && seed % 8 != 6) AddClone(steps, clones, pops, length);
        if (steps.Exists(step => step is PlanStep.Break { Fault: Fault.Join })) AddToNewcomer(steps, maker, more, pops, requests / 6, length);
        bool losesData = steps.Exists(step => step is PlanStep.Break { Fault: Fault.Restore or Fault.NewDisk or Fault.Remove or Fault.LoseLog }); // what only an evicted PoP has of a lost one, or in a lost log, is given up (ADR 35)
        if (seed % 8 == 6 && !losesData) AddEvictions(steps, new Random(seed), pops, length, isLong ? 4 : 1);
        bool movesMembers = steps.Exists(step => step is PlanStep.Break { Fault: Fault.Join or Fault.Remove });
        bool stopsCentral = steps.Exists(step => step is PlanStep.Break { Fault: Fault.Clock clock } && clock.Offset.Duration() > ClockOffMax); // it would say nothing of members until all clocks are right
        bool losesCentral = steps.Exists(step => step is PlanStep.Break { Fault: Fault.Restore { Pop: 0 } or Fault.NewDisk { Pop: 0 } }); // with the record of a member that nobody else had: an operator has to add it again
        bool hasMemberRecords = seed % 4 != 0 && movesMembers && !stopsCentral && !losesCentral;
        AddComings(steps, new Random(seed ^ 0x1b873593), pops, length, hasMemberRecords);
        return new HistoryPlan { Seed = seed, Pops = pops, HasScopes = hasScopes, HasMemberRecords = hasMemberRecords, Length = length, Steps = [.. steps.Where(step => step.At < length).OrderBy(step => step.At)] };
    }

    /// <summary>Many at one time.</summary>
    private static TimeSpan Bunch(TimeSpan time, TimeSpan length) => TimeSpan.FromTicks(time.Ticks / (length.Ticks / 10) * (length.Ticks / 10)) + (TimeSpan.FromMilliseconds(20) * (time / length));

    private static void AddScoped(List<PlanStep> steps, Random random, int requests, TimeSpan length)
    {
        ScopedMaker maker = new(random);
        for (int i = 0; i < requests; i++) steps.Add(new PlanStep.Send(length * random.NextDouble(), random.Next(2), maker.Next()));
    }

    private static void AddSettings(List<PlanStep> steps, Random random, int pops, TimeSpan length)
    {
        SettingsMaker maker = new(random);
        for (int left = random.Next(1, 9); left > 0; left--) steps.Add(new PlanStep.Send(length * random.NextDouble(), random.Next(pops), maker.Next()));
    }

    /// <summary>What is sent before it has come is sent to nobody; what is sent while it joins is refused.</summary>
    private static void AddToNewcomer(List<PlanStep> steps, RequestMaker maker, Random random, int place, int requests, TimeSpan length)
    {
        foreach (TimeSpan time in (TimeSpan[])[.. Enumerable.Range(0, requests).Select(_ => length * random.NextDouble()).Order()]) steps.Add(new PlanStep.Send(time, place, maker.Next(place)));
        for (int i = 0; i < requests / 3; i++) steps.Add(new PlanStep.Look(length * random.NextDouble(), place));
    }

    /// <summary>Who joins may die just when it has joined; a name that was given up may be another one's.</summary>
    private static void AddComings(List<PlanStep> steps, Random random, int pops, TimeSpan length, bool hasMemberRecords)
    {
        foreach (PlanStep.Break step in steps.OfType<PlanStep.Break>().ToArray())
        {
            bool returns = step.Fault is Fault.Remove && hasMemberRecords && random.Next(2) == 0 && !steps.Exists(other => other is PlanStep.Break { Fault: Fault.Clock }); // what it wrote last may bear a time that is still to come when its name is given away
            if (returns) steps.Add(new PlanStep.Break(step.At + ((length - step.At) * random.NextDouble()), new Fault.Return(((Fault.Remove)step.Fault).Pop)));
            int comes = returns ? ((Fault.Remove)step.Fault).Pop : pops;
            if (!returns && step.Fault is not Fault.Join) continue;
            for (int count = random.Next(3); count > 0; count--) steps.Add(new PlanStep.Break(step.At + ((length - step.At) * random.NextDouble()), new Fault.CrashWhenJoined(comes, random.Next(2) == 0, TimeSpan.FromMilliseconds(random.Next(3_000)))));
        }
    }

    /// <summary>Once in a history: what a disk held is lost, or what a log held.</summary>
    private static void AddLoss(List<PlanStep> steps, Random random, int pops, TimeSpan length)
    {
        TimeSpan at = length * random.NextDouble();
        TimeSpan down = TimeSpan.FromSeconds(random.NextDouble() * 2);
        int pop = random.Next(pops);
        switch (random.Next(3))
        {
            case 0:
                steps.Add(new PlanStep.Break(at * random.NextDouble(), new Fault.Backup(pop)));
                steps.Add(new PlanStep.Break(at, new Fault.Restore(pop, down, random.Next(2) == 0)));
                break;
            case 1:
                steps.Add(new PlanStep.Break(at, new Fault.NewDisk(pop, down)));
                break;
            default:
                steps.Add(new PlanStep.Break(at, new Fault.LoseLog(pop)));
                break;
        }
    }

    /// <summary>Not of the first, without which nobody comes in again.</summary>
    private static void AddClone(List<PlanStep> steps, Random random, int pops, TimeSpan length)
    {
        TimeSpan time = TimeSpan.FromSeconds(random.NextDouble() * (random.Next(3) == 0 ? 6 : 2));
        steps.Add(new PlanStep.Break(length * random.NextDouble(), new Fault.Twin(random.Next(1, pops), time, random.Next(3) == 0)));
    }

    /// <summary>A PoP is cut off from all others for a while, or is not, and evicted.</summary>
    private static void AddEvictions(List<PlanStep> steps, Random random, int pops, TimeSpan length, int max)
    {
        steps.RemoveAll(step => step is PlanStep.Break { Fault: Fault.Clock clock } && clock.Offset.Duration() > ClockOffMax); // a central PoP that stamps no writes lets nobody in
        for (int count = random.Next(1, max + 1); count > 0; count--)
        {
            int pop = random.Next(1, pops);
            TimeSpan at = length * random.NextDouble();
            TimeSpan end = at + (length * random.NextDouble());
            bool isCut = random.Next(4) > 0;
            for (int other = 0; other < pops && isCut; other++)
            {
                if (other == pop) continue;
                steps.Add(new PlanStep.Break(at + TimeSpan.FromMilliseconds(random.Next(100)), new Fault.Cut(pop, other, true)));
                steps.Add(new PlanStep.Break(end + TimeSpan.FromMilliseconds(random.Next(1000)), new Fault.Heal(pop, other)));
            }

            steps.Add(new PlanStep.Break(at + ((end - at) * random.NextDouble()), new Fault.Evict(pop)));
        }
    }

    private static void AddFault(List<PlanStep> steps, Random random, int pops, TimeSpan length)
    {
        TimeSpan at = length * random.NextDouble();
        int one = random.Next(pops);
        int other = (one + random.Next(1, pops)) % pops;
        TimeSpan later = at + TimeSpan.FromSeconds(random.NextDouble() * (random.Next(3) == 0 ? 15 : 2));
        switch (random.Next(14))
        {
            case < 4:
                steps.Add(new PlanStep.Break(at, new Fault.Cut(one, other, random.Next(3) > 0)));
                steps.Add(new PlanStep.Break(later, new Fault.Heal(one, other)));
                break;
            case < 6:
                steps.Add(new PlanStep.Break(at, new Fault.Reset(one, other)));
                break;
            case 6: // flapping
                for (int i = 0; i < 6; i++) steps.Add(new PlanStep.Break(at + TimeSpan.FromMilliseconds(i * random.Next(20, 400)), i % 2 == 0 ? new Fault.Cut(one, other, true) : new Fault.Heal(one, other)));
                break;
            case < 8:
                steps.Add(new PlanStep.Break(at, new Fault.Slow(one, other, random.Next(2_000, 200_000), TimeSpan.FromMilliseconds(random.Next(1, 400)))));
                break;
            case < 11:
                steps.Add(new PlanStep.Break(at, new Fault.Crash(one, random.Next(2) == 0, TimeSpan.FromSeconds(random.NextDouble() * (random.Next(4) == 0 ? 12 : 1)))));
                break;
            case < 13:
                steps.Add(new PlanStep.Break(at, new Fault.Clock(one, TimeSpan.FromMilliseconds(random.Next(3) == 0 ? random.Next(-3_600_000, 3_600_000) : random.Next(-800, 800)), (random.NextDouble() - 0.5) * 0.01)));
                break;
            default:
                steps.Add(new PlanStep.Break(at, new Fault.Disk(one, TimeSpan.FromMilliseconds(random.Next(5, 1500)))));
                break;
        }
    }
}
