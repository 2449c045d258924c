using System.Net;
using Gateway.Api.Admin;
using Gateway.Replication.Membership;
using static Gateway.Api.Tests.Cluster.PopsUnderTest;

namespace Gateway.Api.Tests.Cluster;

/// <summary>A whole PoP that is away for too long, and writes meanwhile, comes back by itself (ADR 35).</summary>
public sealed class EvictionTests : IDisposable
{
    private const int Patience = 120;
    private readonly PopsUnderTest pops = new();

    public void Dispose() => pops.Dispose();

    [Fact]
    public async Task What_it_acknowledged_alone_is_everywhere_in_the_end_and_it_takes_writes_again()
    {
        Pop central = await pops.StartAsync("one");
        Pop away = await pops.StartAsync("two", await pops.TokenAsync(new AddPop { Name = "two" }));
        await pops.CreateTableAsync(central, "carts", "id");
        await UntilAsync(async () => (await pops.DynamoAsync(away, "DescribeTable", """{"TableName":"carts"}""")).Status == HttpStatusCode.OK, Patience);
        await AddAsync(central, "a", 1);
        await UntilAsync(async () => await CountAsync(away, "a") == "1" && (await MemberAsync()).State == PopState.Active, Patience);

        await central.DisposeAsync();
        await AddAsync(away, "a", 2);
        await AddAsync(away, "b", 3);
        await away.DisposeAsync();
        central = await pops.StartAsync("one", more: options => options with { EvictAfter = TimeSpan.FromSeconds(8) });
        await UntilAsync(async () => await MemberAsync() is { State: PopState.Evicted, Evictions: 1 }, Patience);
        await AddAsync(central, "a", 4);
        away = await pops.StartAsync("two");

        await UntilAsync(async () => (await MemberAsync()).State == PopState.Active, Patience);
        await UntilAsync(async () => await CountAsync(central, "a") == "7" && await CountAsync(central, "b") == "3" && await CountAsync(away, "a") == "7" && await CountAsync(away, "b") == "3", Patience);
        await UntilAsync(async () => await AddAsync(away, "a", 8) == HttpStatusCode.OK, Patience);
        await UntilAsync(async () => await CountAsync(central, "a") == "15", Patience);
        await away.DisposeAsync();
        await central.DisposeAsync();
    }

    private async Task<HttpStatusCode> AddAsync(Pop pop, string id, int amount) =>
        (await pops.DynamoAsync(pop, "UpdateItem", $$$"""{"TableName":"carts","Key":{"id":{"S":"{{{id}}}"} },"UpdateExpression":"ADD n :n","ExpressionAttributeValues":{":n":{"N":"{{{amount}}}"} } }""")).Status;

    private async Task<string?> CountAsync(Pop pop, string id) =>
        (string?)(await pops.DynamoAsync(pop, "GetItem", $$$"""{"TableName":"carts","Key":{"id":{"S":"{{{id}}}"} },"ConsistentRead":true}""")).Body["Item"]?["n"]?["N"];

    private async Task<PopInfo> MemberAsync() => (await pops.ListAsync()).Pops.Single(pop => pop.Name == "two");
}
