using Gateway.Testing;

namespace Gateway.Tidy.Tests.Helpers;

/// <summary>The helpers that other tests trust are tested, too.</summary>
public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider clock = new();
    private readonly List<string> events = [];

    [Fact]
    public void Time_stands_still_until_it_is_moved()
    {
        DateTimeOffset start = clock.GetUtcNow();
        long timestamp = clock.GetTimestamp();

        clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(start.AddSeconds(3), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(3), clock.GetElapsedTime(timestamp));
    }

    [Fact]
    public void A_step_of_the_wall_clock_goes_either_way_and_moves_no_timer()
    {
        using ITimer timer = Timer("ran", 1);
        DateTimeOffset earlier = clock.GetUtcNow().AddHours(-1);

        clock.SetUtcNow(earlier);
        Assert.Equal(earlier, clock.GetUtcNow());

        clock.SetUtcNow(earlier.AddDays(2));
        Assert.Empty(events);
    }

    [Fact]
    public void Timers_run_in_the_order_of_their_times_and_each_at_its_time()
    {
        using ITimer late = Timer("late", 5);
        using ITimer periodic = Timer("tick", 2, 2);
        using ITimer never = Timer("never", 7);

        clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(["tick at 2", "tick at 4", "late at 5", "tick at 6"], events);
    }

    [Fact]
    public void A_timer_that_was_changed_or_disposed_does_what_it_was_told_last()
    {
        using ITimer moved = Timer("moved", 1);
        using ITimer stopped = Timer("stopped", 1);
        ITimer gone = Timer("gone", 1);

        moved.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        gone.Dispose();
        clock.Advance(TimeSpan.FromSeconds(9));

        Assert.Equal(["moved at 3"], events);
        Assert.False(gone.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void A_timer_made_by_a_timer_runs_in_the_same_advance()
    {
        using ITimer outer = clock.CreateTimer(_ => Timer("inner", 1), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["inner at 2"], events);
    }

    [Fact]
    public async Task A_delay_ends_when_its_time_has_come()
    {
        Task delay = Task.Delay(TimeSpan.FromMinutes(1), clock, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(delay.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(1));

        await delay;
    }

    private ITimer Timer(string name, int due, int period = 0)
    {
        DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return clock.CreateTimer(
            _ => events.Add($"{name} at {(clock.GetUtcNow() - start).TotalSeconds}"),
            null,
            TimeSpan.FromSeconds(due),
            period == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(period));
    }
}
