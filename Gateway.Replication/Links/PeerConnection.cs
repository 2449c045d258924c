using System.Threading.Channels;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;

namespace Gateway.Replication.Links;

/// <summary>Runs one link over one channel: does the waiting that its rules do not do.</summary>
internal sealed class PeerConnection
{
    private static readonly TimeSpan LastWordsMax = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Channel<Frame> outbox = Channel.CreateUnbounded<Frame>(new UnboundedChannelOptions { SingleReader = true }); // bounded by the peer's credit
    private readonly IPeerChannel channel;
    private readonly LinkHouse house;
    private readonly TaskCompletionSource replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long bytesIn;
    private long bytesOut;
    private long sentAt;

    /// <param name="house">What links share.</param>
    /// <param name="peer">Who is at the other end.</param>
    /// <param name="channel">Closed when it ends.</param>
    /// <param name="equip">Adds parts to the link when it opens.</param>
    public PeerConnection(LinkHouse house, PopProfile peer, IPeerChannel channel, Action<PeerLink, Action<Frame>>? equip = null)
    {
        this.house = house;
        this.channel = channel;
        Link = new PeerLink(house, peer, Send, house.Now);
        Link.Opening = () => equip?.Invoke(Link, Send);
    }

    /// <summary>Its rules. Look, do not call.</summary>
    public PeerLink Link { get; }

    /// <summary>Wakes it: there may be something to do.</summary>
    public Pulse Pulse { get; } = new();

    /// <summary>Bytes received, as they were on the link.</summary>
    public long BytesIn => Volatile.Read(ref bytesIn);

    /// <summary>Bytes sent, as they were on the link.</summary>
    public long BytesOut => Volatile.Read(ref bytesOut);

    /// <summary>Runs until the channel ends, the link refuses, or the token says so.</summary>
    /// <exception cref="IOException">The connection broke, or the peer fell silent.</exception>
    /// <exception cref="InvalidDataException">The peer does not keep to the protocol.</exception>
    public async Task RunAsync(CancellationToken token)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(token);
        lock (gate) Link.Begin();
        Task[] loops = [SendAsync(ending.Token), ReceiveAsync(ending.Token), StepAsync(ending.Token), BeatAsync(ending.Token)];
        Task first = await Task.WhenAny([.. loops, replaced.Task]).ConfigureAwait(false);
        outbox.Writer.TryComplete();
        if (Link.State == LinkState.Refused) await Task.WhenAny(loops[0], Task.Delay(LastWordsMax, house.Time, token)).ConfigureAwait(false); // the peer must learn why
        await ending.CancelAsync().ConfigureAwait(false);
        await channel.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
    }

    /// <summary>Another connection has taken its place.</summary>
    public void End() => replaced.TrySetResult();

    /// <summary>Does something with the link while nothing else is done with it.</summary>
    public void With(Action<PeerLink> work)
    {
        lock (gate) work(Link);
        Pulse.Beat();
    }

    private void Send(Frame frame) => outbox.Writer.TryWrite(frame);

    private async Task SendAsync(CancellationToken token)
    {
        await foreach (Frame frame in outbox.Reader.ReadAllAsync(token).ConfigureAwait(false))
        {
            byte[] bytes = FramePacker.Pack(frame);
            Interlocked.Add(ref bytesOut, bytes.Length);
            Volatile.Write(ref sentAt, house.Now);
            await channel.SendAsync(bytes, token).ConfigureAwait(false);
        }
    }

    /// <summary>While the rules are busy with something large they send nothing, and the peer would take this PoP for gone: a frame without content says that it is there.</summary>
    private async Task BeatAsync(CancellationToken token)
    {
        using PeriodicTimer timer = new(house.Options.PingInterval, house.Time);
        while (await timer.WaitForNextTickAsync(token).ConfigureAwait(false))
        {
            if (Link.State == LinkState.Open && house.Now - Volatile.Read(ref sentAt) > house.Options.PingInterval.TotalMilliseconds) Send(new Frame());
        }
    }

    private async Task ReceiveAsync(CancellationToken token)
    {
        while (await channel.ReceiveAsync(token).ConfigureAwait(false) is { } bytes)
        {
            Interlocked.Add(ref bytesIn, bytes.Length);
            Frame frame = FramePacker.Unpack(bytes);
            lock (gate) Link.OnFrame(frame, house.Now);
            Pulse.Beat();
            if (Link.State == LinkState.Refused) return;
        }
    }

    private async Task StepAsync(CancellationToken token)
    {
        while (true)
        {
            Pulse.Reset();
            long durable = house.Commits.DurableSequence;
            long next;
            bool awaitsWrites;
            long now = house.Now;
            lock (gate)
            {
                next = Link.Step(now);
                awaitsWrites = Link.AwaitsWrites;
            }

            token.ThrowIfCancellationRequested();
            if (next <= now)
            {
                await Task.Yield(); // others want the thread, too, however much there is to do here
                continue;
            }

            using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(token);
            Task due = Task.Delay(TimeSpan.FromMilliseconds(Math.Min(next - now, 10_000)), house.Time, waiting.Token);
            Task woken = awaitsWrites
                ? await Task.WhenAny(due, Pulse.Next, house.Commits.WaitDurableAsync(durable + 1, waiting.Token).AsTask()).ConfigureAwait(false)
                : await Task.WhenAny(due, Pulse.Next).ConfigureAwait(false);
            await waiting.CancelAsync().ConfigureAwait(false);
            token.ThrowIfCancellationRequested();
            await woken.ConfigureAwait(false); // a store that has failed ends the link
        }
    }
}
