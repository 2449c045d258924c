using System.Text.Json.Nodes;

namespace Gateway.Api.Tests.Following;

/// <summary>Items that live where they are written are where their user is.</summary>
public sealed class FollowingTests
{
    [Fact]
    public async Task A_user_who_moves_finds_everything_and_writes_at_both_places_arrive_at_both()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        await pops.AddAsync(pops.Two, "ann", 1, 1);
        await pops.PutAsync(pops.Two, "ann", 2, 5);
        await pops.PutAsync(pops.Two, "bob", 1, 9);
        Assert.Equal("", await pops.HereAsync(pops.Three));

        Assert.Equal("1=1 2=5", await pops.QueryAsync(pops.Three, "ann"));
        await pops.AddAsync(pops.Three, "ann", 1, 10);
        await pops.AddAsync(pops.Two, "ann", 1, 100);
        await pops.AddAsync(pops.Central, "ann", 1, 1000);
        await pops.DeleteAsync(pops.Two, "ann", 2);

        await pops.ShowsAsync(pops.Two, "ann", "1=1111");
        await pops.ShowsAsync(pops.Three, "ann", "1=1111");
        await pops.ShowsAsync(pops.Central, "ann", "1=1111");
        Assert.Equal("1=1111", await pops.HereAsync(pops.Three)); // nobody has sent bob
        Assert.Equal("1=1111 1=9", await pops.HereAsync(pops.Central));
    }

    [Fact]
    public async Task What_was_deleted_and_forgotten_meanwhile_does_not_come_back_with_a_user_who_returns()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        await pops.PutAsync(pops.Two, "ann", 1, 1);
        await pops.PutAsync(pops.Two, "ann", 2, 2);
        Assert.Equal("1=1 2=2", await pops.QueryAsync(pops.Three, "ann"));
        await pops.PassAsync(TimeSpan.FromMinutes(12), TimeSpan.FromSeconds(5)); // neither is used: the leases run out
        Assert.Equal(0, pops.Two.Follower.Given.Count);

        await pops.DeleteAsync(pops.Three, "ann", 2);
        await pops.AddAsync(pops.Three, "ann", 1, 10);
        for (int i = 0; i < 300 && pops.Central.Documents > 1; i++) await pops.PassAsync(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(250));
        Assert.Equal(1, pops.Central.Documents); // it was stable everywhere
        Assert.Equal(2, pops.Two.Documents); // nothing was sent there

        Assert.Equal("1=11", await pops.QueryAsync(pops.Two, "ann"));
        await pops.AddAsync(pops.Two, "ann", 1, 100);
        await pops.ShowsAsync(pops.Three, "ann", "1=111");
        await pops.ShowsAsync(pops.Central, "ann", "1=111");
        await pops.ShowsAsync(pops.Two, "ann", "1=111");
    }

    [Fact]
    public async Task With_nobody_in_reach_a_PoP_works_with_what_is_there_and_all_is_merged_later()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        await pops.AddAsync(pops.Two, "ann", 1, 1);
        await pops.ShowsAsync(pops.Central, "ann", "1=1");
        pops.Cut();

        Assert.Equal("", await pops.QueryAsync(pops.Three, "ann"));
        await pops.AddAsync(pops.Three, "ann", 1, 10);
        await pops.AddAsync(pops.Two, "ann", 1, 100);
        pops.Heal();

        foreach (FollowingPop pop in (FollowingPop[])[pops.Two, pops.Three, pops.Central]) await pops.ShowsAsync(pop, "ann", "1=111");
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_holds_up_one_request_for_a_quarter_of_a_second()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        await pops.AddAsync(pops.Two, "ann", 1, 1);
        await pops.ShowsAsync(pops.Central, "ann", "1=1");
        pops.Silent.Add(pops.Two);
        pops.Silent.Add(pops.Central);
        DateTimeOffset began = pops.Time.GetUtcNow();

        Assert.Equal("", await pops.QueryAsync(pops.Three, "ann"));
        Assert.InRange(pops.Time.GetUtcNow() - began, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5));
        began = pops.Time.GetUtcNow();
        Assert.Equal("", await pops.QueryAsync(pops.Three, "ann"));
        Assert.InRange(pops.Time.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromMilliseconds(200)); // the next one does not wait
        pops.Silent.Clear();

        await pops.ShowsAsync(pops.Three, "ann", "1=1");
    }

    [Fact]
    public async Task A_transaction_comes_whole_with_the_answer_and_with_the_log()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        await TransactAsync(pops, pops.Two, 1);
        HashSet<int> seen = [];
        Task<string> reading = pops.QueryAsync(pops.Three, "ann");
        pops.Arrived = () => seen.Add(pops.Three.Documents);
        await reading;
        await TransactAsync(pops, pops.Two, 4);
        await pops.ShowsAsync(pops.Three, "ann", "1=1 2=1 3=1 4=4 5=4 6=4");

        Assert.Subset(new HashSet<int> { 0, 3, 6 }, seen);
    }

    [Fact]
    public async Task Every_operation_on_a_key_fetches_it()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        string[] requests =
        [
            "GetItem {'TableName': 'users', 'Key': KEY}",
            "BatchGetItem {'RequestItems': {'users': {'Keys': [KEY]}}}",
            "TransactGetItems {'TransactItems': [{'Get': {'TableName': 'users', 'Key': KEY}}]}",
            "ExecuteStatement {'Statement': \"SELECT * FROM users WHERE pk='USER'\"}",
            "BatchExecuteStatement {'Statements': [{'Statement': \"SELECT * FROM users WHERE pk='USER' AND sk=1\"}]}",
            "UpdateItem {'TableName': 'users', 'Key': KEY, 'ConditionExpression': 'attribute_exists(pk)', 'UpdateExpression': 'REMOVE x', 'ReturnValues': 'ALL_NEW'}",
            "DeleteItem {'TableName': 'users', 'Key': KEY, 'ReturnValues': 'ALL_OLD'}",
            "PutItem {'TableName': 'users', 'Item': KEY, 'ReturnValues': 'ALL_OLD'}",
        ];
        for (int i = 0; i < requests.Length; i++)
        {
            string user = $"user-{i}";
            await pops.PutAsync(pops.Two, user, 1, 4711);
            string[] request = requests[i].Split(' ', 2);
            string json = request[1].Replace("KEY", $"{{'pk': {{'S': '{user}'}}, 'sk': {{'N': '1'}}}}", StringComparison.Ordinal);
            if (json.Contains('"')) json = System.Text.RegularExpressions.Regex.Replace(json, "\"(.*?)\"", match => $"'{match.Groups[1].Value.Replace("'", "\\u0027", StringComparison.Ordinal)}'");
            JsonObject answer = await pops.DoAsync(pops.Three, request[0], json.Replace("USER", user, StringComparison.Ordinal));
            Assert.Contains("4711", answer.ToJsonString(), StringComparison.Ordinal);
        }
    }

    private static Task TransactAsync(FollowingCluster pops, FollowingPop pop, int first) => pops.DoAsync(pop, "TransactWriteItems", $"{{'TransactItems': [{string.Join(", ", Enumerable.Range(first, 3).Select(at => $"{{'Put': {{'TableName': 'users', 'Item': {{'pk': {{'S': 'ann'}}, 'sk': {{'N': '{at}'}}, 'n': {{'N': '{first}'}}}}}}}}"))}]}}");
}
