using Gateway.Api.Cluster;
using Gateway.LambdaCompat.Functions;

namespace Gateway.Api.Wiring;

/// <summary>Numbers of versions in a cluster: the central PoP gives them out. Source: ADR 37.</summary>
/// <param name="cluster">Asked each time: a PoP that is alone may become a member.</param>
internal sealed class ClusterNumbers(Func<PopCluster?> cluster) : IVersionNumbers
{
    public async ValueTask<long?> NextAsync(string kind, string key, long lowest, CancellationToken token) =>
        cluster() is { } member ? await member.NumberAsync(kind, key, lowest, token) : null;
}
