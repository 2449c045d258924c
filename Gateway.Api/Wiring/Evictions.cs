using System.Collections.Concurrent;
using Gateway.Api.Cluster;
using Gateway.Replication;
using Gateway.Replication.Membership;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Wiring;

/// <summary>At the central PoP: evicts members of which nobody has had a sign for too long, and lets them in again when they come back.</summary>
internal sealed partial class Evictions(PopCluster cluster, ReplicationNode node, TimeSpan after, TimeProvider time, ILogger log)
{
    /// <summary>After its own start this PoP looks for signs first: it may have been away itself.</summary>
    private static readonly TimeSpan LookFor = TimeSpan.FromHours(1);

    private readonly DateTimeOffset begun = time.GetUtcNow();
    private readonly ConcurrentDictionary<string, DateTimeOffset> returned = new();

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken token)
    {
        if (after <= TimeSpan.Zero || !node.House.IsWhole() || time.GetUtcNow() - begun < (after < LookFor ? after : LookFor)) return;
        foreach (PopInfo pop in cluster.Directory.Map.Peers.Where(pop => !pop.IsCentral).ToArray())
        {
            TimeSpan sinceReturn = time.GetUtcNow() - returned.GetValueOrDefault(pop.Name, begun);
            TimeSpan silent = node.SilentFor(pop.Name) ?? sinceReturn;
            if (silent < after || (returned.ContainsKey(pop.Name) && sinceReturn < after)) continue;
            await cluster.Directory.PutAsync(pop with { State = PopState.Evicted, Evictions = pop.Evictions + 1 }, token);
            IsEvicted(log, pop.Name, silent.TotalHours.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A PoP that was evicted has done its part, and asks to be let in: once the others have met it is a joining one. Called by a link.</summary>
    public void Return(string name)
    {
        if (cluster.Directory.Map.Find(name) is not { State: PopState.Evicted } pop || node.Departures.Open.Any(departure => departure.Pop == name)) return;
        returned[name] = time.GetUtcNow();
        _ = Task.Run(async () =>
        {
            await cluster.Directory.PutAsync(pop with { State = PopState.Joining }, CancellationToken.None);
            IsBack(log, name);
        });
    }

    [LoggerMessage(509, LogLevel.Warning, "{Pop} is evicted: nobody has had a sign of it for {Hours} h. The others go on without it; it enters as new when it comes back")]
    private static partial void IsEvicted(ILogger log, string pop, string hours);

    [LoggerMessage(510, LogLevel.Information, "{Pop} was evicted and is back: it enters as new")]
    private static partial void IsBack(ILogger log, string pop);
}
