namespace Gateway.Replication;

/// <summary>What an operator may set about replication.</summary>
public sealed record ReplicationOptions
{
    /// <summary>How long writes to items are gathered at most while a link keeps up. 50 ms unless set.</summary>
    public TimeSpan CoalesceUsual { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long they are gathered at most when it does not keep up.</summary>
    public TimeSpan CoalesceMax { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a change waits for what it builds on before the whole document is fetched. Source: DESIGN 6.</summary>
    public TimeSpan PredecessorWait { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a change of a table that is not known here waits before it is set aside.</summary>
    public TimeSpan TableWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a PoP says how far it has come.</summary>
    public TimeSpan BeaconInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the clocks of two PoPs are compared.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A link on which nothing was heard for so long is taken for cut.</summary>
    public TimeSpan LinkIdleMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>So large a frame of units is, about; a single unit may be larger. Small ones are for simulations.</summary>
    internal int FrameBytesUsual { get; init; } = 256 * 1024;

    /// <summary>How often two PoPs compare all that both follow.</summary>
    public TimeSpan CompareInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A member of which nobody has had a sign for so long is evicted by the central PoP; zero for never. 72 hours unless set. Source: DOCUMENT 4.8.</summary>
    public TimeSpan EvictAfter { get; init; } = TimeSpan.FromHours(72);
}
