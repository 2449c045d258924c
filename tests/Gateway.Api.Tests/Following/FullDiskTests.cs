using Gateway.Storage;

namespace Gateway.Api.Tests.Following;

/// <summary>A PoP whose disk is full: writes are refused as AWS refuses them when it has failed, reads go on, and all is well once there is room.</summary>
public sealed class FullDiskTests
{
    private const string Get = "{'TableName': 'users', 'Key': {'pk': {'S': 'ann'}, 'sk': {'N': '1'}}}";
    private const string Put = "{'TableName': 'users', 'Item': {'pk': {'S': 'ann'}, 'sk': {'N': '2'}, 'n': {'N': '2'}}}";

    [Fact]
    public async Task Writes_are_refused_reads_go_on_and_it_recovers_by_itself()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        await pops.PutAsync(pops.Central, "ann", 1, 1);
        await pops.PutAsync(pops.Two, "bob", 1, 7);
        pops.Cut();
        pops.Two.Disk.IsNearlyFull = true;

        try
        {
            await RefuseAsync(pops);
        }
        finally
        {
            pops.Two.Bugs.Clear(); // they are told here
            pops.Two.Disk.IsNearlyFull = false;
        }

        pops.Heal();
        await pops.DoAsync(pops.Two, "PutItem", Put);
        foreach (FollowingPop pop in (FollowingPop[])[pops.Two, pops.Central, pops.Three]) await pops.ShowsAsync(pop, "ann", "1=1 2=2");
    }

    private static async Task RefuseAsync(FollowingCluster pops)
    {
        (int status, string answer) = await FollowingCluster.TryAsync(pops.Two, "PutItem", Put);
        Assert.Equal((500, true), (status, answer.Contains("InternalServerError", StringComparison.Ordinal)));
        Assert.Equal(500, (await FollowingCluster.TryAsync(pops.Two, "TransactWriteItems", "{'TransactItems': [{'Put': " + Put + "}]}")).Status);
        Assert.Equal((200, "{}"), await FollowingCluster.TryAsync(pops.Two, "GetItem", Get)); // of a partition that is not here, and whose lease cannot be kept
        Assert.Contains("\"7\"", (await FollowingCluster.TryAsync(pops.Two, "GetItem", Get.Replace("ann", "bob", StringComparison.Ordinal))).Answer, StringComparison.Ordinal);
        pops.Time.Advance(TimeSpan.FromSeconds(2));
        if (Record.Exception(() => pops.Two.Node.Step(pops.Two.Node.House.Now)) is { } refused) Assert.Equal(StoreFaultKind.Full, Assert.IsType<StoreFault>(refused).Kind);
        Assert.All(pops.Two.Bugs, bug => Assert.Contains("No space left on device", bug, StringComparison.Ordinal));
    }
}
