using Gateway.Replication.Shipping;

namespace Gateway.Replication.Tests.Shipping;

public sealed class LogHoldTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private long free = 10_000;

    [Fact]
    public void Nothing_is_held_while_all_have_taken_all()
    {
        LogHold hold = Make();
        hold.Look([], 100);
        Assert.Null(hold.Held);
        hold.Look([KeyValuePair.Create("b", 100L), KeyValuePair.Create("a", 120L)], 100);
        Assert.Null(hold.Held);
        Assert.Equal(default, hold.Backlogs["b"]);
    }

    [Fact]
    public void It_names_the_one_that_is_furthest_behind_since_when_and_what_is_kept_for_it_alone()
    {
        LogHold hold = Make();
        hold.Look([KeyValuePair.Create("a", 90L), KeyValuePair.Create("b", 40L), KeyValuePair.Create("c", 100L)], 100);

        Assert.Equal(("b", 60L, 600L, 500L, 10_000L, false), (hold.Held!.Peer, hold.Held.Entries, hold.Held.Bytes, hold.Held.BytesForItAlone, hold.Held.FreeBytes, hold.Held.IsTooMuch));
        Assert.Equal(Start.AddSeconds(41), hold.Held.Since);
        Assert.Equal((10L, 100L), (hold.Backlogs["a"].Entries, hold.Backlogs["a"].Bytes));
    }

    [Fact]
    public void A_single_peer_has_all_of_it_alone()
    {
        LogHold hold = Make();
        hold.Look([KeyValuePair.Create("a", 0L)], 100);
        Assert.Equal((1000L, 1000L), (hold.Held!.Bytes, hold.Held.BytesForItAlone));
    }

    [Fact]
    public void It_is_too_much_from_a_share_of_the_free_disk_on_and_until_it_is_clearly_less()
    {
        LogHold hold = Make();
        KeyValuePair<string, long>[] behind = [KeyValuePair.Create("a", 0L)];
        Assert.False(IsTooMuch(2_001));
        Assert.True(IsTooMuch(2_000));
        Assert.True(IsTooMuch(2_400));
        Assert.False(IsTooMuch(2_600));
        Assert.False(IsTooMuch(2_400)); // once over, the whole share counts again

        bool IsTooMuch(long bytesFree)
        {
            free = bytesFree;
            hold.Look(behind, 100);
            return hold.Held!.IsTooMuch;
        }
    }

    private LogHold Make() => new((after, upTo) => 10 * (upTo - after), after => after >= 100 ? null : Start.AddSeconds(after + 1), () => free, 0.5);
}
