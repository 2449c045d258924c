namespace Gateway.Replication.Membership;

/// <summary>How long certificates of PoPs are good, and when they are renewed. Rules only: whoever waits asks again and again.</summary>
public sealed record CertificateTerms
{
    /// <summary>Clocks are set, and machines sleep: it is looked at no less often.</summary>
    private static readonly TimeSpan LookMax = TimeSpan.FromHours(1);

    /// <summary>So many tries fit into the time before the end.</summary>
    private const int Tries = 720;

    /// <summary>How long a new one is good.</summary>
    public TimeSpan Lasts { get; init; } = TimeSpan.FromDays(90);

    /// <summary>It is renewed when less than this is left.</summary>
    public TimeSpan RenewBefore { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long there is nothing to do.</summary>
    /// <param name="end">When the certificate ends.</param>
    /// <param name="now">The time.</param>
    /// <param name="tried">When it was last tried to renew it; null if never. What was got then may end soon, too.</param>
    /// <returns>At most an hour; zero if it must be renewed now.</returns>
    public TimeSpan Wait(DateTimeOffset end, DateTimeOffset now, DateTimeOffset? tried)
    {
        DateTimeOffset due = end - RenewBefore;
        if (tried is { } last && last <= now && last + (RenewBefore / Tries) > due) due = last + (RenewBefore / Tries);
        return due <= now ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Min((due - now).Ticks, LookMax.Ticks));
    }
}
