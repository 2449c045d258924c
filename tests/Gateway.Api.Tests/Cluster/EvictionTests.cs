using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Api.Admin;
using Gateway.Api.Options;
using Gateway.Api.Telemetry;
using Gateway.Replication.Membership;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Tests.Cluster;

/// <summary>A whole PoP that is away for too long, and writes meanwhile, comes back by itself (ADR 35).</summary>
public sealed class EvictionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string folder = Directory.CreateTempSubdirectory("edge-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_it_acknowledged_alone_is_everywhere_in_the_end_and_it_takes_writes_again()
    {
        Pop central = await StartAsync("one");
        Pop away = await StartAsync("two", (await AddAsync(new AddPop { Name = "two" })).Token);
        await RunAsync(central, "CreateTable", """{"TableName":"carts","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}""");
        await UntilAsync(async () => (await AskAsync(away, "DescribeTable", """{"TableName":"carts"}""")).Status == 200);
        await AddAsync(central, "a", 1);
        await UntilAsync(async () => await CountAsync(away, "a") == "1" && (await ListAsync()).Pops.Single(pop => pop.Name == "two").State == PopState.Active);

        await central.DisposeAsync();
        await AddAsync(away, "a", 2);
        await AddAsync(away, "b", 3);
        await away.DisposeAsync();
        central = await StartAsync("one", evictAfter: TimeSpan.FromSeconds(8));
        await UntilAsync(async () => (await ListAsync()).Pops.Single(pop => pop.Name == "two") is { State: PopState.Evicted, Evictions: 1 });
        await AddAsync(central, "a", 4);
        away = await StartAsync("two");

        await UntilAsync(async () => (await ListAsync()).Pops.Single(pop => pop.Name == "two").State == PopState.Active);
        await UntilAsync(async () => await CountAsync(central, "a") == "7" && await CountAsync(central, "b") == "3" && await CountAsync(away, "a") == "7" && await CountAsync(away, "b") == "3");
        await UntilAsync(async () => (await AddAsync(away, "a", 8)) == 200);
        await UntilAsync(async () => await CountAsync(central, "a") == "15");
        await away.DisposeAsync();
        await central.DisposeAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (!await isSo()) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
    }

    private static async Task<int> AddAsync(Pop pop, string id, int amount) =>
        (await AskAsync(pop, "UpdateItem", $$$"""{"TableName":"carts","Key":{"id":{"S":"{{{id}}}"} },"UpdateExpression":"ADD n :n","ExpressionAttributeValues":{":n":{"N":"{{{amount}}}"} } }""")).Status;

    private static async Task<string?> CountAsync(Pop pop, string id) =>
        (string?)(await AskAsync(pop, "GetItem", $$$"""{"TableName":"carts","Key":{"id":{"S":"{{{id}}}"} },"ConsistentRead":true}""")).Answer["Item"]?["n"]?["N"];

    private static async Task RunAsync(Pop pop, string operation, string json) => Assert.Equal(200, (await AskAsync(pop, operation, json)).Status);

    private static async Task<(int Status, JsonNode Answer)> AskAsync(Pop pop, string operation, string json)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Post, pop.Endpoint) { Content = new StringContent(json, Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-amz-json-1.0")) };
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810." + operation);
        using HttpResponseMessage answer = await client.SendAsync(request, Token);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!);
    }

    private Task<Pop> StartAsync(string name, string? token = null, TimeSpan? evictAfter = null) => Pop.StartAsync(
        new PopOptions { Port = 0, DataFolder = Path.Combine(folder, name), JoinToken = token, EvictAfter = evictAfter ?? TimeSpan.FromHours(72) }, TimeProvider.System, new Random(1), new LineLog(TextWriter.Null, LogLevel.Error), Token);

    private async Task<AddedPop> AddAsync(AddPop request) => await AskAdminAsync(HttpMethod.Post, AdminJson.Default.AddedPop, JsonSerializer.SerializeToUtf8Bytes(request, AdminJson.Default.AddPop));

    private Task<PopList> ListAsync() => AskAdminAsync(HttpMethod.Get, AdminJson.Default.PopList);

    private async Task<T> AskAdminAsync<T>(HttpMethod method, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, byte[]? body = null)
    {
        using AdminClient client = new(Path.Combine(folder, "one"));
        return await client.AskAsync(method, "/v1/pops", body, type, Token);
    }
}
