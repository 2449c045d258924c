using System.Text.Json.Nodes;

namespace Gateway.Api.Tests.Following;

/// <summary>Items that do not live at every PoP: written by who does not hold them, come into reach late, and in transactions with others.</summary>
public sealed class ScopeTests
{
    [Fact]
    public async Task A_write_from_beyond_a_group_removes_nothing_that_it_has_not_seen()
    {
        await using FollowingCluster pops = await StartAsync("group:near");
        await AddAsync(pops, pops.Two, "X-ann", 3);
        await pops.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(500)); // stable, also at who does not hold it
        await AddAsync(pops, pops.Three, "X-ann", 35); // makes it anew
        await ShowsAsync(pops, pops.Two, "X-ann=38");
        await ShowsAsync(pops, pops.Central, "X-ann=38");

        await pops.DoAsync(pops.Three, "PutItem", "{'TableName': 'mixed', 'Item': {'pk': {'S': 'X-ann'}, 'n': {'N': '40'}}}"); // of what it sees
        await AddAsync(pops, pops.Two, "X-ann", 100);
        await pops.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(500));
        Assert.Equal(await HereAsync(pops, pops.Two), await HereAsync(pops, pops.Central));
        await pops.DoAsync(pops.Two, "DeleteItem", "{'TableName': 'mixed', 'Key': {'pk': {'S': 'X-ann'}}}");
        await ShowsAsync(pops, pops.Central, "");
        await ShowsAsync(pops, pops.Two, "");
    }

    [Fact]
    public async Task What_comes_into_a_PoPs_reach_late_is_not_taken_for_removed()
    {
        await using FollowingCluster pops = await StartAsync("group:near");
        await AddAsync(pops, pops.Two, "X-ann", 3);
        await AddAsync(pops, pops.Two, "bob", 1);
        await ShowsAsync(pops, pops.Three, "bob=1");
        await pops.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(500));
        string arn = (string)(await pops.DoAsync(pops.Central, "DescribeTable", "{'TableName': 'mixed'}"))["Table"]!["TableArn"]!;
        await pops.DoAsync(pops.Central, "TagResource", $"{{'ResourceArn': '{arn}', 'Tags': [{{'Key': 'edge:scope:X-', 'Value': 'all'}}]}}");
        for (int i = 0; i < 100; i++) await pops.MoveAsync();

        await AddAsync(pops, pops.Two, "X-ann", 35);
        await ShowsAsync(pops, pops.Three, "X-ann=38 bob=1"); // not 35, with a context that says that it has seen the 3
        (int status, _) = await pops.AskAsync(pops.Three, "PutItem", "{'TableName': 'mixed', 'Item': {'pk': {'S': 'X-eve'}}}");
        Assert.Equal(500, status); // until it has taken over what it did not hold
    }

    [Fact]
    public async Task A_transaction_over_local_and_other_items_is_whole_where_both_are_followed()
    {
        await using FollowingCluster pops = await StartAsync("local");
        await TransactAsync(pops, pops.Two);
        await pops.DoAsync(pops.Three, "GetItem", "{'TableName': 'mixed', 'Key': {'pk': {'S': 'X-ann'}}}");
        await ShowsAsync(pops, pops.Three, "X-ann=1 bob=1");
        for (int round = 0; round < 12; round++)
        {
            if (round % 4 == 1) pops.Cut(pops.Three);
            if (round % 4 == 3) pops.Heal();
            if (round == 6) await pops.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(500)); // some of it is stable at the others
            await TransactAsync(pops, round % 3 == 0 ? pops.Central : pops.Two);
            for (int i = 0; i < 20; i++)
            {
                await pops.MoveAsync();
                string[] shown = [.. (await HereAsync(pops, pops.Three)).Split(' ').Select(item => item.Split('=')[1])];
                Assert.Equal(shown[0], shown[1]);
            }
        }

        pops.Heal();
        await ShowsAsync(pops, pops.Three, "X-ann=13 bob=13");
        await ShowsAsync(pops, pops.Two, "X-ann=13 bob=13");
    }

    private static async Task<FollowingCluster> StartAsync(string scope)
    {
        FollowingCluster pops = await FollowingCluster.StartAsync();
        await pops.DoAsync(pops.Central, "CreateTable", $"{{'TableName': 'mixed', 'BillingMode': 'PAY_PER_REQUEST', 'Tags': [{{'Key': 'edge:scope:X-', 'Value': '{scope}'}}], 'AttributeDefinitions': [{{'AttributeName': 'pk', 'AttributeType': 'S'}}], 'KeySchema': [{{'AttributeName': 'pk', 'KeyType': 'HASH'}}]}}");
        for (int i = 0; i < 100; i++) await pops.MoveAsync();
        return pops;
    }

    private static Task AddAsync(FollowingCluster pops, FollowingPop pop, string key, int n) => pops.DoAsync(pop, "UpdateItem", $"{{'TableName': 'mixed', {UpdateOf(key, n)}}}");

    private static Task TransactAsync(FollowingCluster pops, FollowingPop pop) => pops.DoAsync(pop, "TransactWriteItems", $"{{'TransactItems': [{{'Update': {{'TableName': 'mixed', {UpdateOf("X-ann", 1)}}}}}, {{'Update': {{'TableName': 'mixed', {UpdateOf("bob", 1)}}}}}]}}");

    private static string UpdateOf(string key, int n) => $"'Key': {{'pk': {{'S': '{key}'}}}}, 'UpdateExpression': 'ADD n :n', 'ExpressionAttributeValues': {{':n': {{'N': '{n}'}}}}";

    private static async Task<string> HereAsync(FollowingCluster pops, FollowingPop pop)
    {
        JsonObject page = await pops.DoAsync(pop, "Scan", "{'TableName': 'mixed'}");
        return string.Join(' ', page["Items"]!.AsArray().Select(item => $"{item!["pk"]!["S"]}={item["n"]?["N"]}").Order(StringComparer.Ordinal));
    }

    private static async Task ShowsAsync(FollowingCluster pops, FollowingPop pop, string expected)
    {
        string shown = "";
        for (int i = 0; i < 500 && shown != expected; i++)
        {
            await pops.MoveAsync();
            shown = await HereAsync(pops, pop);
        }

        Assert.Equal(expected, shown);
    }
}
