using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Streams;
using Gateway.DynamoCompat.TimeToLive;

namespace Gateway.DynamoCompat;

/// <summary>What a PoP does by itself from time to time: expiry, and the removal of what is too old to be of use.</summary>
/// <param name="services">Where.</param>
/// <param name="onBug">Told of what went wrong; the janitor comes again at its next time.</param>
internal sealed class Janitor(DynamoServices services, Action<Exception, string> onBug) : IAsyncDisposable
{
    private const int TransactionsAtOnce = 1000;

    private readonly CancellationTokenSource stopping = new();
    private readonly ExpirySweeper expiry = new(services.Store, services.Tables, services.Writes, services.Cluster, services.Options.ExpiryFallback, services.Time);
    private readonly StreamTrimmer streams = new(services.Store, services.Tables, services.Time, services.Options.StreamRetention);
    private Task running = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Start() => running = Task.WhenAll(
        RepeatAsync("expiry", services.Options.ExpiryInterval, expiry.SweepAsync),
        RepeatAsync("trimming", services.Options.TrimInterval, _ => TrimAsync()));

    /// <summary>Ends what runs, and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task TrimAsync()
    {
        services.Tokens.Sweep();
        streams.Trim();
        TrimTransactions();
        await services.Control.TidyAsync().ConfigureAwait(false);
    }

    /// <summary>Which items belong together is asked for as long as their changes may still be in a log.</summary>
    private void TrimTransactions()
    {
        long oldest = (services.Time.GetUtcNow() - services.Options.StreamRetention).ToUnixTimeMilliseconds();
        while (services.Replication.IsReplicated && TransactionIndex.Trim(services.Store, oldest, TransactionsAtOnce) == TransactionsAtOnce)
        {
            // as many batches as it takes
        }
    }

    private async Task RepeatAsync(string what, TimeSpan interval, Func<CancellationToken, Task> work)
    {
        using PeriodicTimer timer = new(interval, services.Time);
        while (await timer.WaitForNextTickAsync(stopping.Token).ConfigureAwait(false))
        {
            try
            {
                await work(stopping.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                onBug(exception, what);
            }
        }
    }
}
