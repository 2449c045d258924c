namespace Gateway.Simulation.Tests.Network;

/// <summary>One way between two machines.</summary>
internal sealed class NetworkPath
{
    /// <summary>How long a frame is under way while nothing is wrong.</summary>
    public static readonly TimeSpan UsualLatency = TimeSpan.FromMilliseconds(5);

    /// <summary>How long a frame is under way.</summary>
    public TimeSpan Latency { get; set; } = UsualLatency;

    /// <summary>How much longer it may be.</summary>
    public TimeSpan Jitter { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>0 for no bound.</summary>
    public long BytesPerSecond { get; set; }

    /// <summary>Nothing gets through; what was sent waits for the end of the cut, as a stream does.</summary>
    public bool IsCut { get; set; }
}
