using Gateway.Crdt.Time;

namespace Gateway.Crdt.Tests.Time;

public sealed class HlcTimeTests
{
    private const long MillisecondsMax = (1L << 48) - 1;

    [Theory]
    [InlineData(0, 0, 0ul)]
    [InlineData(0, 1, 1ul)]
    [InlineData(1, 0, 0x1_0000ul)]
    [InlineData(1_767_225_600_000, 5, (1_767_225_600_000ul << 16) | 5)]
    [InlineData(MillisecondsMax, 0xFFFF, ulong.MaxValue)]
    public void A_time_is_48_bits_of_milliseconds_and_16_of_counter(long milliseconds, int counter, ulong ticks)
    {
        var time = HlcTime.At(milliseconds, counter);
        Assert.Equal((ticks, milliseconds, counter), (time.Ticks, time.Milliseconds, time.Counter));
        Assert.Equal(time, new HlcTime(ticks));
    }

    [Fact]
    public void Times_ascend_by_milliseconds_and_then_by_counter()
    {
        HlcTime[] ascending = [HlcTime.Zero, HlcTime.At(0, 1), HlcTime.At(0, 0xFFFF), HlcTime.At(1), HlcTime.At(1, 2), HlcTime.At(2), HlcTime.At(MillisecondsMax, 0xFFFE), HlcTime.Max];
        for (int i = 0; i < ascending.Length; i++)
        {
            for (int j = 0; j < ascending.Length; j++)
            {
                (HlcTime a, HlcTime b) = (ascending[i], ascending[j]);
                Assert.Equal((i < j, i <= j, i > j, i >= j, i == j), (a < b, a <= b, a > b, a >= b, a == b));
                Assert.Equal(Math.Sign(i.CompareTo(j)), Math.Sign(a.CompareTo(b)));
            }
        }
    }

    [Fact]
    public void The_counter_runs_over_into_the_next_millisecond() =>
        Assert.Equal(HlcTime.At(6), new HlcTime(HlcTime.At(5, 0xFFFF).Ticks + 1));

    [Fact]
    public void It_reads_as_milliseconds_and_counter() => Assert.Equal("1767225600000.7", HlcTime.At(1_767_225_600_000, 7).ToString());
}
