using Gateway.Api.Cluster;
using Gateway.Replication;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Membership;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Wiring;

/// <summary>Evicts members that are silent for too long, where the central PoP is; and where this PoP was evicted, sees to it that it counts again.</summary>
internal sealed partial class MemberUpkeep : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stopping = new();
    private readonly PopCluster cluster;
    private readonly ReplicationNode node;
    private readonly ComparerSet comparers;
    private readonly SilenceWatch silence;
    private readonly FollowedTables followed;
    private readonly ILogger log;
    private readonly Task running;
    private long? comparedBefore;

    public MemberUpkeep(PopCluster cluster, ReplicationNode node, ComparerSet comparers, FollowedTables followed, TimeProvider time, ILogger log)
    {
        this.cluster = cluster;
        this.node = node;
        this.comparers = comparers;
        this.followed = followed;
        this.log = log;
        silence = new SilenceWatch(node.House.Options.EvictAfter, time);
        running = RunAsync(time);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task RunAsync(TimeProvider time)
    {
        using PeriodicTimer timer = new(Interval, time);
        while (await timer.WaitForNextTickAsync(stopping.Token))
        {
            try
            {
                followed.Look(cluster.Self);
                if (cluster.Self.IsCentral) await EvictAsync();
                if (cluster.Self.State == PopState.Evicted) await ReturnAsync();
            }
            catch (Storage.StoreFault fault)
            {
                Failed(log, fault.Message);
            }
        }
    }

    private async Task EvictAsync()
    {
        PopInfo[] peers = [.. cluster.Directory.Map.Peers.Where(peer => peer.State == PopState.Active)];
        foreach (string name in silence.Look(peers.Select(peer => peer.Name), node.House.Stability.Heard()))
        {
            await cluster.Directory.PutAsync(peers.First(peer => peer.Name == name) with { State = PopState.Evicted }, CancellationToken.None);
            Evicted(log, name);
        }
    }

    /// <summary>What was deleted and forgotten elsewhere meanwhile must go here, too, before this PoP counts again.</summary>
    private async Task ReturnAsync()
    {
        if (cluster.Directory.Map.Peers.FirstOrDefault(peer => peer.IsCentral) is not { } central) return;
        if (comparers.Status.FirstOrDefault(status => status.Peer == central.Name) is not { } status) return; // not linked yet
        if (comparedBefore is not { } before)
        {
            comparedBefore = status.Ended + (status.IsRunning ? 1 : 0);
            comparers.Request(ComparisonCause.LogLost, central.Name);
        }
        else if (status.Ended > before)
        {
            comparedBefore = null;
            await cluster.ActivateAsync(CancellationToken.None);
            Returned(log);
        }
    }

    [LoggerMessage(503, LogLevel.Warning, "{Pop} was silent for too long: nobody waits for it any more")]
    private static partial void Evicted(ILogger log, string pop);

    [LoggerMessage(504, LogLevel.Information, "this PoP was evicted while it was silent; it has compared what it has and counts again")]
    private static partial void Returned(ILogger log);

    [LoggerMessage(505, LogLevel.Error, "members: {Fault}")]
    private static partial void Failed(ILogger log, string fault);
}
