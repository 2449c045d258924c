using Gateway.Api.Cluster;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Wiring;

/// <summary>What a member looks after now and then: whether it follows what it followed before, and for whom its log is kept.</summary>
internal sealed partial class MemberUpkeep : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim asked = new(0, 1);
    private readonly PopCluster cluster;
    private readonly FollowedTables followed;
    private readonly LogHoldWatch hold;
    private readonly Evictions? evictions;
    private readonly Func<bool> isWhole;
    private readonly ILogger log;
    private readonly Task running;

    public MemberUpkeep(PopCluster cluster, FollowedTables followed, LogHoldWatch hold, Evictions? evictions, Func<bool> isWhole, TimeProvider time, ILogger log)
    {
        this.evictions = evictions;
        this.isWhole = isWhole;
        this.cluster = cluster;
        this.followed = followed;
        this.hold = hold;
        this.log = log;
        running = RunAsync(time);
    }

    /// <summary>Looks at once. Safe for many threads; after the end, too.</summary>
    public void LookNow()
    {
        try
        {
            if (!stopping.IsCancellationRequested) asked.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is about to look.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task RunAsync(TimeProvider time)
    {
        while (true)
        {
            using (CancellationTokenSource waiting = new(Interval, time))
            using (CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(waiting.Token, stopping.Token))
            {
                await asked.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            stopping.Token.ThrowIfCancellationRequested();
            try
            {
                hold.Look();
                followed.Look(cluster.Self);
                if (isWhole()) await cluster.ActivateAsync(stopping.Token); // that it may join again comes as a record, perhaps later than what it takes over
                if (evictions is not null) await evictions.LookAsync(stopping.Token);
            }
            catch (Storage.StoreFault fault)
            {
                Failed(log, fault.Message);
            }
        }
    }

    [LoggerMessage(505, LogLevel.Error, "what this PoP follows: {Fault}")]
    private static partial void Failed(ILogger log, string fault);
}
