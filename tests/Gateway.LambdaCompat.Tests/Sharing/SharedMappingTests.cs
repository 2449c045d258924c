using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Tests.EventSources;
using Gateway.LambdaCompat.Tests.Harness;
using static Gateway.LambdaCompat.Tests.Harness.LambdaUnderTest;

namespace Gateway.LambdaCompat.Tests.Sharing;

/// <summary>Event source mappings and layers of two PoPs.</summary>
public sealed class SharedMappingTests : IAsyncDisposable
{
    private const string Mappings = "/2015-03-31/event-source-mappings";
    private const string Layer = "/2018-10-31/layers/l/versions";

    private readonly LambdaUnderTest east = new(new LambdaOptions { StreamPollInterval = TimeSpan.Zero }); // the clock of the test stands still
    private readonly LambdaUnderTest west = new(new LambdaOptions { StreamPollInterval = TimeSpan.Zero }, seed: 100);

    public async ValueTask DisposeAsync()
    {
        await east.DisposeAsync();
        await west.DisposeAsync();
    }

    [Fact]
    public async Task A_mapping_is_at_both_and_each_has_what_was_written_at_its_own_PoP()
    {
        await BeginAsync();
        await east.CreateAsync("f");
        string stream = await Tables.CreateAsync(east);
        await LambdaUnderTest.MeetAsync(east, west);
        string uuid = (string)(await east.OkAsync("POST", Mappings, $"{{'FunctionName':'f','EventSourceArn':'{stream}','StartingPosition':'LATEST'}}"))["UUID"]!;
        await LambdaUnderTest.MeetAsync(east, west);

        await Tables.PutAsync(east, "e");
        await Tables.PutAsync(west, "w");
        await LambdaUnderTest.MeetAsync(east, west);

        Assert.Equal(["e"], KeysOf(await NextAsync(east)));
        Assert.Equal(["w"], KeysOf(await NextAsync(west)));
        await west.OkAsync("PUT", $"{Mappings}/{uuid}", "{'BatchSize':5}");
        await east.OkAsync("PUT", $"{Mappings}/{uuid}", "{'MaximumRetryAttempts':2}");
        await LambdaUnderTest.MeetAsync(east, west);
        foreach (LambdaUnderTest pop in new[] { east, west })
        {
            JsonObject shown = await pop.OkAsync("GET", $"{Mappings}/{uuid}");
            Assert.Equal((5, 2), ((int)shown["BatchSize"]!, (int)shown["MaximumRetryAttempts"]!));
        }

        await west.RestartAsync();
        await west.IdleAsync();
        await Tables.PutAsync(west, "w2");
        Assert.Equal(["w2"], KeysOf(await NextAsync(west))); // it goes on where it was

        await west.CallAsync("DELETE", $"{Mappings}/{uuid}");
        await LambdaUnderTest.MeetAsync(east, west);
        Assert.StartsWith("404 ", await east.ErrorAsync("GET", $"{Mappings}/{uuid}"), StringComparison.Ordinal);
        Assert.False(east.Engine.HasMore || west.Engine.HasMore);
    }

    [Fact]
    public async Task A_mapping_may_come_before_its_table()
    {
        await BeginAsync();
        await east.CreateAsync("f");
        string stream = await Tables.CreateAsync(east);
        await east.OkAsync("POST", Mappings, $"{{'FunctionName':'f','EventSourceArn':'{stream}','StartingPosition':'TRIM_HORIZON'}}");
        await east.IdleAsync();

        await west.TakeAsync(east, key => !key.StartsWith("table", StringComparison.Ordinal));
        Assert.Single((await west.OkAsync("GET", Mappings))["EventSourceMappings"]!.AsArray());
        await LambdaUnderTest.MeetAsync(east, west);
        await Tables.PutAsync(west, "w");
        Task<FunctionInvocation> next = NextAsync(west);
        while (!next.IsCompleted)
        {
            west.Time.Advance(TimeSpan.FromSeconds(6)); // it may have looked for the table just before, and not wait yet
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        Assert.Equal(["w"], KeysOf(await next));
    }

    [Fact]
    public async Task Layers_travel_with_their_packages()
    {
        await BeginAsync();
        await PublishAsync(east, "one");
        await LambdaUnderTest.MeetAsync(east, west);
        Assert.Equal(2, (int?)(await PublishAsync(west, "two"))["Version"]);
        await west.CreateAsync("f", $"'Layers':['arn:aws:lambda:{Region}:{Account}:layer:l:1']");
        await east.CallAsync("DELETE", Layer + "/1");
        await LambdaUnderTest.MeetAsync(east, west);

        foreach (LambdaUnderTest pop in new[] { east, west })
        {
            Assert.Equal([2], (await pop.OkAsync("GET", Layer))["LayerVersions"]!.AsArray().Select(version => (int)version!["Version"]!));
            await pop.OkAsync("POST", "/2015-03-31/functions/f/invocations", "{}");
            EnvironmentSpec spec = (await pop.Engine.NextAsync()).Spec;
            Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(Assert.Single(spec.LayerFolders), "index.js"), TestContext.Current.CancellationToken));
        }

        Assert.Equal(3, (int?)(await PublishAsync(east, "three"))["Version"]);
    }

    [Fact]
    public async Task Layers_that_have_not_come_refuse_what_needs_their_size()
    {
        await BeginAsync();
        await PublishAsync(east, "one");
        await east.CreateAsync("f", $"'Layers':['arn:aws:lambda:{Region}:{Account}:layer:l:1']");
        await east.IdleAsync();

        await west.TakeAsync(east, key => !key.StartsWith("blob", StringComparison.Ordinal));

        Assert.StartsWith("409 ResourceConflictException", await west.ErrorAsync("POST", "/2015-03-31/functions", CreateBody("g", $"'Layers':['arn:aws:lambda:{Region}:{Account}:layer:l:1']")), StringComparison.Ordinal);
        await LambdaUnderTest.MeetAsync(east, west);
        await west.CreateAsync("g", $"'Layers':['arn:aws:lambda:{Region}:{Account}:layer:l:1']");
    }

    private static Task<JsonObject> PublishAsync(LambdaUnderTest pop, string text) => pop.OkAsync("POST", Layer, $"{{'Content':{{'ZipFile':'{Convert.ToBase64String(Zips.Small(text))}'}}}}");

    private static async Task<FunctionInvocation> NextAsync(LambdaUnderTest pop) => (await pop.Engine.NextAsync()).Call;

    private static IEnumerable<string> KeysOf(FunctionInvocation call) => JsonNode.Parse(call.Payload.Span)!["Records"]!.AsArray().Select(record => (string)record!["dynamodb"]!["Keys"]!["pk"]!["S"]!);

    private async Task BeginAsync()
    {
        foreach (LambdaUnderTest pop in new[] { east, west })
        {
            pop.Dynamo.Replica.BeginReplication();
            await pop.IdleAsync();
        }
    }
}
