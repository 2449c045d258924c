namespace Gateway.Simulation.Tests.World;

/// <summary>A timer of a process.</summary>
internal sealed class ProcessTimer(ProcessTime time, TimerCallback callback, object? state) : ITimer
{
    private int setting;
    private bool isDisposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (isDisposed) return false;
        int mine = ++setting;
        if (dueTime != Timeout.InfiniteTimeSpan) time.Simulation.After(dueTime, () => Fire(mine, period));
        return true;
    }

    public void Dispose() => isDisposed = true;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Fire(int mine, TimeSpan period)
    {
        if (isDisposed || time.IsStopped || mine != setting) return;
        if (period > TimeSpan.Zero) time.Simulation.After(period, () => Fire(mine, period));
        callback(state);
    }
}
