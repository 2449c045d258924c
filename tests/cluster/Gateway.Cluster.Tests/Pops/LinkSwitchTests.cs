using Gateway.Replication.Links;
using Gateway.Testing;

namespace Gateway.Cluster.Tests.Pops;

/// <summary>The switch that cuts and heals links, while PoPs come and go.</summary>
public sealed class LinkSwitchTests
{
    [Fact]
    [Trait("Category", "Long")]
    public async Task A_PoP_that_is_just_starting_hears_of_every_cut_and_every_heal()
    {
        using TestFolder folder = new();
        await using RunningCluster cluster = await RunningCluster.StartAsync(2, folder.At("data"));
        int before = cluster.PortOf(2);
        await cluster.SignalAsync(2, "KILL");

        await cluster.UntilAsync("pop-2 answers again", async () =>
        {
            await cluster.CutAsync();
            await cluster.HealAsync();
            return cluster.PortOf(2) != before;
        });
        await cluster.UntilAsync("all links are open", async () => (await cluster.StatusAsync()).Pops is { Count: 2 } pops && pops.All(pop => pop.Links.All(link => link.State == LinkState.Open)));
    }
}
