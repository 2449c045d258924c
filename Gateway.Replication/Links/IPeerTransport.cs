namespace Gateway.Replication.Links;

/// <summary>Makes connections to other PoPs. Both ends know who the other one is before a channel exists.</summary>
public interface IPeerTransport : IAsyncDisposable
{
    /// <summary>Connects to a peer.</summary>
    /// <exception cref="IOException">It cannot be reached, or is not who it should be.</exception>
    ValueTask<IPeerChannel> ConnectAsync(PeerAddress peer, CancellationToken token);

    /// <summary>The next connection that a peer has made to here.</summary>
    ValueTask<IPeerChannel> AcceptAsync(CancellationToken token);
}
