namespace Gateway.StackCompat.Logs.Storage;

/// <summary>How much is kept.</summary>
public sealed record LogLimits
{
    /// <summary>Of one group; its oldest events are dropped beyond that.</summary>
    public long GroupBytesMax { get; init; } = 64L << 20;

    /// <summary>Of all groups; the oldest events of the largest group are dropped beyond that.</summary>
    public long BytesMax { get; init; } = 512L << 20;

    /// <summary>Events that wait to be written; the oldest of them are dropped beyond that.</summary>
    public long WaitingBytesMax { get; init; } = 16L << 20;

    /// <summary>Streams of one group; the oldest one is dropped beyond that.</summary>
    public int StreamsMax { get; init; } = 2000;
}
