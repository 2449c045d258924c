namespace Gateway.Testing;

/// <summary>A clock that moves only when a test moves it. Safe for use from several threads.</summary>
/// <remarks>It holds two clocks, as a machine does: <see cref="Advance"/> lets time pass on both and runs the timers that fall due;
/// <see cref="SetUtcNow"/> steps the wall clock alone, forwards or back, as an operator or a time server does.</remarks>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset wall = start.ToUniversalTime();
    private TimeSpan elapsed;

    /// <summary>Starts at midnight of 2026-01-01, UTC.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return wall;
    }

    public override long GetTimestamp()
    {
        lock (gate) return elapsed.Ticks;
    }

    /// <summary>Steps the wall clock to any time, also an earlier one. Timers and timestamps do not notice.</summary>
    public void SetUtcNow(DateTimeOffset now)
    {
        lock (gate) wall = now.ToUniversalTime();
    }

    /// <summary>Lets time pass, and runs the timers that fall due: in the order of their times, each at its time, on this thread.</summary>
    /// <param name="by">Zero runs what is due already, such as a timer made with a due time of zero.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan end;
        lock (gate) end = elapsed + by;

        while (TakeNextDue(end) is { } timer)
        {
            timer.Run(); // outside the lock: a callback may ask the time, or make and change timers
        }

        lock (gate) MoveTo(end);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal bool Change(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            if (timer.IsDisposed) return false;

            timers.Remove(timer); // and back to the end: timers that are due at one time run in the order in which they were set
            timer.DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : elapsed + dueTime;
            timer.Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
            timers.Add(timer);
            return true;
        }
    }

    internal void Remove(ManualTimer timer)
    {
        lock (gate)
        {
            timer.IsDisposed = true;
            timers.Remove(timer);
        }
    }

    private ManualTimer? TakeNextDue(TimeSpan end)
    {
        lock (gate)
        {
            ManualTimer? next = timers.Where(timer => timer.DueAt <= end).MinBy(timer => timer.DueAt);
            if (next is null) return null;

            TimeSpan due = next.DueAt!.Value;
            MoveTo(due);
            next.DueAt = next.Period > TimeSpan.Zero ? due + next.Period : null;
            return next;
        }
    }

    private void MoveTo(TimeSpan to)
    {
        if (to <= elapsed) return; // a callback that advanced the clock itself has been there before
        wall += to - elapsed;
        elapsed = to;
    }
}
