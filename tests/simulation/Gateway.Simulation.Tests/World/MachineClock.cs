namespace Gateway.Simulation.Tests.World;

/// <summary>The clock of a machine: it may be off, drift, and jump; what it measures between two moments is right.</summary>
internal sealed class MachineClock(Timeline simulation)
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How far it is off now.</summary>
    public TimeSpan Offset { get; private set; }

    /// <summary>Seconds that it gains in each second.</summary>
    public double Drift { get; private set; }

    private long DriftSince { get; set; }

    public Timeline Simulation => simulation;

    public DateTimeOffset UtcNow => Begin + TimeSpan.FromTicks(simulation.Now) + Offset + TimeSpan.FromTicks((long)((simulation.Now - DriftSince) * Drift));

    /// <summary>Puts it forward or back, and changes how it drifts.</summary>
    public void Set(TimeSpan offset, double drift)
    {
        Offset = offset;
        Drift = drift;
        DriftSince = simulation.Now;
    }
}
