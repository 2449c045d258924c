using System.Net;
using System.Text.Json.Nodes;
using static Gateway.Api.Tests.Cluster.PopsUnderTest;

namespace Gateway.Api.Tests.Cluster;

/// <summary>A rule of scope that is changed at a PoP counts there when the call is answered (ADR 42).</summary>
public sealed class ScopeChangeTests : IDisposable
{
    private readonly PopsUnderTest pops = new();

    public void Dispose() => pops.Dispose();

    [Fact]
    public async Task A_write_is_taken_only_when_all_is_here_that_it_may_meet()
    {
        await using Pop one = await pops.StartAsync("one");
        await using Pop two = await pops.StartAsync("two", await pops.TokenAsync());
        await pops.CreateTableAsync(one, "items", "pk");
        await TagAsync(one, "group:shops");
        await UntilAsync(async () => (await PutAsync(one, "user-old")).Status == HttpStatusCode.OK);
        await UntilAsync(async () => (await PutAsync(two, "other")).Status == HttpStatusCode.OK); // the table is there, and takes writes
        await UntilAsync(async () => (await GetAsync(one, "other")) is not null);
        Assert.Null(await GetAsync(two, "user-old"));

        await TagAsync(two, "all");
        await UntilAsync(async () => (await PutAsync(two, "user-new")).Status == HttpStatusCode.OK);
        Assert.NotNull(await GetAsync(two, "user-old"));
    }

    private async Task TagAsync(Pop pop, string scope)
    {
        string arn = (string)(await pops.DynamoAsync(pop, "DescribeTable", """{"TableName":"items"}""")).Body["Table"]!["TableArn"]!;
        (HttpStatusCode status, JsonNode answer) = await pops.DynamoAsync(pop, "TagResource", $$"""{"ResourceArn":"{{arn}}","Tags":[{"Key":"edge:scope:user","Value":"{{scope}}"}]}""");
        Assert.True(status == HttpStatusCode.OK, answer.ToJsonString());
    }

    private Task<(HttpStatusCode Status, JsonNode Body)> PutAsync(Pop pop, string key) => pops.DynamoAsync(pop, "PutItem", $$$"""{"TableName":"items","Item":{"pk":{"S":"{{{key}}}"} } }""");

    private async Task<JsonNode?> GetAsync(Pop pop, string key) => (await pops.DynamoAsync(pop, "GetItem", $$$"""{"TableName":"items","Key":{"pk":{"S":"{{{key}}}"} },"ConsistentRead":true}""")).Body["Item"];
}
