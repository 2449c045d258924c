namespace Gateway.Testing;

/// <summary>A timer of <see cref="ManualTimeProvider"/>, which owns its state and guards it with its lock.</summary>
internal sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    /// <summary>On the clock of timestamps; null: not set.</summary>
    public TimeSpan? DueAt { get; set; }

    /// <summary>Zero: runs once.</summary>
    public TimeSpan Period { get; set; }

    public bool IsDisposed { get; set; }

    public void Run() => callback(state);

    public bool Change(TimeSpan dueTime, TimeSpan period) => clock.Change(this, dueTime, period);

    public void Dispose() => clock.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
