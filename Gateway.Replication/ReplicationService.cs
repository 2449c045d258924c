using System.Collections.Concurrent;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Following;
using Gateway.Replication.Joining;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Gateway.Storage;

namespace Gateway.Replication;

/// <summary>Keeps a PoP connected with all other members for as long as it lives. A link that fails never touches local writes.</summary>
internal sealed class ReplicationService : IAsyncDisposable
{
    private static readonly TimeSpan RetryMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(2);

    /// <summary>A peer that should dial and has not for so long may have an old address of this PoP: then this PoP dials.</summary>
    private const long UndialledMilliseconds = 10_000;

    private const string ConnectedWord = "connected";
    private const string RefusedWord = "refused: ";

    private readonly ReplicationNode node;
    private readonly IPeerTransport transport;
    private readonly Func<IReadOnlyCollection<PeerAddress>> peers;
    private readonly Func<string, PopProfile?> profileOf;
    private readonly ComparerSet comparers;
    private readonly Joiner joiner;
    private readonly ClockWatch clocks;
    private readonly Action<string, string> onLink;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, PeerConnection> connections = new();
    private readonly ConcurrentDictionary<string, Task> dialling = new();
    private readonly ConcurrentDictionary<Task, byte> running = new();
    private readonly ConcurrentDictionary<string, string> lastWords = new();
    private readonly ConcurrentDictionary<string, long> linkedAt = new();
    private readonly Random random;
    private readonly PartitionFollower? follower;
    private bool isFull;
    private Task loops = Task.CompletedTask;

    /// <param name="node">The PoP's rules.</param>
    /// <param name="transport">Stays the caller's, who disposes of it afterwards.</param>
    /// <param name="peers">Where the other members are now, and those that may come back.</param>
    /// <param name="profileOf">The profile of one of them.</param>
    /// <param name="comparers">A part of each link.</param>
    /// <param name="joiner">As well.</param>
    /// <param name="random">Spreads attempts to connect.</param>
    /// <param name="onLink">Told when a link comes or goes: the peer, and what happened.</param>
    /// <param name="follower">A part of each link; null for none.</param>
    public ReplicationService(ReplicationNode node, IPeerTransport transport, Func<IReadOnlyCollection<PeerAddress>> peers, Func<string, PopProfile?> profileOf, ComparerSet comparers, Joiner joiner, Random random, Action<string, string> onLink, PartitionFollower? follower = null)
    {
        this.follower = follower;
        this.node = node;
        this.transport = transport;
        this.peers = peers;
        this.profileOf = profileOf;
        this.random = random;
        this.onLink = onLink;
        this.comparers = comparers;
        this.joiner = joiner;
        node.House.Tail!.Restart = EndLinks;
        clocks = new ClockWatch(node.House.Replica, what => onLink(node.House.Self.Name, what));
    }

    /// <summary>The connections that are up.</summary>
    public IReadOnlyCollection<PeerConnection> Connections => [.. connections.Values];

    /// <summary>What was said last of each peer's link.</summary>
    public IReadOnlyDictionary<string, string> LastWords => lastWords;

    /// <summary>Begins.</summary>
    public void Start() => loops = Task.WhenAll(Guarded(StepAsync), Guarded(AcceptAsync));

    /// <summary>Ends all links.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll([.. dialling.Values, .. running.Keys]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task Guarded(Func<CancellationToken, Task> loop)
    {
        await Task.Yield();
        try
        {
            await loop(stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // the PoP stops
        }
    }

    /// <summary>Of two PoPs the one with the smaller name dials, unless it does not.</summary>
    private bool Dials(string name) =>
        string.CompareOrdinal(node.House.Self.Name, name) < 0 || (!connections.ContainsKey(name) && node.House.Now - linkedAt.GetOrAdd(name, node.House.Now) > UndialledMilliseconds);

    /// <summary>The PoP's own steps; also sees to it that every member that this PoP dials is dialled.</summary>
    private async Task StepAsync(CancellationToken token)
    {
        TimeProvider time = node.House.Time;
        while (true)
        {
            long now = node.House.Now;
            Beacon? before = node.House.Beacon;
            long next = Step(now);
            if (!ReferenceEquals(before, node.House.Beacon))
            {
                foreach (PeerConnection connection in connections.Values) connection.Pulse.Beat();
                clocks.Look([.. connections.Values.Select(connection => connection.Link.ClockOffset).OfType<long>()]);
            }

            foreach (PeerAddress peer in peers().Where(peer => Dials(peer.Name)))
            {
                _ = dialling.GetOrAdd(peer.Name, name => Task.Run(() => Guarded(stop => DialAsync(name, stop)), CancellationToken.None));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(next - now, 10, 1000)), time, token).ConfigureAwait(false);
        }
    }

    /// <summary>A disk that is full may have room again later: until then nothing is said to be stable, and links go on as far as they need not write.</summary>
    private long Step(long now)
    {
        try
        {
            long next = Math.Min(node.Step(now), comparers.Step(now));
            if (isFull) Say(node.House.Self.Name, "the disk has room again");
            isFull = false;
            return next;
        }
        catch (StoreFault fault) when (fault.Kind == StoreFaultKind.Full)
        {
            isFull = true;
            Say(node.House.Self.Name, fault.Message);
            return now + (long)RetryMax.TotalMilliseconds;
        }
    }

    private async Task DialAsync(string name, CancellationToken token)
    {
        TimeSpan wait = RetryMin;
        while (true)
        {
            if (Dials(name) && peers().FirstOrDefault(peer => peer.Name == name) is { } address && profileOf(name) is { } profile)
            {
                try
                {
                    IPeerChannel channel = await transport.ConnectAsync(address, token).ConfigureAwait(false);
                    if (await RunAsync(profile, channel, token).ConfigureAwait(false)) wait = RetryMin;
                }
                catch (Exception fault) when (fault is IOException or StoreFault)
                {
                    Say(name, fault.Message);
                }
            }

            double jitter;
            lock (random) jitter = 0.5 + random.NextDouble();
            await Task.Delay(wait * jitter, node.House.Time, token).ConfigureAwait(false);
            wait = wait * 2 < RetryMax ? wait * 2 : RetryMax;
        }
    }

    private async Task AcceptAsync(CancellationToken token)
    {
        while (true)
        {
            IPeerChannel channel = await transport.AcceptAsync(token).ConfigureAwait(false);
            if (profileOf(channel.Peer) is not { } profile)
            {
                await channel.DisposeAsync().ConfigureAwait(false);
                continue;
            }

            Task run = Guarded(stop => RunAsync(profile, channel, stop));
            running.TryAdd(run, 0);
            _ = run.ContinueWith(ended => running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>They are made anew at once.</summary>
    private void EndLinks()
    {
        foreach (PeerConnection connection in connections.Values) connection.End();
    }

    private void Equip(PeerLink link, Action<Frame> send) => joiner.Equip(link, comparers.Equip(link, send, node.House.Now), send, node.House.Now);

    /// <summary>Once for each change: a peer that stays away is not told of at every attempt.</summary>
    private void Say(string peer, string what)
    {
        if (lastWords.TryGetValue(peer, out string? before) && before == what) return;
        lastWords[peer] = what;
        onLink(peer, what);
    }

    /// <summary>Runs a link to its end. When it opens it takes the place of an older one to the same machine, which has lost its other end; that of another machine stays (ADR 43).</summary>
    /// <returns>True if it was open.</returns>
    private async Task<bool> RunAsync(PopProfile peer, IPeerChannel channel, CancellationToken token)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(token);
        PeerConnection? made = null;
        FollowPart? following = null;
        PeerConnection connection = made = new(node.House, peer, channel, (link, send) =>
        {
            PeerConnection? before = null;
            connections.AddOrUpdate(peer.Name, made!, (_, old) =>
            {
                before = old;
                return made!;
            });
            before?.End();
            if (!lastWords.GetValueOrDefault(peer.Name, "").StartsWith(RefusedWord, StringComparison.Ordinal)) Say(peer.Name, ConnectedWord); // else it may be refused again
            Equip(link, send);
            following = node.House.IsReplaying ? null : follower?.Equip(link, send, () => made!.Pulse.Beat());
        });
        connection.Link.Taken = () => Say(peer.Name, ConnectedWord);
        try
        {
            await connection.RunAsync(ending.Token).ConfigureAwait(false);
            SayEnd(connection.Link);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or StoreFault)
        {
            Say(peer.Name, fault.Message);
        }
        finally
        {
            connection.Link.Close();
            if (connection.Link.State == LinkState.Open) linkedAt[peer.Name] = node.House.Now;
            connections.TryRemove(KeyValuePair.Create(peer.Name, connection));
            comparers.Release(connection.Link, node.House.Now);
            following?.Close();
            joiner.Release(connection.Link, node.House.Now);
        }

        return connection.Link.State == LinkState.Open;
    }

    /// <summary>A second machine of a name is no news of the link to the first one.</summary>
    private void SayEnd(PeerLink ended)
    {
        if (ended.Refusal is not { } refusal) Say(ended.Peer.Name, "closed");
        else if (refusal.Reason == Refusal.Types.Reason.Second && ended.HasRefused) Say($"a second {ended.Peer.Name}", RefusedWord + refusal.Text);
        else Say(ended.Peer.Name, RefusedWord + refusal.Text);
    }
}
