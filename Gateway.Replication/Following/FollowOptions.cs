namespace Gateway.Replication.Following;

/// <summary>Bounds of following.</summary>
internal sealed record FollowOptions
{
    /// <summary>How long a partition is followed without being used.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a request waits for other PoPs at most before it works with what is here.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long after its lease a partition that is not at home here is kept: until all who sent what they changed in it have noticed the end, and a user who is back the next minute finds it.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How much longer than asked for a lease is kept at who gives it: both count from different moments.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(1);
}
