using System.Text.Json.Nodes;
using Gateway.Cluster.Tests.Pops;
using Gateway.Robustness.Tests.Crashing;

namespace Gateway.Cluster.Tests.Conflicts;

/// <summary>One item at two PoPs that hear nothing of one another, until they do.</summary>
internal sealed record Meeting(RunningCluster Cluster, ItemAt West, ItemAt East)
{
    /// <summary>Heals the links, waits until each PoP has what the other wrote, and compares what both show.</summary>
    /// <param name="item">As <see cref="Plain"/> reads it; null for no item.</param>
    public async Task EndsAsAsync(string? item)
    {
        await Cluster.HealAsync();
        await ShowAsync(item);
    }

    /// <summary>Waits until each PoP has what the other wrote, and compares what both show.</summary>
    public async Task ShowAsync(string? item)
    {
        await Cluster.ExchangeAsync();
        string expected = CanonicalJson.Of(item is null ? [] : Plain.Item(item));
        JsonObject west = await West.ReadAsync(), east = await East.ReadAsync();
        Assert.Equal(expected, CanonicalJson.Of(west));
        Assert.Equal(expected, CanonicalJson.Of(east));
    }
}
