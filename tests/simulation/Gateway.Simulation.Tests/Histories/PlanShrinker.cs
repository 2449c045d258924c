namespace Gateway.Simulation.Tests.Histories;

/// <summary>Takes steps away from a plan as long as what is left still fails.</summary>
internal static class PlanShrinker
{
    private const int TriesMax = 400;

    public static HistoryPlan Shrink(HistoryPlan plan, Func<HistoryPlan, bool> fails)
    {
        int tries = 0;
        int before;
        do
        {
            before = plan.Steps.Count;
            for (int size = Math.Max(1, before / 2); size >= 1; size /= 2)
            {
                for (int at = 0; at < plan.Steps.Count && tries < TriesMax; tries++)
                {
                    HistoryPlan candidate = plan with { Steps = [.. plan.Steps.Take(at), .. plan.Steps.Skip(at + size)] };
                    if (fails(candidate)) plan = candidate;
                    else at += size;
                }
            }
        }
        while (plan.Steps.Count < before && tries < TriesMax);

        return plan;
    }
}
