using System.Text;
using System.Text.Json.Nodes;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Replication;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Tests.Harness;
using Gateway.Storage.Keys;
using static Gateway.LambdaCompat.Tests.Harness.LambdaUnderTest;

namespace Gateway.LambdaCompat.Tests.EventSources;

/// <summary>Changes that other PoPs wrote: their functions run there, and here only if they are asked for.</summary>
public sealed class RemoteEventTests : IAsyncDisposable
{
    private const string Mappings = "/2015-03-31/event-source-mappings";
    private const string Tags = "/2017-03-31/tags/";

    private readonly LambdaUnderTest lambda = new(new LambdaOptions { StreamPollInterval = TimeSpan.Zero }); // the clock of the test stands still
    private string uuid = "";

    public ValueTask DisposeAsync() => lambda.DisposeAsync();

    [Fact]
    public async Task A_mapping_has_what_was_written_here()
    {
        await BeginAsync();

        Merge("there");
        await Tables.PutAsync(lambda, "here");

        Assert.Equal(["here"], KeysOf(await NextAsync()));
    }

    [Fact]
    public async Task A_mapping_that_is_tagged_so_has_all()
    {
        await BeginAsync(",'Tags':{'edge:remote-events':'all'}");

        Merge("there");

        FunctionInvocation call = await NextAsync();
        Assert.Equal(["there"], KeysOf(call));
        JsonNode record = JsonNode.Parse(call.Payload.Span)!["Records"]![0]!;
        Assert.Equal("eu-north-1", (string?)record["awsRegion"]);
        Assert.Null(record["originPop"]);
    }

    [Fact]
    public async Task A_function_that_is_tagged_so_has_all()
    {
        await BeginAsync();
        await lambda.OkAsync("POST", $"{Tags}{Uri.EscapeDataString(Arn + "f")}", "{'Tags':{'edge:remote-events':'all'}}");

        Merge("there");

        Assert.Equal(["there"], KeysOf(await NextAsync()));
    }

    [Fact]
    public async Task A_mapping_may_be_tagged_later_and_lose_its_tags()
    {
        await BeginAsync(",'Tags':{'a':'1'}");
        string resource = $"{Tags}{Uri.EscapeDataString($"arn:aws:lambda:{Region}:{Account}:event-source-mapping:{uuid}")}";
        await lambda.OkAsync("POST", resource, "{'Tags':{'edge:remote-events':'all'}}");
        Assert.Equal("""{"a":"1","edge:remote-events":"all"}""", (await lambda.OkAsync("GET", resource))["Tags"]!.ToJsonString());
        Merge("one");
        Assert.Equal(["one"], KeysOf(await NextAsync()));

        await lambda.OkAsync("DELETE", resource, query: "tagKeys=edge:remote-events");
        Merge("two");
        await Tables.PutAsync(lambda, "here");

        Assert.Equal(["here"], KeysOf(await NextAsync()));
        Assert.StartsWith("404 ", await lambda.ErrorAsync("GET", resource.Replace(uuid, "00000000-0000-4000-8000-000000000000", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private async Task BeginAsync(string members = "")
    {
        await lambda.CreateAsync("f");
        string stream = await Tables.CreateAsync(lambda);
        uuid = (string)(await lambda.OkAsync("POST", Mappings, $"{{'FunctionName':'f','EventSourceArn':'{stream}','StartingPosition':'LATEST'{members}}}"))["UUID"]!;
        lambda.Dynamo.Replica.BeginReplication();
    }

    private async Task<FunctionInvocation> NextAsync() => (await lambda.Engine.NextAsync()).Call;

    /// <summary>Another PoP's put arrives.</summary>
    private void Merge(string key)
    {
        KeyWriter writer = new(stackalloc byte[64]);
        writer.Terminated(Encoding.UTF8.GetBytes(key));
        Document before = Document.Empty(new ItemKey(writer.ToArray()));
        Delta delta = EditPlanner.Plan(before, [new DocumentEdit.PutItem(Value.Map(("n", Value.Number("1"))))], new Stamp(HlcTime.At(1), new ReplicaId(7)));
        ReplicaPort port = lambda.Dynamo.Replica;
        RemoteOutcome[] outcomes = new RemoteOutcome[1];
        port.Apply([new RemoteUnit { Changes = [new RemoteChange(port.Tables.Single(table => table.Name == "orders").Id, Fragment.Of(delta), 1)], Origin = "north", OriginRegion = "eu-north-1" }], outcomes);
        Assert.Equal(RemoteResult.Applied, outcomes[0].Result);
    }

    private static IEnumerable<string> KeysOf(FunctionInvocation call) => JsonNode.Parse(call.Payload.Span)!["Records"]!.AsArray().Select(record => (string)record!["dynamodb"]!["Keys"]!["pk"]!["S"]!);
}
