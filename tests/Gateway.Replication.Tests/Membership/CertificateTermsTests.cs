using Gateway.Replication.Membership;

namespace Gateway.Replication.Tests.Membership;

public sealed class CertificateTermsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly CertificateTerms Usual = new();

    [Fact]
    public void A_certificate_is_renewed_when_thirty_days_are_left()
    {
        Assert.Equal(TimeSpan.Zero, Usual.Wait(Now.AddDays(30), Now, null));
        Assert.Equal(TimeSpan.Zero, Usual.Wait(Now.AddDays(-1), Now, null)); // it may have ended while the PoP was off
        Assert.Equal(TimeSpan.FromMinutes(5), Usual.Wait(Now.AddDays(30).AddMinutes(5), Now, null));
    }

    [Fact]
    public void It_is_looked_at_every_hour_because_clocks_are_set_and_machines_sleep() =>
        Assert.Equal(TimeSpan.FromHours(1), Usual.Wait(Now.AddDays(90), Now, null));

    [Fact]
    public void What_failed_is_tried_again_after_an_hour_and_not_at_once()
    {
        DateTimeOffset end = Now.AddDays(29);
        Assert.Equal(TimeSpan.FromHours(1), Usual.Wait(end, Now, Now));
        Assert.Equal(TimeSpan.FromMinutes(10), Usual.Wait(end, Now.AddMinutes(50), Now));
        Assert.Equal(TimeSpan.Zero, Usual.Wait(end, Now.AddHours(1), Now));
        Assert.Equal(TimeSpan.Zero, Usual.Wait(end, Now, Now.AddDays(3))); // the clock was set back: nobody waits three days for that
    }

    [Fact]
    public void Every_step_until_the_end_of_an_outage_renews_before_the_certificate_ends()
    {
        DateTimeOffset end = Now + Usual.Lasts, backAt = end.AddDays(-2), now = Now;
        DateTimeOffset? tried = null;
        int tries = 0;
        while (true)
        {
            TimeSpan wait = Usual.Wait(end, now, tried);
            now += wait;
            if (wait > TimeSpan.Zero) continue;
            tried = now;
            tries++;
            if (now >= backAt) break;
        }

        Assert.InRange(now, backAt, backAt.AddHours(1));
        Assert.InRange(tries, 28 * 24, (28 * 24) + 1);
        Assert.Equal(TimeSpan.FromHours(1), Usual.Wait(now + Usual.Lasts, now, tried));
    }

    [Fact]
    public void Short_terms_are_looked_at_as_often_as_they_need()
    {
        CertificateTerms terms = new() { Lasts = TimeSpan.FromSeconds(24), RenewBefore = TimeSpan.FromSeconds(21) };
        Assert.Equal(TimeSpan.FromSeconds(3), terms.Wait(Now + terms.Lasts, Now, null));
        Assert.InRange(terms.Wait(Now.AddSeconds(20), Now, Now), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(100));
    }
}
