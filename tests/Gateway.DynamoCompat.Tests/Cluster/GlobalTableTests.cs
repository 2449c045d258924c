using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Cluster;

namespace Gateway.DynamoCompat.Tests.Cluster;

/// <summary>DynamoDB's own global tables: regions are those of PoPs.</summary>
public sealed class GlobalTableTests
{
    private static readonly ClusterMember[] Members = [new("vienna", "eu", []), new("reno", "us-west", []), new("perth", "ap", [])];

    [Fact]
    public async Task A_table_is_where_its_replicas_are_under_the_name_of_each_region()
    {
        PopUnderTest[] pops = await RegionsAsync();
        await using PopUnderTest eu = pops[0], west = pops[1], ap = pops[2];
        await eu.CreateTableAsync();
        await eu.RunAsync("PutItem", "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}}}");
        JsonObject answer = await eu.RunAsync("UpdateTable", "{'TableName': 'orders', 'ReplicaUpdates': [{'Create': {'RegionName': 'us-west'}}]}");
        Assert.Equal("UPDATING", (string?)answer["TableDescription"]!["TableStatus"]);
        await PopUnderTest.MeetAsync(pops);

        JsonObject here = await eu.DescribeAsync();
        JsonObject there = await west.DescribeAsync();
        Assert.Equal("2019.11.21", (string?)here["GlobalTableVersion"]);
        Assert.Equal("""[{"RegionName":"us-west","ReplicaStatus":"ACTIVE"}]""", here["Replicas"]!.ToJsonString());
        Assert.Equal("""[{"RegionName":"eu","ReplicaStatus":"ACTIVE"}]""", there["Replicas"]!.ToJsonString());
        Assert.Equal("arn:aws:dynamodb:us-west:123456789012:table/orders", (string?)there["TableArn"]);
        Assert.Equal((string?)here["TableId"], (string?)there["TableId"]);
        Assert.Equal(1, (int?)(await west.RunAsync("Scan", "{'TableName': 'orders'}"))["Count"]);
        Assert.StartsWith("ResourceNotFoundException", await ap.RefusedAsync("DescribeTable", "{'TableName': 'orders'}"), StringComparison.Ordinal);

        JsonObject scaling = await west.RunAsync("DescribeTableReplicaAutoScaling", "{'TableName': 'orders'}");
        Assert.Equal(["eu", "us-west"], scaling["TableAutoScalingDescription"]!["Replicas"]!.AsArray().Select(replica => (string)replica!["RegionName"]!).Order(StringComparer.Ordinal));

        await west.TagAsync("colour", "red");
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal(["colour=red"], await eu.TagsAsync());

        await west.RestartAsync();
        west.Join(Members[1], Members);
        await west.IdleAsync();
        Assert.Equal(there.ToJsonString(), (await west.DescribeAsync()).ToJsonString());

        await eu.RunAsync("UpdateTable", "{'TableName': 'orders', 'ReplicaUpdates': [{'Delete': {'RegionName': 'us-west'}}]}");
        await PopUnderTest.MeetAsync(pops);
        Assert.StartsWith("ResourceNotFoundException", await west.RefusedAsync("DescribeTable", "{'TableName': 'orders'}"), StringComparison.Ordinal);
        Assert.Null((await eu.DescribeAsync())["Replicas"]);
        Assert.Null((await eu.DescribeAsync())["GlobalTableVersion"]);
    }

    [Fact]
    public async Task A_region_may_have_a_table_of_the_same_name_and_is_then_no_replica()
    {
        PopUnderTest[] pops = await RegionsAsync();
        await using PopUnderTest eu = pops[0], west = pops[1], ap = pops[2];
        await eu.CreateTableAsync();
        await west.CreateTableAsync();
        await PopUnderTest.MeetAsync(pops);
        Assert.NotEqual((string?)(await eu.DescribeAsync())["TableId"], (string?)(await west.DescribeAsync())["TableId"]);
        Assert.Equal(
            "ValidationException: Failed to create a the new replica of table with name: 'orders' because one or more replicas already existed as tables.",
            await eu.RefusedAsync("UpdateTable", "{'TableName': 'orders', 'ReplicaUpdates': [{'Create': {'RegionName': 'us-west'}}]}"));
    }

    [Theory]
    [InlineData("[{'Create': {'RegionName': 'eu'}}]", "Cannot add or delete the local region through ReplicaUpdates. Use CreateTable and DeleteTable as required.")]
    [InlineData("[{'Create': {'RegionName': 'moon'}}]", "Region moon is not supported. The latest version of global tables are only supported in the following regions: [ap, eu, us-west]")]
    [InlineData("[{'Delete': {'RegionName': 'us-west'}}]", "Update global table operation failed because one or more replicas were not part of the global table. Please retry the request without these replicas: [us-west].")]
    [InlineData("[{'Update': {'RegionName': 'ap', 'KMSMasterKeyId': 'x'}}]", "Update global table operation failed because one or more replicas were not part of the global table. Please retry the request without these replicas: [ap].")]
    [InlineData("[{'Create': {'RegionName': 'ap'}}, {'Create': {'RegionName': 'ap'}}]", "Failed to create a the new replica of table with name: 'orders' because one or more replicas already existed as tables.")]
    [InlineData("[{'Create': {'RegionName': 'ap'}}], 'MultiRegionConsistency': 'STRONG'", "One or more parameter values were invalid: MultiRegionConsistency STRONG is not supported in region eu")]
    public async Task What_no_table_can_be_given_is_refused(string updates, string text)
    {
        PopUnderTest[] pops = await RegionsAsync();
        await using PopUnderTest eu = pops[0], west = pops[1], ap = pops[2];
        await eu.CreateTableAsync();
        Assert.Equal("ValidationException: " + text, await eu.RefusedAsync("UpdateTable", $$"""{'TableName': 'orders', 'ReplicaUpdates': {{updates}}}"""));
        Assert.Null((await eu.DescribeAsync())["Replicas"]);
    }

    [Fact]
    public async Task Replicas_have_settings_of_their_own()
    {
        PopUnderTest[] pops = await RegionsAsync();
        await using PopUnderTest eu = pops[0], west = pops[1], ap = pops[2];
        await eu.CreateTableAsync();
        await eu.RunAsync("UpdateTable", "{'TableName': 'orders', 'ReplicaUpdates': [{'Create': {'RegionName': 'ap', 'KMSMasterKeyId': 'key', 'TableClassOverride': 'STANDARD_INFREQUENT_ACCESS'}}]}");
        await eu.RunAsync("UpdateTable", "{'TableName': 'orders', 'ReplicaUpdates': [{'Update': {'RegionName': 'ap', 'OnDemandThroughputOverride': {'MaxReadRequestUnits': 7}}}]}");
        await PopUnderTest.MeetAsync(pops);
        string shown = (await eu.DescribeAsync())["Replicas"]!.ToJsonString();
        Assert.Equal("""[{"RegionName":"ap","ReplicaStatus":"ACTIVE","KMSMasterKeyId":"key","OnDemandThroughputOverride":{"MaxReadRequestUnits":7},"ReplicaTableClassSummary":{"TableClass":"STANDARD_INFREQUENT_ACCESS"}}]""", shown);
        Assert.StartsWith("ResourceNotFoundException", await west.RefusedAsync("DescribeTable", "{'TableName': 'orders'}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_that_name_another_region_than_the_PoPs_keep_the_name_that_they_use()
    {
        PopUnderTest[] pops = await PopUnderTest.MembersAsync(Members); // all are asked in the name of eu-west-1
        await using PopUnderTest eu = pops[0], west = pops[1], ap = pops[2];
        await eu.CreateTableAsync();
        await PopUnderTest.MeetAsync(pops);
        await eu.RunAsync("UpdateTable", "{'TableName': 'orders', 'ReplicaUpdates': [{'Create': {'RegionName': 'us-west'}}]}");
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal("arn:aws:dynamodb:eu-west-1:123456789012:table/orders", (string?)(await west.DescribeAsync())["TableArn"]);
        Assert.Equal("""[{"RegionName":"eu","ReplicaStatus":"ACTIVE"}]""", (await west.DescribeAsync())["Replicas"]!.ToJsonString());
        Assert.StartsWith("ResourceNotFoundException", await ap.RefusedAsync("DescribeTable", "{'TableName': 'orders'}"), StringComparison.Ordinal);
    }

    /// <summary>Each PoP is asked in the name of its own region.</summary>
    private static async Task<PopUnderTest[]> RegionsAsync()
    {
        PopUnderTest[] pops = await PopUnderTest.MembersAsync(Members);
        for (int at = 0; at < pops.Length; at++) pops[at].Caller = new Caller("123456789012", Members[at].Region);
        return pops;
    }
}
