using Gateway.Crdt.Time;
using Gateway.Testing;

namespace Gateway.Crdt.Tests.Time;

public sealed class HybridClockTests
{
    private static readonly ReplicaId Self = new(7);
    private static readonly ReplicaId Other = new(8);

    private readonly ManualTimeProvider wall = new();
    private readonly HybridClock clock;

    public HybridClockTests() => clock = new HybridClock(wall, Self);

    private HlcTime Now => HlcTime.At(wall.GetUtcNow().ToUnixTimeMilliseconds());

    [Fact]
    public void A_new_item_is_stamped_by_the_wall_clock() => Assert.Equal(new Stamp(Now, Self), clock.Next(Context.Empty));

    [Fact]
    public void An_item_of_the_past_is_stamped_by_the_wall_clock()
    {
        Context seen = Seen(clock.Next(Context.Empty));
        wall.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new Stamp(Now, Self), clock.Next(seen));
    }

    [Fact]
    public void Within_a_millisecond_the_counter_runs()
    {
        Context seen = Context.Empty;
        for (int i = 0; i < 5; i++)
        {
            Stamp stamp = clock.Next(seen);
            Assert.Equal(HlcTime.At(Now.Milliseconds, i), stamp.Time);
            seen = seen.With(stamp);
        }
    }

    [Fact]
    public void A_stamp_is_later_than_all_that_was_merged_into_the_item()
    {
        var ahead = HlcTime.At(Now.Milliseconds + 3_600_000, 9);
        Stamp stamp = clock.Next(Seen(new Stamp(ahead, Other)));
        Assert.Equal(new Stamp(new HlcTime(ahead.Ticks + 1), Self), stamp);

        // Only that item: others do not follow the other clock.
        Assert.Equal(Now, clock.Next(Context.Empty).Time);
    }

    [Fact]
    public void A_stamp_is_later_than_the_floor()
    {
        HlcTime floor = new(Now.Ticks + 77);
        Assert.Equal(new HlcTime(floor.Ticks + 1), clock.Next(Context.Empty, floor).Time);
        Assert.Equal(new HlcTime(floor.Ticks + 1), clock.Next(Seen(new Stamp(Now, Other)), floor).Time);
        Assert.Equal(new HlcTime(floor.Ticks + 101), clock.Next(Seen(new Stamp(new HlcTime(floor.Ticks + 100), Other)), floor).Time);
        Assert.Equal(Now, clock.Next(Context.Empty, new HlcTime(Now.Ticks - 1)).Time);
    }

    [Fact]
    public void A_full_counter_runs_over_into_the_next_millisecond()
    {
        Context seen = Seen(new Stamp(HlcTime.At(Now.Milliseconds, 0xFFFF), Self));
        Assert.Equal(HlcTime.At(Now.Milliseconds + 1), clock.Next(seen).Time);
    }

    [Fact]
    public void A_clock_that_steps_back_an_hour_goes_on_from_the_last_stamp()
    {
        Stamp before = clock.Next(Context.Empty);
        wall.SetUtcNow(wall.GetUtcNow().AddHours(-1));
        Stamp after = clock.Next(Seen(before));
        Assert.Equal(new HlcTime(before.Time.Ticks + 1), after.Time);
        wall.Advance(TimeSpan.FromHours(2));
        Assert.Equal(Now, clock.Next(Seen(after)).Time);
    }

    [Fact]
    public void A_clock_before_1970_counts_as_1970()
    {
        wall.SetUtcNow(DateTimeOffset.UnixEpoch.AddYears(-10));
        Stamp first = clock.Next(Context.Empty);
        Assert.Equal(new HlcTime(1), first.Time);
        Assert.Equal(new HlcTime(2), clock.Next(Seen(first)).Time);
    }

    [Fact]
    public void At_the_end_of_time_there_is_a_fault_and_no_stamp()
    {
        Assert.Equal(new HlcTime(ulong.MaxValue - 1), clock.Next(Seen(new Stamp(new HlcTime(ulong.MaxValue - 2), Other))).Time);
        foreach (ulong ticks in new[] { ulong.MaxValue - 1, ulong.MaxValue })
        {
            Assert.Equal(DocumentFaultKind.ClockExhausted, Assert.Throws<DocumentFault>(() => clock.Next(Seen(new Stamp(new HlcTime(ticks), Other)))).Kind);
            Assert.Equal(DocumentFaultKind.ClockExhausted, Assert.Throws<DocumentFault>(() => clock.Next(Context.Empty, new HlcTime(ticks))).Kind);
        }
    }

    [Fact]
    public void Stamps_of_one_item_strictly_increase_whatever_the_clock_does()
    {
        int seed = TestSettings.Seed ?? 99;
        Random random = new(seed);
        DateTimeOffset start = wall.GetUtcNow();
        Context seen = Context.Empty;
        HlcTime floor = default;
        Stamp last = default;
        for (int i = 0; i < 10_000; i++)
        {
            switch (random.Next(10))
            {
                case 0:
                    wall.SetUtcNow(start.AddMinutes(random.Next(-600, 600)));
                    break;
                case 1:
                    seen = seen.With(new Stamp(new HlcTime(seen.Highest.Ticks + (ulong)random.Next(0x3_0000)), Other));
                    break;
                case 2:
                    floor = new HlcTime(last.Time.Ticks + (ulong)random.Next(5));
                    seen = Context.Empty; // deleted, stable and forgotten
                    break;
                case < 6:
                    wall.Advance(TimeSpan.FromMilliseconds(random.Next(3)));
                    break;
                default:
                    break;
            }

            Stamp next = clock.Next(seen, floor);
            Assert.True(next > last && next.Time > seen.Highest && next.Time > floor, $"seed {seed} call {i}: {last} then {next}");
            Assert.Equal(Self, next.Replica);
            seen = seen.With(next);
            last = next;
        }
    }

    private static Context Seen(Stamp stamp) => Context.Empty.With(stamp);
}
