using System.Text;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Scopes;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Tests.Cluster;

/// <summary>Which PoPs hold a table and its items.</summary>
public sealed class ScopeTests
{
    private static readonly ClusterMember Vienna = new("vienna", "eu", ["alps"]);
    private static readonly ClusterMember Oslo = new("oslo", "eu", []);
    private static readonly ClusterMember Reno = new("reno", "us-west", ["alps", "desert"]);

    [Theory]
    [InlineData("", "", "vienna oslo reno")]
    [InlineData("edge:scope=all", "", "vienna oslo reno")]
    [InlineData("edge:scope=local", "", "oslo")]
    [InlineData("edge:scope=group:alps", "", "vienna reno")]
    [InlineData("edge:scope=group:nobody", "", "")]
    [InlineData("", "eu", "vienna oslo")]
    [InlineData("edge:scope=group:alps", "eu", "vienna")]
    [InlineData("edge:scope=local edge:scope:us=all edge:scope:user=group:desert", "", "reno")]
    [InlineData("edge:scope:us=local edge:scope:user.=all", "", "oslo")]
    [InlineData("edge:scope:users=local", "", "vienna oslo reno")]
    public void An_item_lives_where_its_tags_and_replicas_say(string tags, string regions, string at)
    {
        TableScope scope = ScopeRules.Of(Table(tags, regions), []);
        Assert.Equal(at, At(scope, "user#1"));
    }

    [Theory]
    [InlineData("*", null, "local", "", "oslo")]
    [InlineData("or*s", null, "local", "", "oslo")]
    [InlineData("*d*r*", null, "local", "", "oslo")]
    [InlineData("orders*x", null, "local", "", "vienna oslo reno")]
    [InlineData("order", null, "local", "", "vienna oslo reno")]
    [InlineData("orders", "user#", "group:alps", "", "vienna reno")]
    [InlineData("orders", "users", "group:alps", "", "vienna oslo reno")]
    [InlineData("orders", null, "local", "edge:scope=all", "vienna oslo reno")]
    public void The_configuration_says_it_where_no_tag_does(string pattern, string? prefix, string rule, string tags, string at) =>
        Assert.Equal(at, At(ScopeRules.Of(Table(tags, ""), [new ScopeRule(pattern, prefix, Scope.Parse(rule)!)]), "user#1"));

    [Fact]
    public void A_scope_has_a_name_that_says_who_holds_all_of_it()
    {
        TableScope scope = ScopeRules.Of(Table("edge:scope=group:alps edge:scope:a=local edge:scope:b=all", "us-west eu"), []);
        Assert.Equal(["regions:eu,us-west", "regions:eu,us-west&group:alps", "regions:eu,us-west&local"], scope.Names.Order(StringComparer.Ordinal));
        Assert.Equal("regions:eu,us-west&group:alps", scope.NameOf(Encoding.UTF8.GetBytes("c")));
        Assert.True(TableScope.FollowsWhole("regions:eu,us-west&group:alps", "eu", ["alps"]));
        Assert.False(TableScope.FollowsWhole("regions:eu,us-west&group:alps", "eu", []));
        Assert.False(TableScope.FollowsWhole("regions:us-west", "eu", []));
        Assert.False(TableScope.FollowsWhole("local", "eu", []));
        Assert.True(TableScope.FollowsWhole("all", "eu", []));
    }

    [Theory]
    [InlineData("edge:scope", "everywhere")]
    [InlineData("edge:scope", "group:")]
    [InlineData("edge:scope:user", "here")]
    [InlineData("edge:scope:", "all")]
    [InlineData("edge:put", "append")]
    public async Task A_tag_of_ours_says_something_that_we_know(string key, string value)
    {
        await using PopUnderTest pop = new();
        await pop.CreateTableAsync();
        string expected = key == "edge:put" ? "merge or replace" : "all, local or group:NAME";
        string refusal = $"ValidationException: The Tag Value provided is invalid, Key: {key}, Value: {value}. Expected: {expected}";
        Assert.Equal(refusal, await pop.RefusedAsync("TagResource", $$"""{'ResourceArn': '{{pop.ArnOf("orders")}}', 'Tags': [{'Key': '{{key}}', 'Value': '{{value}}'}]}"""));
        Assert.Equal(refusal, await pop.RefusedAsync("CreateTable", $$"""
            {'TableName': 'other', 'BillingMode': 'PAY_PER_REQUEST', 'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': 'S'}],
             'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}], 'Tags': [{'Key': '{{key}}', 'Value': '{{value}}'}]}
            """));
    }

    [Fact]
    public async Task A_table_of_a_group_is_at_the_group_and_its_name_is_taken_everywhere()
    {
        PopUnderTest[] pops = await PopUnderTest.MembersAsync([Vienna, Oslo, Reno]);
        await using PopUnderTest vienna = pops[0], oslo = pops[1], reno = pops[2];
        await vienna.CreateTableAsync(more: ", 'Tags': [{'Key': 'edge:scope', 'Value': 'group:alps'}]");
        await vienna.RunAsync("PutItem", "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}}}");
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal(1, (int?)(await reno.RunAsync("Scan", "{'TableName': 'orders'}"))["Count"]);
        Assert.StartsWith("ResourceNotFoundException", await oslo.RefusedAsync("DescribeTable", "{'TableName': 'orders'}"), StringComparison.Ordinal);
        Assert.StartsWith("ResourceInUseException: Table already exists: orders", await oslo.RefusedAsync("CreateTable", """
            {'TableName': 'orders', 'BillingMode': 'PAY_PER_REQUEST', 'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': 'S'}], 'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}]}
            """), StringComparison.Ordinal);

        await reno.TagAsync("edge:scope", "all");
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal(1, (int?)(await oslo.RunAsync("Scan", "{'TableName': 'orders'}"))["Count"]);

        await vienna.TagAsync("edge:scope", "group:desert");
        await PopUnderTest.MeetAsync(pops);
        Assert.StartsWith("ResourceNotFoundException", await vienna.RefusedAsync("DescribeTable", "{'TableName': 'orders'}"), StringComparison.Ordinal);
        Assert.StartsWith("ResourceNotFoundException", await oslo.RefusedAsync("Scan", "{'TableName': 'orders'}"), StringComparison.Ordinal);
        Assert.Equal(1, (int?)(await reno.RunAsync("Scan", "{'TableName': 'orders'}"))["Count"]);
    }

    [Fact]
    public async Task A_rule_that_is_changed_here_counts_when_the_change_is_answered()
    {
        PopUnderTest[] pops = await PopUnderTest.MembersAsync([Vienna, Oslo]);
        await using PopUnderTest vienna = pops[0], oslo = pops[1];
        await vienna.CreateTableAsync(more: ", 'Tags': [{'Key': 'edge:scope:user', 'Value': 'group:alps'}]");
        await PopUnderTest.MeetAsync(pops);
        int asked = 0;
        oslo.Replica.HoldsMore += () => asked++;
        const string put = "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}}}";
        await oslo.RunAsync("PutItem", put);

        await oslo.TagAsync("edge:scope:user", "all"); // what the group wrote is not here yet
        Assert.True(oslo.Replica.Tables.Single(table => table.Name == "orders").IsPartial);
        Assert.Equal(500, (await oslo.AskAsync("PutItem", put)).Status);
        await oslo.RunAsync("Scan", "{'TableName': 'orders'}");
        Assert.Equal(1, asked);
        await oslo.Replica.CompleteTablesAsync();
        await oslo.RunAsync("PutItem", put);

        await vienna.TagAsync("edge:scope:order", "group:alps"); // it holds all of it, before and after
        await vienna.RunAsync("PutItem", put);
        Assert.Equal(1, asked);
        await vienna.TagAsync("edge:scope", "group:fjords");
        await vienna.TagAsync("edge:scope:user", "group:fjords");
        await vienna.TagAsync("edge:scope:order", "group:fjords");
        Assert.StartsWith("ResourceNotFoundException", await vienna.RefusedAsync("PutItem", put), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_whose_items_are_local_is_at_every_PoP()
    {
        PopUnderTest[] pops = await PopUnderTest.MembersAsync([Vienna, Oslo]);
        await using PopUnderTest vienna = pops[0], oslo = pops[1];
        await vienna.CreateTableAsync(more: ", 'Tags': [{'Key': 'edge:scope', 'Value': 'local'}]");
        await vienna.RunAsync("PutItem", "{'TableName': 'orders', 'Item': {'pk': {'S': 'a'}}}");
        await PopUnderTest.MeetAsync(pops);
        Assert.Equal(0, (int?)(await oslo.RunAsync("Scan", "{'TableName': 'orders'}"))["Count"]);
    }

    private static string At(TableScope scope, string partition)
    {
        byte[] key = ItemKeys.AddressOf(TableCompiler.Compile(Table("", "")), Value.Map(("pk", Value.String(partition)))).KeyBytes.ToArray();
        return string.Join(' ', new[] { Vienna, Oslo, Reno }.Where(pop => scope.Includes(key, pop.Name, pop.Region, pop.Groups, home: "oslo")).Select(pop => pop.Name));
    }

    private static TableDefinition Table(string tags, string regions) => new()
    {
        Number = 1,
        AccountId = "123456789012",
        Region = "eu",
        Name = "orders",
        TableId = "00000000-0000-4000-8000-000000000001",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Attributes = [new AttributeDefinition("pk", "S")],
        Key = [new KeyElement("pk", "HASH")],
        Tags = [.. tags.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(tag => tag.Split('=')).Select(tag => new Tag(tag[0], tag[1]))],
        Replicas = [.. regions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(region => new ReplicaDefinition(region))],
    };
}
