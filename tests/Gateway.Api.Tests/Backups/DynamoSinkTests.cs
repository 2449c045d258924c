using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Gateway.Crdt.Documents;
using Gateway.Replication.Backup;
using Gateway.Replication.Backup.Dynamo;
using Gateway.Testing;
using Gateway.Testing.Gateways;

namespace Gateway.Api.Tests.Backups;

/// <summary>A second PoP gets what the first one shows, over DynamoDB's own API.</summary>
public sealed class DynamoSinkTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private GatewayUnderTest endpoint = null!;
    private BackedUpPop pop = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        endpoint = await GatewayUnderTest.StartAsync();
        pop = new BackedUpPop(folder.At("data"), new ManualTimeProvider());
    }

    public async ValueTask DisposeAsync()
    {
        await pop.DisposeAsync();
        await endpoint.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Everything_is_copied_and_then_kept_in_step_with_deletes()
    {
        await pop.CreateTableAsync("orders", ", 'GlobalSecondaryIndexes': [{'IndexName': 'byG', 'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'KEYS_ONLY'}}]");
        for (int i = 0; i < 60; i++) await pop.PutAsync("orders", $"k{i:D2}", $", 'g': {{'S': 'x'}}, 'n': {{'N': '{i}'}}, 'm': {{'M': {{'l': {{'L': [{{'NULL': true}}, {{'B': 'AQI='}}]}}, 'e': {{'M': {{}}}}, 'f': {{'L': []}}}}}}, 'set': {{'NS': ['1', '2.5']}}");
        await using DynamoSink sink = Sink();
        await DrainAsync(sink);
        Assert.Equal(await pop.ItemsAsync("orders"), await ThereAsync("orders"));

        for (int i = 0; i < 20; i++) await pop.DeleteAsync("orders", $"k{i:D2}");
        for (int i = 0; i < 50; i++) await pop.AddAsync("orders", "k30", 1); // one key, sent once
        await pop.PutAsync("orders", "new");
        await pop.CreateTableAsync("later");
        await pop.PutAsync("later", "x");
        await DrainAsync(sink);

        Assert.Equal(await pop.ItemsAsync("orders"), await ThereAsync("orders"));
        Assert.Equal(await pop.ItemsAsync("later"), await ThereAsync("later"));
        using AmazonDynamoDBClient client = Client();
        QueryResponse found = await client.QueryAsync(new QueryRequest { TableName = "orders", IndexName = "byG", KeyConditionExpression = "g = :g", ExpressionAttributeValues = new() { [":g"] = new AttributeValue("x") } }, Token);
        Assert.Equal(40, found.Count);
        Assert.Empty(pop.Notes);
    }

    [Fact]
    public async Task An_endpoint_that_is_away_is_caught_up_with_and_a_restart_goes_on()
    {
        await pop.CreateTableAsync("orders");
        await pop.PutAsync("orders", "a");
        DynamoSink first = Sink();
        await DrainAsync(first);
        long position = first.Position;
        await first.DisposeAsync();

        await pop.PutAsync("orders", "b");
        await pop.DeleteAsync("orders", "a");
        await using (DynamoSink away = Sink(new Uri("http://127.0.0.1:1")))
        {
            await Assert.ThrowsAsync<BackupFault>(async () => await away.StepAsync(Token));
        }

        File.Delete(folder.At("state-other"));
        await using DynamoSink again = Sink();
        Assert.True(await again.StepAsync(Token));
        Assert.True(again.Position > position); // from where the first one was, not from the beginning
        await DrainAsync(again);
        Assert.Equal(["b"], (await ThereAsync("orders")).Keys);
    }

    [Fact]
    public async Task A_copy_that_begins_again_removes_what_is_gone()
    {
        await pop.CreateTableAsync("orders");
        await pop.PutAsync("orders", "a");
        await pop.PutAsync("orders", "b");
        await using (DynamoSink first = Sink()) await DrainAsync(first);
        File.Delete(folder.At("state"));
        await pop.DeleteAsync("orders", "a");

        await using DynamoSink again = Sink();
        await DrainAsync(again);

        Assert.Equal(["b"], (await ThereAsync("orders")).Keys);
    }

    [Fact]
    public async Task A_table_made_again_replaces_the_old_one()
    {
        await pop.CreateTableAsync("orders");
        await pop.PutAsync("orders", "a");
        await using DynamoSink sink = Sink();
        await DrainAsync(sink);
        await pop.RunAsync("DeleteTable", "{'TableName': 'orders'}");
        await pop.CreateTableAsync("orders");
        await pop.PutAsync("orders", "b");

        await DrainAsync(sink);

        Assert.Equal(["b"], (await ThereAsync("orders")).Keys);
    }

    [Fact]
    public async Task A_table_of_somebody_else_is_left_alone()
    {
        using AmazonDynamoDBClient client = Client();
        await client.CreateTableAsync(new CreateTableRequest { TableName = "orders", BillingMode = BillingMode.PAY_PER_REQUEST, KeySchema = [new("pk", KeyType.HASH)], AttributeDefinitions = [new("pk", ScalarAttributeType.S)] }, Token);
        await pop.CreateTableAsync("orders");
        await pop.PutAsync("orders", "a");
        await using DynamoSink sink = Sink();

        BackupFault fault = await Assert.ThrowsAsync<BackupFault>(async () => await DrainAsync(sink));

        Assert.Contains("was not made for this backup", fault.Message);
        Assert.Empty(await ThereAsync("orders"));
    }

    [Fact]
    public async Task What_other_PoPs_write_is_sent_when_it_is_told_of()
    {
        await pop.CreateTableAsync("orders");
        await pop.PutAsync("orders", "a");
        await using DynamoSink sink = Sink();
        await DrainAsync(sink);
        using AmazonDynamoDBClient client = Client();
        await client.DeleteItemAsync("orders", new() { ["pk"] = new AttributeValue("a") }, Token);
        BackupTable table = Assert.Single(pop.Source.Tables);

        sink.Mark(table.Number, pop.Source.KeyFrom(table.Number, Crdt.Values.Value.Map(("pk", Crdt.Values.Value.String("a")))) ?? default(ItemKey));
        await DrainAsync(sink);

        Assert.Equal(["a"], (await ThereAsync("orders")).Keys);
    }

    private static async Task DrainAsync(DynamoSink sink)
    {
        while (await sink.StepAsync(Token))
        {
        }
    }

    private DynamoSink Sink(Uri? other = null) => new(
        pop.Source,
        pop.Reader,
        Client(other),
        new DynamoSinkOptions { Target = "there", StateFile = folder.At(other is null ? "state" : "state-other") },
        TimeProvider.System,
        pop.Notes.Add);

    private AmazonDynamoDBClient Client(Uri? other = null) => new(
        new BasicAWSCredentials("123456789012", "any"),
        new AmazonDynamoDBConfig { ServiceURL = (other ?? endpoint.Endpoint).ToString(), AuthenticationRegion = "eu-west-1", MaxErrorRetry = 0 });

    private async Task<SortedDictionary<string, string>> ThereAsync(string table)
    {
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Post, endpoint.Endpoint)
        {
            Content = new StringContent($"{{\"TableName\": \"{table}\"}}"),
            Headers = { { "X-Amz-Target", "DynamoDB_20120810.Scan" } },
        };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=123456789012/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00");
        request.Content.Headers.ContentType = new("application/x-amz-json-1.0");
        HttpResponseMessage answer = await http.SendAsync(request, Token);
        string text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, text);
        SortedDictionary<string, string> items = new(StringComparer.Ordinal);
        foreach (System.Text.Json.Nodes.JsonNode? item in System.Text.Json.Nodes.JsonNode.Parse(text)!["Items"]!.AsArray())
        {
            items[(string)item!["pk"]!["S"]!] = string.Join(';', item.AsObject().OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key}={part.Value!.ToJsonString()}"));
        }

        return items;
    }
}
