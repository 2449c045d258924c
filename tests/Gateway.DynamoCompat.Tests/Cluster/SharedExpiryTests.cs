using Gateway.DynamoCompat.Cluster;

namespace Gateway.DynamoCompat.Tests.Cluster;

/// <summary>Items whose time is over are deleted by one PoP; the others wait.</summary>
public sealed class SharedExpiryTests
{
    private const int Items = 40;

    private static readonly ClusterMember[] Members = [new("vienna", "eu", []), new("reno", "us-west", []), new("perth", "ap", [])];

    [Fact]
    public async Task Each_item_is_deleted_by_one_PoP_and_by_the_others_only_when_that_one_does_not()
    {
        PopUnderTest[] pops = await PopUnderTest.MembersAsync(Members);
        await using PopUnderTest vienna = pops[0], reno = pops[1], perth = pops[2];
        await FillAsync(pops);

        // Not so far that the others would step in.
        foreach (PopUnderTest pop in pops) Assert.InRange(await pop.SweepAsync(), 1, Items - 1);
        int deleted = Items * pops.Length;
        foreach (PopUnderTest pop in pops) deleted -= await CountAsync(pop);
        Assert.Equal(Items, deleted);

        vienna.Time.Advance(TimeSpan.FromMinutes(6));
        await vienna.SweepAsync();
        Assert.Equal(0, await CountAsync(vienna));
    }

    [Fact]
    public async Task The_share_of_a_PoP_that_is_not_heard_of_goes_to_the_others()
    {
        PopUnderTest[] pops = await PopUnderTest.MembersAsync(Members);
        await using PopUnderTest vienna = pops[0], reno = pops[1], perth = pops[2];
        await FillAsync(pops);
        vienna.Replica.SetMembers("vienna", Members, name => name == "reno");
        reno.Replica.SetMembers("reno", Members, name => name == "vienna");
        Assert.Equal(Items, await vienna.SweepAsync() + await reno.SweepAsync());
    }

    private static async Task FillAsync(PopUnderTest[] pops)
    {
        long now = pops[0].Time.GetUtcNow().ToUnixTimeSeconds();
        await pops[0].CreateTableAsync();
        await pops[0].RunAsync("UpdateTimeToLive", "{'TableName': 'orders', 'TimeToLiveSpecification': {'AttributeName': 'until', 'Enabled': true}}");
        for (int item = 0; item < Items; item++) await pops[0].RunAsync("PutItem", $"{{'TableName': 'orders', 'Item': {{'pk': {{'S': '{item}'}}, 'until': {{'N': '{now + 1}'}}}}}}");
        await PopUnderTest.MeetAsync(pops);
        foreach (PopUnderTest pop in pops) Assert.Equal(Items, await CountAsync(pop));
        pops[0].Time.Advance(TimeSpan.FromSeconds(2));
    }

    private static async Task<int> CountAsync(PopUnderTest pop) => (int)(await pop.RunAsync("Scan", "{'TableName': 'orders'}"))["Count"]!;
}
