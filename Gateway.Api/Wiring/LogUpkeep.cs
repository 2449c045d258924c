using Gateway.Storage.Log;

namespace Gateway.Api.Wiring;

/// <summary>Trims the change log once a minute: what is old enough and what all its readers have passed.</summary>
internal sealed class LogUpkeep : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Source: DESIGN 5 (as long as streams: 24 hours).</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly List<Func<long>> readers = [];
    private readonly Task running;

    public LogUpkeep(ChangeLog log, TimeProvider time, Action<Exception> onFault) => running = RunAsync(new LogTrimmer(log, Retention), time, onFault);

    /// <summary>Keeps the log behind a position for a reader.</summary>
    /// <param name="position">So far it has read; <see cref="long.MaxValue"/> for one that needs nothing.</param>
    public void HoldFor(Func<long> position)
    {
        lock (gate) readers.Add(position);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task RunAsync(LogTrimmer trimmer, TimeProvider time, Action<Exception> onFault)
    {
        using PeriodicTimer timer = new(Interval, time);
        while (await timer.WaitForNextTickAsync(stopping.Token))
        {
            try
            {
                trimmer.Step(time.GetUtcNow(), Lowest());
            }
            catch (Storage.StoreFault fault)
            {
                onFault(fault);
            }
        }
    }

    private long Lowest()
    {
        lock (gate) return readers.Count == 0 ? long.MaxValue : readers.Min(position => position());
    }
}
