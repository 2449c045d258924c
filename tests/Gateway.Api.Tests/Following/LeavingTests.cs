using System.Text.Json.Nodes;
using Gateway.Replication.Following;
using Gateway.Replication.Messages;

namespace Gateway.Api.Tests.Following;

/// <summary>PoPs that users have visited forget them, and nothing is lost by that.</summary>
public sealed class LeavingTests
{
    private static readonly TimeSpan Gone = TimeSpan.FromMinutes(75);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(9);

    [Fact]
    public async Task What_a_visitor_leaves_behind_goes_and_he_finds_it_again()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        await pops.AddAsync(pops.Two, "ann", 1, 1);
        Assert.Equal("1=1", await pops.QueryAsync(pops.Three, "ann"));
        await pops.AddAsync(pops.Three, "ann", 1, 10);
        await pops.AddAsync(pops.Three, "ann", 2, 5);
        await pops.PassAsync(TimeSpan.FromMinutes(30), Tick);
        Assert.Equal(2, pops.Three.Documents); // the lease is over, but he may be back

        await pops.PassAsync(Gone, Tick);
        Assert.Equal(0, pops.Three.Documents);
        Assert.Equal((2, 2), (pops.Central.Documents, pops.Two.Documents)); // where he lives nothing goes
        Assert.Equal("", await pops.HereAsync(pops.Three));

        await pops.AddAsync(pops.Three, "ann", 1, 100); // what was written here comes back, and is built upon
        await pops.DeleteAsync(pops.Three, "ann", 2);
        foreach (FollowingPop pop in (FollowingPop[])[pops.Three, pops.Two, pops.Central]) await pops.ShowsAsync(pop, "ann", "1=111");
    }

    [Fact]
    public async Task Index_entries_and_expiry_go_too_and_no_stream_tells_of_it()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        await pops.DoAsync(pops.Central, "CreateTable", """
            {'TableName': 'more', 'BillingMode': 'PAY_PER_REQUEST', 'Tags': [{'Key': 'edge:scope', 'Value': 'local'}], 'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'KEYS_ONLY'},
             'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': 'S'}, {'AttributeName': 'n', 'AttributeType': 'N'}], 'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}],
             'GlobalSecondaryIndexes': [{'IndexName': 'by-n', 'KeySchema': [{'AttributeName': 'n', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}]}
            """);
        for (int i = 0; i < 50; i++) await pops.MoveAsync();
        string byNumber = "{'TableName': 'more', 'IndexName': 'by-n', 'KeyConditionExpression': 'n = :n', 'ExpressionAttributeValues': {':n': {'N': '7'}}}";
        await pops.DoAsync(pops.Two, "PutItem", "{'TableName': 'more', 'Item': {'pk': {'S': 'ann'}, 'n': {'N': '7'}}}");
        await pops.DoAsync(pops.Three, "GetItem", "{'TableName': 'more', 'Key': {'pk': {'S': 'ann'}}}");
        await pops.DoAsync(pops.Three, "UpdateItem", "{'TableName': 'more', 'Key': {'pk': {'S': 'ann'}}, 'UpdateExpression': 'SET x = n'}");
        Assert.Equal(1, (int)(await pops.DoAsync(pops.Three, "Query", byNumber))["Count"]!);
        int records = await RecordsAsync(pops);

        await pops.PassAsync(Gone, Tick);
        Assert.Equal((0, 0), ((int)(await pops.DoAsync(pops.Three, "Query", byNumber))["Count"]!, (int)(await pops.DoAsync(pops.Three, "Scan", "{'TableName': 'more'}"))["Count"]!));
        Assert.Equal(records, await RecordsAsync(pops));
        Assert.Equal(1, (int)(await pops.DoAsync(pops.Two, "Query", byNumber))["Count"]!);
    }

    [Fact, Trait("Category", "Long")]
    public async Task Ten_thousand_visitors_who_left_take_no_room()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        const int Visitors = 10_000, AtOnce = 100;
        for (int first = 0; first < Visitors; first += 25)
        {
            string puts = string.Join(", ", Enumerable.Range(first, 25).Select(user => $"{{'PutRequest': {{'Item': {{'pk': {{'S': 'user-{user}'}}, 'sk': {{'N': '1'}}, 'n': {{'N': '{user}'}}}}}}}}"));
            await pops.DoAsync(pops.Two, "BatchWriteItem", $"{{'RequestItems': {{'users': [{puts}]}}}}");
        }

        int before = pops.Three.Keys;
        for (int first = 0; first < Visitors; first += AtOnce)
        {
            string keys = string.Join(", ", Enumerable.Range(first, AtOnce).Select(user => $"{{'pk': {{'S': 'user-{user}'}}, 'sk': {{'N': '1'}}}}"));
            JsonObject page = await pops.DoAsync(pops.Three, "BatchGetItem", $"{{'RequestItems': {{'users': {{'Keys': [{keys}]}}}}}}");
            Assert.Equal(AtOnce, page["Responses"]!["users"]!.AsArray().Count);
        }

        Assert.Equal(Visitors, pops.Three.Documents);
        await pops.PassAsync(Gone + Gone, TimeSpan.FromSeconds(5));
        Assert.Equal((0, 0, 0, Visitors), (pops.Three.Documents, pops.Three.Follower.KnownLeases, pops.Two.Follower.Given.Count, pops.Two.Documents));
        Assert.InRange(pops.Three.Keys, 0, before + 100); // the catalog, streams and marks of both moments
    }

    [Fact]
    public async Task A_visitor_who_returns_while_he_is_forgotten_loses_nothing()
    {
        for (int moment = 0; moment < 6; moment++)
        {
            await using FollowingCluster pops = await FollowingCluster.StartAsync();
            await pops.AddAsync(pops.Two, "ann", 1, 1);
            await pops.QueryAsync(pops.Three, "ann");
            await pops.AddAsync(pops.Three, "ann", 1, 10);
            await UntilLeaveIsAskedAsync(pops);
            for (int i = 0; i < moment; i++) await pops.MoveAsync();
            await pops.AddAsync(pops.Three, "ann", 1, 100);
            foreach (FollowingPop pop in (FollowingPop[])[pops.Three, pops.Two, pops.Central]) await pops.ShowsAsync(pop, "ann", "1=111");
        }
    }

    [Fact]
    public async Task The_power_may_go_at_any_moment()
    {
        for (int moment = 0; moment < 8; moment++)
        {
            await using FollowingCluster pops = await FollowingCluster.StartAsync(moment, new FollowOptions { Linger = TimeSpan.FromMinutes(2) });
            await pops.AddAsync(pops.Two, "ann", 1, 1);
            await pops.QueryAsync(pops.Three, "ann");
            await pops.AddAsync(pops.Three, "ann", 1, 10);
            await pops.AddAsync(pops.Three, "ann", 2, 20);
            await UntilLeaveIsAskedAsync(pops);
            pops.Three.IsLazy = true;
            for (int i = 0; i < moment; i++) await pops.MoveAsync();
            pops.Crash(pops.Three);
            pops.Heal();
            Assert.Contains(pops.Three.Documents, (int[])[0, 2]); // all of it, or nothing
            await AddAgainAsync(pops, 100);
            foreach (FollowingPop pop in (FollowingPop[])[pops.Three, pops.Two, pops.Central]) await pops.ShowsAsync(pop, "ann", "1=111 2=20");
        }
    }

    [Fact]
    public async Task Without_the_central_PoP_nothing_goes_and_who_returns_must_be_able_to_reach_it()
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync();
        await pops.AddAsync(pops.Two, "ann", 1, 1);
        await pops.QueryAsync(pops.Three, "ann");
        await pops.AddAsync(pops.Three, "ann", 1, 10);
        await pops.ShowsAsync(pops.Central, "ann", "1=11");
        pops.Cut(pops.Central);
        await pops.AddAsync(pops.Three, "ann", 1, 100);
        await pops.PassAsync(Gone, Tick);
        Assert.Equal(1, pops.Three.Documents); // what the central PoP has not got stays

        pops.Heal();
        await pops.PassAsync(Gone, Tick);
        Assert.Equal(0, pops.Three.Documents);
        pops.Cut(pops.Central);
        (int status, string answer) = await pops.AskAsync(pops.Three, "UpdateItem", "{'TableName': 'users', 'Key': {'pk': {'S': 'ann'}, 'sk': {'N': '1'}}, 'UpdateExpression': 'ADD n :n', 'ExpressionAttributeValues': {':n': {'N': '1'}}}");
        Assert.Equal((500, true), (status, answer.Contains("InternalServerError", StringComparison.Ordinal))); // its own earlier writes would be lost by it
        await pops.AddAsync(pops.Three, "eve", 1, 7); // others are served

        pops.Heal();
        await pops.ShowsAsync(pops.Three, "ann", "1=111");
        await AddAgainAsync(pops, 1000);
        foreach (FollowingPop pop in (FollowingPop[])[pops.Three, pops.Two, pops.Central]) await pops.ShowsAsync(pop, "ann", "1=1111");
    }

    /// <summary>As an SDK does: a write that is refused is tried again.</summary>
    private static async Task AddAgainAsync(FollowingCluster pops, int n)
    {
        int status = 0;
        for (int i = 0; i < 200 && status != 200; i++)
        {
            await pops.MoveAsync();
            (status, _) = await pops.AskAsync(pops.Three, "UpdateItem", $"{{'TableName': 'users', 'Key': {{'pk': {{'S': 'ann'}}, 'sk': {{'N': '1'}}}}, 'UpdateExpression': 'ADD n :n', 'ExpressionAttributeValues': {{':n': {{'N': '{n}'}}}}}}");
        }

        Assert.Equal(200, status);
    }

    private static async Task<int> RecordsAsync(FollowingCluster pops)
    {
        string stream = (string)(await pops.DoAsync(pops.Three, "DescribeTable", "{'TableName': 'more'}"))["Table"]!["LatestStreamArn"]!;
        JsonObject described = await pops.DoAsync(pops.Three, "DescribeStream", $"{{'StreamArn': '{stream}'}}");
        int count = 0;
        foreach (JsonNode? shard in described["StreamDescription"]!["Shards"]!.AsArray())
        {
            JsonObject iterator = await pops.DoAsync(pops.Three, "GetShardIterator", $"{{'StreamArn': '{stream}', 'ShardId': '{shard!["ShardId"]}', 'ShardIteratorType': 'TRIM_HORIZON'}}");
            count += (await pops.DoAsync(pops.Three, "GetRecords", $"{{'ShardIterator': '{iterator["ShardIterator"]}'}}"))["Records"]!.AsArray().Count;
        }

        return count;
    }

    /// <summary>Lets time pass until a PoP asks whether it may forget, and not one move longer.</summary>
    private static async Task UntilLeaveIsAskedAsync(FollowingCluster pops)
    {
        bool isAsked = false;
        pops.Disguise = (_, frame) =>
        {
            isAsked |= frame.KindCase == Frame.KindOneofCase.Leave;
            return [frame];
        };
        for (int i = 0; i < 1000 && !isAsked; i++)
        {
            pops.Time.Advance(Tick);
            for (int move = 0; move < 5 && !isAsked; move++) await pops.MoveAsync();
        }

        Assert.True(isAsked);
    }
}
