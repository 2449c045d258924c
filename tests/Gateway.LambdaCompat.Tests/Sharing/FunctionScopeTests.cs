using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Cluster;
using Gateway.LambdaCompat.Tests.EventSources;
using Gateway.LambdaCompat.Tests.Harness;
using static Gateway.LambdaCompat.Tests.Harness.LambdaUnderTest;

namespace Gateway.LambdaCompat.Tests.Sharing;

/// <summary>Which PoPs have a function: three of them, of which two are in a group.</summary>
public sealed class FunctionScopeTests : IAsyncDisposable
{
    private const string Functions = "/2015-03-31/functions";
    private const string Mappings = "/2015-03-31/event-source-mappings";
    private const string Alps = "'Tags':{'edge:scope':'group:alps'}";

    private readonly LambdaUnderTest vienna = new(new LambdaOptions { StreamPollInterval = TimeSpan.Zero });
    private readonly LambdaUnderTest oslo = new(new LambdaOptions { StreamPollInterval = TimeSpan.Zero }, seed: 100);
    private readonly LambdaUnderTest centre = new(new LambdaOptions { StreamPollInterval = TimeSpan.Zero }, seed: 200);
    private IReadOnlyList<string> groupsOfOslo = [];

    public async ValueTask DisposeAsync()
    {
        foreach (LambdaUnderTest pop in new[] { vienna, oslo, centre }) await pop.DisposeAsync();
    }

    [Fact]
    public async Task A_function_of_a_group_is_at_the_group_and_where_everything_is_kept()
    {
        await BeginAsync();
        await oslo.CreateAsync("g", Alps); // made elsewhere: it goes where it belongs
        await vienna.CreateAsync("f", Alps);
        await vienna.OkAsync("POST", Functions + "/f/versions", "{}");
        await vienna.OkAsync("POST", Functions + "/f/aliases", "{'Name':'live','FunctionVersion':'1'}");
        await vienna.OkAsync("POST", "/2021-10-31/functions/f/url", "{'AuthType':'NONE'}");
        await vienna.OkAsync("POST", Functions + "/f/policy", "{'StatementId':'s','Action':'lambda:InvokeFunction','Principal':'s3.amazonaws.com'}");
        await MeetAsync();

        foreach (LambdaUnderTest pop in new[] { vienna, centre })
        {
            Assert.Equal(["f", "g"], await NamesAsync(pop));
            Assert.Equal(["$LATEST", "1"], (await pop.OkAsync("GET", Functions + "/f/versions"))["Versions"]!.AsArray().Select(version => (string)version!["Version"]!));
            await pop.OkAsync("GET", Functions + "/f/aliases/live");
            await pop.OkAsync("GET", "/2021-10-31/functions/f/url");
            await pop.OkAsync("GET", Functions + "/f/policy");
            await pop.OkAsync("POST", Functions + "/f/invocations", "{}");
        }

        Assert.Empty(await NamesAsync(oslo));
        Assert.StartsWith("404 ResourceNotFoundException", await oslo.ErrorAsync("POST", Functions + "/f/invocations", "{}"), StringComparison.Ordinal);
        Assert.StartsWith("409 ResourceConflictException: Function already exist", await oslo.ErrorAsync("POST", Functions, CreateBody("f")), StringComparison.Ordinal);
        for (int round = 0; round < 2; round++)
        {
            oslo.Face.Services.Sweep();
            await oslo.IdleAsync();
        }

        Assert.Empty(Directory.GetDirectories(oslo.PackageFolder));

        await oslo.RestartAsync();
        Tell();
        await MeetAsync();
        Assert.Empty(await NamesAsync(oslo));
        await vienna.CallAsync("DELETE", Functions + "/f");
        await MeetAsync();
        await oslo.CreateAsync("f");
    }

    [Fact]
    public async Task A_change_of_the_tag_moves_a_function_in_and_out()
    {
        await BeginAsync();
        await vienna.CreateAsync("f");
        await MeetAsync();
        Assert.Equal(["f"], await NamesAsync(oslo));

        await TagAsync(oslo, "group:alps"); // by one that loses it
        await MeetAsync();
        Assert.Empty(await NamesAsync(oslo));
        await vienna.OkAsync("PUT", Functions + "/f/configuration", "{'Timeout':9}");
        await TagAsync(centre, "all");
        await MeetAsync();
        Assert.Equal(9, (int)(await oslo.OkAsync("GET", Functions + "/f/configuration"))["Timeout"]!);
        await oslo.OkAsync("POST", Functions + "/f/invocations", "{}");

        await TagAsync(vienna, "group:fjords");
        await MeetAsync();
        Assert.Empty(await NamesAsync(vienna));
        Assert.Equal(["f"], await NamesAsync(centre));
        groupsOfOslo = ["fjords"];
        Tell();
        await MeetAsync();
        Assert.Equal(["f"], await NamesAsync(oslo));
        groupsOfOslo = [];
        Tell();
        await MeetAsync();
        Assert.Empty(await NamesAsync(oslo));
    }

    [Fact]
    public async Task A_mapping_goes_where_its_function_goes()
    {
        await BeginAsync();
        await vienna.CreateAsync("f", Alps);
        string stream = await Tables.CreateAsync(vienna);
        await MeetAsync();
        string uuid = (string)(await vienna.OkAsync("POST", Mappings, $"{{'FunctionName':'f','EventSourceArn':'{stream}','StartingPosition':'LATEST'}}"))["UUID"]!;
        await MeetAsync();
        Assert.Equal("1 0 1", await CountAsync());

        await Tables.PutAsync(oslo, "o");
        await Tables.PutAsync(centre, "c");
        Assert.Equal("c", (string)JsonNode.Parse((await centre.Engine.NextAsync()).Call.Payload.Span)!["Records"]![0]!["dynamodb"]!["Keys"]!["pk"]!["S"]!);
        Assert.False(oslo.Engine.HasMore);

        await TagAsync(vienna, "all");
        await MeetAsync();
        Assert.Equal("1 1 1", await CountAsync());
        await centre.OkAsync("POST", "/2017-03-31/tags/" + Uri.EscapeDataString($"arn:aws:lambda:{Region}:{Account}:event-source-mapping:{uuid}"), "{'Tags':{'edge:scope':'group:alps'}}");
        await MeetAsync();
        Assert.Equal("1 0 1", await CountAsync());
        await vienna.CallAsync("DELETE", Functions + "/f");
        await MeetAsync();
        Assert.Equal("1 0 1", await CountAsync()); // as in AWS it waits for a function of the name
    }

    [Fact]
    public async Task A_mapping_of_a_local_function_stays_with_it()
    {
        await BeginAsync();
        await vienna.CreateAsync("f", "'Tags':{'edge:scope':'local'}");
        string stream = await Tables.CreateAsync(vienna);
        await vienna.OkAsync("POST", Mappings, $"{{'FunctionName':'f','EventSourceArn':'{stream}','StartingPosition':'LATEST'}}");
        await MeetAsync();
        Assert.Equal("1 0 0", await CountAsync());
    }

    [Theory]
    [InlineData("edge:scope", "everywhere", "all, local or group:NAME")]
    [InlineData("edge:scope", "group:", "all, local or group:NAME")]
    [InlineData("edge:scope:user", "all", "edge:scope, as functions have no items")]
    public async Task A_tag_of_ours_says_something_that_we_know(string key, string value, string expected)
    {
        string refusal = $"400 InvalidParameterValueException: The Tag Value provided is invalid, Key: {key}, Value: {value}. Expected: {expected}";
        string tags = $"'Tags':{{'{key}':'{value}'}}";
        Assert.Equal(refusal, await oslo.ErrorAsync("POST", Functions, CreateBody("f", tags)));
        await oslo.CreateAsync("f");
        Assert.Equal(refusal, await oslo.ErrorAsync("POST", "/2017-03-31/tags/" + Uri.EscapeDataString(Arn + "f"), $"{{{tags}}}"));
        string stream = await Tables.CreateAsync(oslo);
        Assert.Equal(refusal, await oslo.ErrorAsync("POST", Mappings, $"{{'FunctionName':'f','EventSourceArn':'{stream}','StartingPosition':'LATEST',{tags}}}"));
    }

    [Fact]
    public async Task A_PoP_that_takes_no_writes_changes_no_functions()
    {
        await BeginAsync();
        await vienna.CreateAsync("f");
        await MeetAsync();
        oslo.Dynamo.Replica.TakesWrites = false;
        (string Method, string Path, string Body)[] changes =
        [
            ("POST", Functions, CreateBody("g")),
            ("PUT", Functions + "/f/configuration", "{'Timeout':9}"),
            ("POST", Functions + "/f/versions", "{}"),
            ("POST", Functions + "/f/aliases", "{'Name':'live','FunctionVersion':'$LATEST'}"),
            ("POST", "/2018-10-31/layers/l/versions", $"{{'Content':{{'ZipFile':'{Convert.ToBase64String(Zips.Small())}'}}}}"),
            ("DELETE", Functions + "/f", "{}"),
        ];
        foreach ((string method, string path, string body) in changes)
        {
            Assert.Equal("500 ServiceException: The Lambda service encountered an internal error. This PoP does not take changes now.", await oslo.ErrorAsync(method, path, body));
        }

        await oslo.OkAsync("GET", Functions + "/f");
        await oslo.OkAsync("POST", Functions + "/f/invocations", "{}");
        await vienna.CreateAsync("h"); // what others do goes on
        await MeetAsync();
        Assert.Equal(["f", "h"], await NamesAsync(oslo));
        oslo.Dynamo.Replica.TakesWrites = true;
        await oslo.CreateAsync("g");
        await MeetAsync();
        Assert.Equal(["f", "g", "h"], await NamesAsync(vienna));
    }

    [Fact]
    public async Task What_was_changed_before_a_PoP_took_no_writes_is_told_afterwards()
    {
        await BeginAsync();
        await oslo.IdleAsync();
        oslo.Face.Services.Sharing!.IsHeld = true;
        await oslo.CreateAsync("f");
        oslo.Dynamo.Replica.TakesWrites = false;
        oslo.Face.Services.Sharing!.IsHeld = false;
        int before = oslo.CountOf(Gateway.Storage.Keys.KeySpace.Log);
        Tell(["fjords"]); // looks at everything again
        await oslo.IdleAsync();
        Assert.Equal(before, oslo.CountOf(Gateway.Storage.Keys.KeySpace.Log));

        oslo.Dynamo.Replica.TakesWrites = true;
        oslo.Time.Advance(TimeSpan.FromSeconds(5));
        await MeetAsync();
        Assert.Equal(["f"], await NamesAsync(vienna));
    }

    private static async Task<string[]> NamesAsync(LambdaUnderTest pop) =>
        [.. (await pop.OkAsync("GET", Functions))["Functions"]!.AsArray().Select(function => (string)function!["FunctionName"]!)];

    private static Task TagAsync(LambdaUnderTest pop, string scope) => pop.OkAsync("POST", "/2017-03-31/tags/" + Uri.EscapeDataString(Arn + "f"), $"{{'Tags':{{'edge:scope':'{scope}'}}}}");

    private async Task<string> CountAsync()
    {
        List<int> counts = [];
        foreach (LambdaUnderTest pop in new[] { vienna, oslo, centre }) counts.Add((await pop.OkAsync("GET", Mappings))["EventSourceMappings"]!.AsArray().Count);
        return string.Join(" ", counts);
    }

    private void Tell(IReadOnlyList<string>? ofOslo = null)
    {
        ClusterMember[] members = [new("vienna", "eu", ["alps"]), new("oslo", "eu", ofOslo ?? groupsOfOslo), new("centre", "eu", []) { FollowsAll = true }];
        vienna.Dynamo.Replica.SetMembers("vienna", members);
        oslo.Dynamo.Replica.SetMembers("oslo", members);
        centre.Dynamo.Replica.SetMembers("centre", members);
    }

    private async Task BeginAsync()
    {
        Tell();
        foreach (LambdaUnderTest pop in new[] { vienna, oslo, centre })
        {
            pop.Dynamo.Replica.BeginReplication();
            await pop.IdleAsync();
        }
    }

    private async Task MeetAsync()
    {
        for (int round = 0; round < 2; round++)
        {
            await LambdaUnderTest.MeetAsync(vienna, centre);
            await LambdaUnderTest.MeetAsync(oslo, centre);
        }

        await vienna.IdleAsync();
    }
}
