using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Cluster.Tests.Pops;
using Gateway.Testing;

namespace Gateway.Cluster.Tests.Conflicts;

/// <summary>Two real PoPs with tables in both put modes. One meeting at a time: links are cut for all.</summary>
public sealed class TwoPops : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private RunningCluster? cluster;
    private PopClient? west;
    private PopClient? east;
    private int items;

    internal RunningCluster Cluster => cluster!;

    public async ValueTask InitializeAsync()
    {
        cluster = await RunningCluster.StartAsync(2, folder.At("data"), "--regions", "us-west,us-east");
        (west, east) = (PopClient.To(cluster, 1), PopClient.To(cluster, 2));
        foreach (string mode in (string[])["merge", "replace"])
        {
            await west.AskAsync("CreateTable", $$$"""
                {"TableName":"{{{mode}}}","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
                 "Tags":[{"Key":"edge:put","Value":"{{{mode}}}"}],"StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}}
                """);
            await cluster.UntilAsync("the table is at both", async () => (await east.TryAsync("Scan", new JsonObject { ["TableName"] = mode })).Kind == ReplyKind.Done);
        }
    }

    public async ValueTask DisposeAsync()
    {
        west?.Dispose();
        east?.Dispose();
        if (cluster is not null) await cluster.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>A new item that both PoPs have, and no link between them.</summary>
    /// <param name="item">As <see cref="Plain"/> reads it; null for none.</param>
    /// <param name="grown">A number that was counted up by ADD before, instead of being put.</param>
    /// <param name="table">merge or replace.</param>
    internal async Task<Meeting> ApartAsync(string? item, string? grown = null, string table = "merge")
    {
        await Cluster.HealAsync();
        string key = string.Create(CultureInfo.InvariantCulture, $"item-{++items}");
        Meeting meeting = new(Cluster, new ItemAt(west!, table, key), new ItemAt(east!, table, key));
        if (item is not null) await meeting.West.PutAsync(item);
        if (grown is not null) foreach ((string name, JsonNode? value) in JsonNode.Parse(grown)!.AsObject()) await meeting.West.UpdateAsync($"ADD {name} :x", $"{{ \":x\": {value} }}");
        if (item is not null || grown is not null) await Cluster.UntilAsync("East has the item", async () => await meeting.East.ReadAsync() is { Count: > 0 } there && JsonNode.DeepEquals(there, await meeting.West.ReadAsync()));
        await Cluster.CutAllAsync();
        return meeting;
    }
}
