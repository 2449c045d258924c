using Gateway.Simulation.Tests.Histories;
using Gateway.Simulation.Tests.Pops;

namespace Gateway.Simulation.Tests;

/// <summary>A copy of a machine starts beside it, under its name and id: their peers see two pasts of one store, and whoever comes second writes under a new id.</summary>
public sealed class ClonedMachineTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Two_machines_with_one_disk_are_told_apart(bool isNoticed, bool isIdle)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            HistoryPlan usual = PlanMaker.Make(seed, isLong: false);
            TimeSpan length = TimeSpan.FromSeconds(6);
            TimeSpan begin = isIdle ? length / 2 : length / 3; // where nothing was written since, only the numbers of starts tell
            HistoryPlan plan = usual with
            {
                Pops = 3,
                Length = length,
                HasScopes = false,
                HasMemberRecords = false,
                Steps =
                [
                    .. usual.Steps.Where(step => step is PlanStep.Look or PlanStep.Send { Request.Operation: not ("UpdateTable" or "UpdateTimeToLive") }).Where(step => PopOf(step) < 3 && (!isIdle || step.At < length / 4)),
                    new PlanStep.Break(begin, new Fault.Twin(1, length / 3, isNoticed)),
                ],
            };
            List<string> happened = [];
            HistoryThread.Run(() => HistoryRun.Run(plan, happened.Add)); // all laws hold
            if (!isNoticed && !happened.Exists(line => line.Contains("with another past", StringComparison.Ordinal))) throw new HistoryBrokenException("two machines with one disk are told apart", $"seed {seed}: nobody noticed");
        }
    }

    private static int PopOf(PlanStep step) => step is PlanStep.Send send ? send.Pop : ((PlanStep.Look)step).Pop;
}
