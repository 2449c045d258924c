using System.Threading.Channels;

namespace Gateway.Replication.Links.Transport;

/// <summary>A link that can be cut, and that what is sent takes its time on. Order is kept, as on any stream.</summary>
internal sealed class FaultyChannel : IPeerChannel
{
    private const int PacketBytes = 1400;
    private const int PermitBytes = 64 * 1024;
    private const int PermitsMax = 256; // 16 MB under way
    private readonly IPeerChannel inner;
    private readonly LinkFaults faults;
    private readonly PathQuality? path;
    private readonly TimeProvider time;
    private readonly Random random;
    private readonly TaskCompletionSource<string> broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stop = new();
    private readonly Channel<(byte[] Frame, DateTimeOffset Due)> underWay = Channel.CreateUnbounded<(byte[], DateTimeOffset)>(); // bounded by the permits
    private readonly SemaphoreSlim permits = new(PermitsMax);
    private readonly Task pump;
    private DateTimeOffset lastDue;
    private int isClosed;

    public FaultyChannel(IPeerChannel inner, LinkFaults faults, TimeProvider time, Random random)
    {
        this.inner = inner;
        this.faults = faults;
        this.time = time;
        this.random = random;
        path = faults.PathTo(inner.Peer);
        faults.Changed += OnChanged;
        OnChanged();
        pump = path is null ? Task.CompletedTask : PumpAsync();
    }

    public string Peer => inner.Peer;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken token)
    {
        ThrowIfBroken();
        if (path is null)
        {
            await inner.SendAsync(frame, token).ConfigureAwait(false);
            return;
        }

        if (frame.Length > PeerFrames.BytesMax) throw new ArgumentException($"a frame has at most {PeerFrames.BytesMax} bytes, this one has {frame.Length}", nameof(frame));
        for (int permit = 0; permit < PermitsOf(frame.Length); permit++) await EitherAsync(permits.WaitAsync(token)).ConfigureAwait(false);
        DateTimeOffset due = time.GetUtcNow() + (path.RoundTrip / 2) + (path.Jitter * random.NextDouble());
        if (random.NextDouble() < 1 - Math.Pow(1 - path.Loss, 1 + (frame.Length / PacketBytes))) due += path.RoundTrip; // sent once more
        if (due < lastDue) due = lastDue;
        lastDue = due;
        if (!underWay.Writer.TryWrite((frame.ToArray(), due))) throw new IOException($"the connection to {Peer} is closed");
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken token)
    {
        ThrowIfBroken();
        Task<ReadOnlyMemory<byte>?> receiving = inner.ReceiveAsync(token).AsTask();
        await EitherAsync(receiving).ConfigureAwait(false);
        ReadOnlyMemory<byte>? frame = await receiving.ConfigureAwait(false);
        ThrowIfBroken(); // what came while it was cut has not come
        return frame;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isClosed, 1) != 0) return;
        faults.Changed -= OnChanged;
        underWay.Writer.TryComplete();
        if (broken.Task.IsCompleted) await stop.CancelAsync().ConfigureAwait(false);
        await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await inner.DisposeAsync().ConfigureAwait(false);
        stop.Dispose();
        permits.Dispose();
    }

    private static int PermitsOf(int bytes) => 1 + (bytes / PermitBytes);

    /// <summary>Waits for a task, but not longer than the link is whole.</summary>
    private async ValueTask EitherAsync(Task task)
    {
        if (await Task.WhenAny(task, broken.Task).ConfigureAwait(false) == task)
        {
            await task.ConfigureAwait(false);
            return;
        }

        _ = task.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        ThrowIfBroken();
    }

    private async Task PumpAsync()
    {
        try
        {
            await foreach ((byte[] frame, DateTimeOffset due) in underWay.Reader.ReadAllAsync(stop.Token).ConfigureAwait(false))
            {
                TimeSpan rest = due - time.GetUtcNow();
                if (rest > TimeSpan.Zero) await Task.Delay(rest, time, stop.Token).ConfigureAwait(false);
                await inner.SendAsync(frame, stop.Token).ConfigureAwait(false);
                permits.Release(PermitsOf(frame.Length));
            }
        }
        catch (IOException failure)
        {
            broken.TrySetResult(failure.Message); // whoever sends next is told
        }
    }

    private void OnChanged()
    {
        if (!faults.IsCut(Peer) || !broken.TrySetResult($"the link to {Peer} is cut")) return;
        _ = Task.Run(DisposeAsync); // drops what is under way, and the connection
    }

    private void ThrowIfBroken()
    {
        if (broken.Task.IsCompletedSuccessfully) throw new IOException(broken.Task.Result);
    }
}
