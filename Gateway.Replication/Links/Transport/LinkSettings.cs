namespace Gateway.Replication.Links.Transport;

/// <summary>Times and bounds of connections between PoPs.</summary>
public sealed record LinkSettings
{
    /// <summary>How long connecting may take, the handshake included.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often an idle connection is asked whether it lives.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the answer to that may take.</summary>
    public TimeSpan KeepAliveAnswer { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many bytes may be under way to here: with it a path of 300 ms carries 25 MB a second.</summary>
    public int WindowBytes { get; init; } = 8 * 1024 * 1024;
}
