using Gateway.Replication.Receiving;

namespace Gateway.Replication.Tests.Receiving;

public sealed class CreditWindowTests
{
    [Fact]
    public void A_fast_link_gets_a_larger_window_up_to_a_bound()
    {
        CreditWindow window = new();
        long granted = window.Begin(0);
        long now = 0;
        long consumed = 0;
        for (int i = 0; i < 10_000; i++)
        {
            consumed += 64 * 1024;
            granted += window.Consume(64 * 1024, now += 1);
        }

        Assert.InRange(granted - consumed, CreditWindow.BytesMax / 2, CreditWindow.BytesMax + 1);
    }

    [Fact]
    public void A_slow_link_gets_the_smallest_window()
    {
        CreditWindow window = new();
        long granted = window.Begin(0);
        long now = 0;
        long consumed = 0;
        for (int i = 0; i < 1000; i++)
        {
            consumed += 64 * 1024;
            granted += window.Consume(64 * 1024, now += 1000);
        }

        Assert.InRange(granted - consumed, CreditWindow.BytesMin / 2, CreditWindow.BytesMin);
    }

    [Fact]
    public void Credit_never_runs_out_while_all_is_consumed()
    {
        CreditWindow window = new();
        Random random = new(3);
        long credit = window.Begin(0);
        long now = 0;
        for (int i = 0; i < 20_000; i++)
        {
            Assert.True(credit > 0, $"stuck after {i} frames");
            long frame = random.Next(1, 300_000);
            credit -= frame;
            credit += window.Consume(frame, now += random.Next(0, 2_000));
        }
    }
}
