namespace Gateway.Simulation.Tests.World;

/// <summary>Time as one process sees it. When the process dies its timers die with it.</summary>
internal sealed class ProcessTime(MachineClock machine) : TimeProvider
{
    /// <summary>True once the process is gone.</summary>
    public bool IsStopped { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public Timeline Simulation => machine.Simulation;

    public override DateTimeOffset GetUtcNow() => machine.UtcNow;

    public override long GetTimestamp() => machine.Simulation.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ProcessTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Stop() => IsStopped = true;
}
