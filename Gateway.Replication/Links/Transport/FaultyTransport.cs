namespace Gateway.Replication.Links.Transport;

/// <summary>A transport whose links can be cut, and be as long as those between regions of the world.</summary>
/// <param name="inner">Does the work.</param>
/// <param name="faults">What is wrong.</param>
/// <param name="time">The clock.</param>
/// <param name="random">For jitter and loss; used under a lock.</param>
public sealed class FaultyTransport(IPeerTransport inner, LinkFaults faults, TimeProvider time, Random random) : IPeerTransport
{
    private const int RoundTripsToConnect = 3; // of TCP, of TLS, of the request

    /// <inheritdoc/>
    public async ValueTask<IPeerChannel> ConnectAsync(PeerAddress peer, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(peer);
        ThrowIfCut(peer.Name);
        if (faults.PathTo(peer.Name) is { } path) await Task.Delay(path.RoundTrip * RoundTripsToConnect, time, token).ConfigureAwait(false);
        return Wrap(await inner.ConnectAsync(peer, token).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask<IPeerChannel> AcceptAsync(CancellationToken token)
    {
        while (true)
        {
            IPeerChannel channel = await inner.AcceptAsync(token).ConfigureAwait(false);
            if (!faults.IsCut(channel.Peer)) return Wrap(channel);
            await channel.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void ThrowIfCut(string peer)
    {
        if (faults.IsCut(peer)) throw new IOException($"the link to {peer} is cut");
    }

    private FaultyChannel Wrap(IPeerChannel channel)
    {
        int seed;
        lock (random) seed = random.Next();
        return new FaultyChannel(channel, faults, time, new Random(seed));
    }
}
