using Gateway.Storage.Log;

namespace Gateway.Api.Wiring;

/// <summary>Trims the change log once a minute. With no other PoP nobody reads it, so age alone decides.</summary>
internal sealed class LogUpkeep : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Source: DESIGN 5 (as long as streams: 24 hours).</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    public LogUpkeep(ChangeLog log, TimeProvider time, Action<Exception> onFault) => running = RunAsync(new LogTrimmer(log, Keep), time, onFault);

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
                trimmer.Step(time.GetUtcNow(), readersPosition: long.MaxValue);
            }
            catch (Storage.StoreFault fault)
            {
                onFault(fault);
            }
        }
    }
}
