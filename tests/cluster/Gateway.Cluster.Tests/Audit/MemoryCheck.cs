namespace Gateway.Cluster.Tests.Audit;

/// <summary>Whether the memory of PoPs that ran through a whole soak stays where it is.</summary>
internal static class MemoryCheck
{
    /// <summary>What a process may hold more at one time than at another: rounds are not alike.</summary>
    private const double Factor = 1.3;
    private const double Megabytes = 48;

    /// <summary>Compares the last quarter of the rounds with the second one; in the first it warms up.</summary>
    /// <param name="figures">Of all rounds.</param>
    /// <param name="pops">The first so many PoPs were never started again.</param>
    public static void Check(IReadOnlyList<RoundFigures> figures, int pops)
    {
        int quarter = figures.Count / 4;
        if (quarter == 0) return;
        for (int pop = 1; pop <= pops; pop++)
        {
            double before = figures.Skip(quarter).Take(quarter).Average(figure => figure.Megabytes[pop]), after = figures.TakeLast(quarter).Average(figure => figure.Megabytes[pop]);
            Assert.True(after <= (before * Factor) + Megabytes, $"pop-{pop} held {before:F0} MB at first and holds {after:F0} MB now");
        }
    }
}
