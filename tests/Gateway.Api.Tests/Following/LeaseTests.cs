using System.Text.Json.Nodes;
using Gateway.Replication.Messages;

namespace Gateway.Api.Tests.Following;

/// <summary>Leases: over restarts, with partitions larger than a page, and where rules name beginnings of keys.</summary>
public sealed class LeaseTests
{
    [Fact]
    public async Task Leases_outlive_a_restart_at_both_sides()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        await pops.AddAsync(pops.Two, "ann", 1, 1);
        Assert.Equal("1=1", await pops.QueryAsync(pops.Three, "ann"));
        int given = pops.Two.Follower.Given.Count, own = pops.Three.Follower.LeaseCount;
        Assert.True(given > 0 && own > 0);

        await pops.RestartAsync(pops.Two);
        await pops.RestartAsync(pops.Three);
        Assert.Equal((given, own), (pops.Two.Follower.Given.Count, pops.Three.Follower.LeaseCount));
        await pops.AddAsync(pops.Two, "ann", 1, 10);
        for (int i = 0; i < 500 && await pops.HereAsync(pops.Three) != "1=11"; i++) await pops.MoveAsync();
        Assert.Equal("1=11", await pops.HereAsync(pops.Three)); // nobody has asked there

        await pops.RestartAsync(pops.Three);
        await pops.PassAsync(TimeSpan.FromMinutes(12), TimeSpan.FromSeconds(5));
        Assert.Equal((0, 0), (pops.Three.Follower.LeaseCount, pops.Two.Follower.Given.Count)); // and end after it
    }

    [Fact]
    public async Task A_partition_that_is_larger_than_a_page_comes_whole_also_when_the_link_is_cut_between_two_pages()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        string large = new('x', 100_000);
        for (int at = 1; at <= 9; at++) await pops.DoAsync(pops.Two, "PutItem", $"{{'TableName': 'users', 'Item': {{'pk': {{'S': 'ann'}}, 'sk': {{'N': '{at}'}}, 'n': {{'N': '{at}'}}, 'x': {{'S': '{large}'}}}}}}");
        bool isCut = false;
        int pages = 0;
        pops.Disguise = (_, frame) =>
        {
            if (frame.KindCase != Frame.KindOneofCase.Followed || frame.Followed.Units.Count == 0) return [frame];
            pages++;
            isCut |= !frame.Followed.More;
            return frame.Followed.More || pages > 4 ? [frame] : []; // the last page of the first answers is lost with its link
        };
        Task<(int Status, string Answer)> reading = pops.Three.TryAsync("Query", "{'TableName': 'users', 'KeyConditionExpression': 'pk = :u', 'ExpressionAttributeValues': {':u': {'S': 'ann'}}}");
        await pops.UntilAsync(() => isCut);
        pops.Cut();
        pops.Heal();
        await pops.UntilAsync(() => reading.IsCompleted);
        Assert.Equal(200, (await reading).Status);

        await pops.ShowsAsync(pops.Three, "ann", "1=1 2=2 3=3 4=4 5=5 6=6 7=7 8=8 9=9");
        Assert.True(pages >= 2, $"{pages} pages");
    }

    [Fact]
    public async Task Where_rules_name_beginnings_of_keys_only_those_partitions_are_asked_for()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        await pops.DoAsync(pops.Central, "CreateTable", """
            {'TableName': 'mixed', 'BillingMode': 'PAY_PER_REQUEST', 'Tags': [{'Key': 'edge:scope:L-', 'Value': 'local'}],
             'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': 'S'}], 'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}]}
            """);
        foreach (FollowingPop pop in (FollowingPop[])[pops.Two, pops.Three])
        {
            int status = 0;
            for (int i = 0; i < 500 && status != 200; i++)
            {
                await pops.MoveAsync();
                (status, _) = await FollowingCluster.TryAsync(pop, "DescribeTable", "{'TableName': 'mixed'}");
            }
        }

        await PutAsync("L-ann");
        await PutAsync("bob");
        await PutAsync("L-eve");
        await HereAsync("bob");
        Assert.Equal(0, pops.Three.Follower.LeaseCount);

        Assert.Contains("L-ann", (await GetAsync("L-ann")).ToJsonString(), StringComparison.Ordinal);
        await GetAsync("bob");
        await HereAsync("L-ann bob");
        Assert.Equal(1, pops.Three.Follower.LeaseCount);

        Task<JsonObject> PutAsync(string key) => pops.DoAsync(pops.Two, "PutItem", $"{{'TableName': 'mixed', 'Item': {{'pk': {{'S': '{key}'}}}}}}");

        Task<JsonObject> GetAsync(string key) => pops.DoAsync(pops.Three, "GetItem", $"{{'TableName': 'mixed', 'Key': {{'pk': {{'S': '{key}'}}}}}}");

        async Task HereAsync(string expected)
        {
            string shown = "";
            for (int i = 0; i < 500 && shown != expected; i++)
            {
                await pops.MoveAsync();
                shown = string.Join(' ', (await pops.DoAsync(pops.Three, "Scan", "{'TableName': 'mixed'}"))["Items"]!.AsArray().Select(item => (string?)item!["pk"]!["S"]).Order(StringComparer.Ordinal));
            }

            Assert.Equal(expected, shown);
        }
    }

    [Fact]
    public async Task What_is_stable_is_not_removed_by_a_write_that_never_saw_it()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        await pops.AddAsync(pops.Two, "ann", 1, 3);
        await pops.PassAsync(TimeSpan.FromMinutes(12), TimeSpan.FromSeconds(9));
        pops.Cut();
        await pops.AddAsync(pops.Three, "ann", 1, 35); // makes the item anew, and covers what it knows of an old one: nothing
        pops.Heal();
        for (int lease = 0; lease < 3; lease++)
        {
            foreach (FollowingPop pop in (FollowingPop[])[pops.Three, pops.Two, pops.Central]) await pops.ShowsAsync(pop, "ann", "1=38");
            await pops.PassAsync(TimeSpan.FromMinutes(12), TimeSpan.FromSeconds(9)); // all is stable, and asked for again
        }
    }

    [Fact]
    public async Task A_deleted_item_is_forgotten_at_all_who_had_it()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        await pops.AddAsync(pops.Two, "ann", 1, 3);
        pops.Cut();
        await pops.AddAsync(pops.Three, "ann", 1, 35);
        pops.Heal();
        await pops.ShowsAsync(pops.Three, "ann", "1=38");
        await pops.ShowsAsync(pops.Two, "ann", "1=38");
        await pops.DeleteAsync(pops.Two, "ann", 1);
        foreach (FollowingPop pop in (FollowingPop[])[pops.Three, pops.Two, pops.Central]) await pops.ShowsAsync(pop, "ann", "");
        await pops.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromMilliseconds(500));
        Assert.Equal((0, 0, 0), (pops.Central.Documents, pops.Two.Documents, pops.Three.Documents));
    }
}
