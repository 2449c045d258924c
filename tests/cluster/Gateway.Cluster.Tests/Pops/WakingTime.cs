namespace Gateway.Cluster.Tests.Pops;

/// <summary>Counts time in which this machine did something: one that stood still for minutes, with all PoPs, has not waited.</summary>
/// <param name="length">So long is enough.</param>
internal sealed class WakingTime(TimeSpan length)
{
    /// <summary>More than this between two looks was no waiting.</summary>
    private static readonly TimeSpan StepMax = TimeSpan.FromSeconds(10);

    private TimeSpan spent;
    private long last = TimeProvider.System.GetTimestamp();

    /// <summary>Looks: true when the time is over.</summary>
    public bool IsOver()
    {
        long now = TimeProvider.System.GetTimestamp();
        TimeSpan step = TimeProvider.System.GetElapsedTime(last, now);
        spent += step < StepMax ? step : StepMax;
        last = now;
        return spent > length;
    }
}
