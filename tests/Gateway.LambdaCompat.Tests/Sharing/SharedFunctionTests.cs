using System.Text;
using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Tests.Harness;
using Gateway.Storage.Keys;
using static Gateway.LambdaCompat.Tests.Harness.LambdaUnderTest;

namespace Gateway.LambdaCompat.Tests.Sharing;

/// <summary>Functions of two PoPs: what is made at one is at the other.</summary>
public sealed class SharedFunctionTests : IAsyncDisposable
{
    private const string Functions = "/2015-03-31/functions";
    private const string Configuration = Functions + "/f/configuration";

    private readonly LambdaUnderTest east = new();
    private readonly LambdaUnderTest west = new(seed: 100);

    public async ValueTask DisposeAsync()
    {
        await east.DisposeAsync();
        await west.DisposeAsync();
    }

    [Fact]
    public async Task A_function_that_is_made_at_one_runs_at_the_other()
    {
        await BeginAsync();
        await east.CreateAsync("f", "'Environment':{'Variables':{'AB':'b'}},'Tags':{'team':'x/y'},'Timeout':7");

        await MeetAsync();

        JsonObject here = await ConfigurationAsync(east);
        JsonObject there = await ConfigurationAsync(west);
        Assert.Equal(here.ToJsonString(), there.ToJsonString());
        Assert.Equal("Active", (string?)there["State"]);
        Assert.Equal("""{"team":"x/y"}""", (await west.OkAsync("GET", Functions + "/f"))["Tags"]!.ToJsonString());
        await west.OkAsync("POST", Functions + "/f/invocations", "{}");
        EnvironmentSpec spec = (await west.Engine.NextAsync()).Spec;
        Assert.Equal("exports.handler = async () => 1;", await File.ReadAllTextAsync(Path.Combine(spec.CodeFolder, "index.js"), TestContext.Current.CancellationToken));
        Assert.Equal(("b", 7), (spec.Variables["AB"], (int)spec.Timeout.TotalSeconds));
    }

    [Fact]
    public async Task What_was_made_alone_is_told_when_others_come()
    {
        await east.CreateAsync("f");
        Assert.Equal(0, east.CountOf(KeySpace.Log));

        await BeginAsync();
        await MeetAsync();

        await west.OkAsync("POST", Functions + "/f/invocations", "{}");
    }

    [Fact]
    public async Task What_a_PoP_died_before_telling_is_told_at_the_next_start()
    {
        await BeginAsync();
        await east.CreateAsync("f");
        await east.CreateAsync("g");
        await MeetAsync();
        east.Face.Services.Sharing!.IsHeld = true;
        await east.OkAsync("PUT", Configuration, "{'Timeout':9}");
        await east.CallAsync("DELETE", Functions + "/g");
        await west.OkAsync("PUT", Configuration, "{'MemorySize':256}");

        await east.RestartAsync();
        await MeetAsync();

        foreach (LambdaUnderTest pop in new[] { east, west })
        {
            JsonObject shown = await ConfigurationAsync(pop);
            Assert.Equal((9, 256), ((int)shown["Timeout"]!, (int)shown["MemorySize"]!));
            Assert.StartsWith("404 ", await pop.ErrorAsync("GET", Functions + "/g"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Two_change_different_settings_at_once_and_both_stay()
    {
        await BeginAsync();
        await east.CreateAsync("f", "'Tags':{'a':'1'}");
        await MeetAsync();
        await west.OkAsync("POST", Functions + "/f/invocations", "{}");
        string stale = (await west.Engine.NextAsync()).Spec.Key;

        await east.OkAsync("PUT", Configuration, "{'Timeout':9}");
        await east.OkAsync("POST", "/2017-03-31/tags/" + Uri.EscapeDataString(Arn + "f"), "{'Tags':{'b':'2'}}");
        await east.OkAsync("POST", Functions + "/f/policy", "{'StatementId':'e','Action':'lambda:InvokeFunction','Principal':'*'}");
        await west.OkAsync("PUT", Configuration, "{'MemorySize':256}");
        await west.OkAsync("POST", "/2017-03-31/tags/" + Uri.EscapeDataString(Arn + "f"), "{'Tags':{'c':'3'}}");
        await west.OkAsync("POST", Functions + "/f/policy", "{'StatementId':'w','Action':'lambda:InvokeFunction','Principal':'*'}");
        await west.OkAsync("PUT", "/2017-10-31/functions/f/concurrency", "{'ReservedConcurrentExecutions':3}");
        await MeetAsync();

        foreach (LambdaUnderTest pop in new[] { east, west })
        {
            JsonObject shown = await pop.OkAsync("GET", Functions + "/f");
            Assert.Equal((9, 256), ((int)shown["Configuration"]!["Timeout"]!, (int)shown["Configuration"]!["MemorySize"]!));
            Assert.Equal(3, shown["Tags"]!.AsObject().Count);
            Assert.Equal(3, (int?)shown["Concurrency"]!["ReservedConcurrentExecutions"]);
            JsonNode policy = JsonNode.Parse((string)(await pop.OkAsync("GET", Functions + "/f/policy"))["Policy"]!)!;
            Assert.Equal(["e", "w"], policy["Statement"]!.AsArray().Select(one => (string)one!["Sid"]!).Order());
        }

        Assert.Contains(stale, west.Engine.Retired);
        await west.OkAsync("POST", Functions + "/f/invocations", "{}");
        EnvironmentSpec spec = (await west.Engine.NextAsync()).Spec;
        Assert.Equal((9, 256), ((int)spec.Timeout.TotalSeconds, spec.MemoryMegabytes));
    }

    [Fact]
    public async Task New_code_versions_and_aliases_travel()
    {
        await BeginAsync();
        await east.CreateAsync("f");
        await east.OkAsync("POST", Functions + "/f/versions", "{}");
        await MeetAsync();
        await west.OkAsync("PUT", Functions + "/f/code", $"{{'ZipFile':'{Convert.ToBase64String(Zips.Small("two"))}','Publish':true}}");
        await west.OkAsync("POST", Functions + "/f/aliases", "{'Name':'live','FunctionVersion':'1','RoutingConfig':{'AdditionalVersionWeights':{'2':0}}}");
        await west.OkAsync("POST", "/2021-10-31/functions/f/url", "{'AuthType':'NONE'}");
        await MeetAsync();

        Assert.Equal(["$LATEST", "1", "2"], (await east.OkAsync("GET", Functions + "/f/versions"))["Versions"]!.AsArray().Select(version => (string)version!["Version"]!));
        Assert.Equal((await west.OkAsync("GET", Functions + "/f/aliases/live")).ToJsonString(), (await east.OkAsync("GET", Functions + "/f/aliases/live")).ToJsonString());
        Assert.Equal((await west.OkAsync("GET", "/2021-10-31/functions/f/url")).ToJsonString(), (await east.OkAsync("GET", "/2021-10-31/functions/f/url")).ToJsonString());
        Assert.Equal("2", (string?)(await east.OkAsync("POST", Functions + "/f/versions", "{}"))["Version"]); // nothing has changed since
        await east.OkAsync("POST", Functions + "/f/invocations", "{}");
        Assert.Equal("two", await CodeOfAsync(east));
        await east.OkAsync("POST", Functions + "/f/invocations", "{}", "Qualifier=live");
        Assert.Equal("exports.handler = async () => 1;", await CodeOfAsync(east));
    }

    [Fact]
    public async Task A_delete_wins_over_a_change_made_at_once()
    {
        await BeginAsync();
        await east.CreateAsync("f");
        await MeetAsync();
        await east.CallAsync("DELETE", Functions + "/f");
        await west.OkAsync("PUT", Configuration, "{'Timeout':9}");
        await MeetAsync();

        foreach (LambdaUnderTest pop in new[] { east, west }) Assert.StartsWith("404 ", await pop.ErrorAsync("GET", Functions + "/f"), StringComparison.Ordinal);
        await west.CreateAsync("f");
        await MeetAsync();
        Assert.Equal(3, (int)(await ConfigurationAsync(east))["Timeout"]!);
    }

    [Fact]
    public async Task Two_that_make_one_function_at_once_agree()
    {
        await BeginAsync();
        await east.CreateAsync("f", "'Timeout':9", Zips.Small("east"));
        await west.CreateAsync("f", "'MemorySize':256", Zips.Small("west"));
        await MeetAsync();

        Assert.Equal((await ConfigurationAsync(east)).ToJsonString(), (await ConfigurationAsync(west)).ToJsonString());
        await east.OkAsync("POST", Functions + "/f/invocations", "{}");
        await west.OkAsync("POST", Functions + "/f/invocations", "{}");
        Assert.Equal(await CodeOfAsync(east), await CodeOfAsync(west));
    }

    [Fact]
    public async Task A_function_whose_package_has_not_come_is_pending()
    {
        await BeginAsync();
        byte[] large = LargeZip();
        await east.CreateAsync("f", zip: large);
        await east.IdleAsync();

        await west.TakeAsync(east, key => !key.Contains("blob", StringComparison.Ordinal));
        Assert.Equal(("Pending", "Creating"), ((string?)(await ConfigurationAsync(west))["State"], (string?)(await ConfigurationAsync(west))["StateReasonCode"]));
        const string refused = "409 ResourceConflictException: The operation cannot be performed at this time. The function is currently in the following state: Pending";
        Assert.Equal(refused, await west.ErrorAsync("POST", Functions + "/f/invocations", "{}"));
        await west.RestartAsync();
        await west.IdleAsync();
        Assert.Equal(refused, await west.ErrorAsync("POST", Functions + "/f/invocations", "{}"));

        await west.TakeAsync(east, key => !key.EndsWith("00001", StringComparison.Ordinal) && !key.Contains("00001", StringComparison.Ordinal));
        Assert.Equal("Pending", (string?)(await ConfigurationAsync(west))["State"]);
        await west.TakeAsync(east);
        Assert.Equal("Active", (string?)(await ConfigurationAsync(west))["State"]);
        await west.OkAsync("POST", Functions + "/f/invocations", "{}");
    }

    [Fact]
    public async Task Old_code_runs_until_the_new_one_has_come()
    {
        await BeginAsync();
        await east.CreateAsync("f");
        await MeetAsync();
        await east.OkAsync("PUT", Functions + "/f/code", $"{{'ZipFile':'{Convert.ToBase64String(Zips.Small("two"))}'}}");
        await east.IdleAsync();

        await west.TakeAsync(east, key => !key.Contains("blob", StringComparison.Ordinal));
        await west.OkAsync("POST", Functions + "/f/invocations", "{}");
        Assert.Equal("exports.handler = async () => 1;", await CodeOfAsync(west));
        await west.OkAsync("PUT", Configuration, "{'MemorySize':256}");
        await MeetAsync();

        await west.OkAsync("POST", Functions + "/f/invocations", "{}");
        Assert.Equal("two", await CodeOfAsync(west));
        Assert.Equal(256, (int)(await ConfigurationAsync(east))["MemorySize"]!);
    }

    [Fact]
    public async Task Parts_of_a_package_go_when_nothing_names_it_any_more()
    {
        await BeginAsync();
        await east.CreateAsync("f", zip: LargeZip());
        await MeetAsync();
        Assert.True(east.Dynamo.SystemTable.Blobs().Count > 1);
        await west.CallAsync("DELETE", Functions + "/f");
        await MeetAsync();

        for (int round = 0; round < 2; round++)
        {
            east.Face.Services.Sweep();
            await east.IdleAsync();
        }

        await MeetAsync();
        Assert.Empty(east.Dynamo.SystemTable.Blobs());
        Assert.Empty(west.Dynamo.SystemTable.Blobs());
        Assert.Empty(Directory.GetDirectories(east.PackageFolder));
    }

    [Fact]
    public async Task A_part_that_was_lost_comes_back_from_who_has_the_package()
    {
        await BeginAsync();
        await east.CreateAsync("f");
        await east.IdleAsync();
        await east.Dynamo.SystemTable.RemoveAsync("blob", Assert.Single(east.Dynamo.SystemTable.Blobs()));
        await MeetAsync();
        Assert.Equal("Pending", (string?)(await ConfigurationAsync(west))["State"]);

        east.Face.Services.Sweep();
        await MeetAsync();

        Assert.Equal("Active", (string?)(await ConfigurationAsync(west))["State"]);
    }

    [Fact]
    public async Task A_local_function_stays_where_it_is()
    {
        await BeginAsync();
        await east.CreateAsync("f", "'Tags':{'edge:scope':'local'}");
        await MeetAsync();
        Assert.StartsWith("404 ", await west.ErrorAsync("GET", Functions + "/f"), StringComparison.Ordinal);

        await east.OkAsync("DELETE", "/2017-03-31/tags/" + Uri.EscapeDataString(Arn + "f"), query: "tagKeys=edge:scope");
        await MeetAsync();
        await ConfigurationAsync(west);

        await east.OkAsync("POST", "/2017-03-31/tags/" + Uri.EscapeDataString(Arn + "f"), "{'Tags':{'edge:scope':'local'}}");
        await MeetAsync();
        Assert.StartsWith("404 ", await west.ErrorAsync("GET", Functions + "/f"), StringComparison.Ordinal);
        await ConfigurationAsync(east);
    }

    [Fact]
    public async Task Nothing_echoes()
    {
        await BeginAsync();
        await east.CreateAsync("f", "'Tags':{'a':'1'}");
        await MeetAsync();
        (int Here, int There) before = (east.CountOf(KeySpace.Log), west.CountOf(KeySpace.Log));
        Assert.Equal(0, before.There);

        await west.RestartAsync();
        await east.RestartAsync();
        await MeetAsync();

        Assert.Equal(before, (east.CountOf(KeySpace.Log), west.CountOf(KeySpace.Log)));
    }

    private static byte[] LargeZip() => Zips.Of(("index.js", Convert.ToBase64String(Bytes()), 0x81A4));

    private static byte[] Bytes()
    {
        byte[] bytes = new byte[700_000];
        new Random(5).NextBytes(bytes);
        return bytes;
    }

    private static Task<JsonObject> ConfigurationAsync(LambdaUnderTest pop) => pop.OkAsync("GET", Configuration);

    private static async Task<string> CodeOfAsync(LambdaUnderTest pop)
    {
        EnvironmentSpec spec = (await pop.Engine.NextAsync()).Spec;
        return await File.ReadAllTextAsync(Path.Combine(spec.CodeFolder, "index.js"), Encoding.UTF8, TestContext.Current.CancellationToken);
    }

    private async Task BeginAsync()
    {
        foreach (LambdaUnderTest pop in new[] { east, west })
        {
            pop.Dynamo.Replica.BeginReplication();
            await pop.IdleAsync();
        }
    }

    private Task MeetAsync() => LambdaUnderTest.MeetAsync(east, west);
}
