using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Versions;

/// <summary>PublishVersion, ListVersionsByFunction. Source: doc API_PublishVersion; answers as observed.</summary>
public sealed class VersionTests(TestFunction f) : IClassFixture<TestFunction>
{
    [Fact]
    public async Task Publishing_describes_the_version()
    {
        TestFunction mine = await NewAsync(f.Service, """  "Description":"of the function"  """);

        Answer answer = await mine.CallAsync("POST", $"{Functions}/@F/versions", """{"Description":"of the version"}""");

        Assert.Equal(201, answer.Status);
        Assert.Equal("ARN:function:F:1", mine.Show((string)answer.Json["FunctionArn"]!));
        Assert.Equal("1", (string?)answer.Json["Version"]);
        Assert.Equal("of the version", (string?)answer.Json["Description"]);
        Assert.Equal("of the function", (string?)(await mine.CallAsync("GET", $"{Functions}/@F/configuration")).Json["Description"]);
    }

    [Fact]
    public async Task Nothing_new_gives_the_last_version_again()
    {
        TestFunction mine = await NewAsync(f.Service);
        string first = await mine.PublishAsync();

        Answer again = await mine.CallAsync("POST", $"{Functions}/@F/versions", "{}");

        Assert.Equal(201, again.Status);
        Assert.Equal((first, "1"), ((string?)again.Json["Version"], first));
    }

    [Theory]
    [InlineData("configuration", "{}")]
    [InlineData("code", """{"ZipFile":"@ZIP"}""")]
    public async Task Every_update_counts_as_new_even_with_the_same(string what, string body)
    {
        TestFunction mine = await NewAsync(f.Service);
        await mine.PublishAsync();
        await mine.CallAsync("PUT", $"{Functions}/@F/{what}", body);
        await mine.ReadyAsync();

        Assert.Equal("2", await mine.PublishAsync());
    }

    [Fact]
    public async Task Publishing_gives_the_function_another_revision_and_the_version_one_of_its_own()
    {
        TestFunction mine = await NewAsync(f.Service);
        string before = (string)(await mine.CallAsync("GET", $"{Functions}/@F/configuration")).Json["RevisionId"]!;
        await mine.PublishAsync();

        string latest = (string)(await mine.CallAsync("GET", $"{Functions}/@F/configuration")).Json["RevisionId"]!;
        string version = (string)(await mine.CallAsync("GET", $"{Functions}/@F:1/configuration")).Json["RevisionId"]!;

        Assert.Equal(3, new[] { before, latest, version }.Distinct().Count());
    }

    [Fact]
    public async Task A_version_keeps_its_code_and_settings()
    {
        TestFunction mine = await NewAsync(f.Service, """  "Timeout":5  """, "exports.handler = async () => 'first';");
        await mine.PublishAsync();
        await mine.ChangeAsync("""{"Timeout":6}""");
        await mine.CallAsync("PUT", $"{Functions}/@F/code", """{"ZipFile":"@ZIP"}""");
        await mine.ReadyAsync();

        Assert.Equal(5, (int?)(await mine.CallAsync("GET", $"{Functions}/@F:1/configuration")).Json["Timeout"]);
        Assert.Equal("\"first\"", (await mine.CallAsync("POST", $"{Functions}/@F:1/invocations", "1")).Body);
        Assert.Equal("1", (await mine.InvokeAsync("1")).Body);
    }

    [Fact]
    public async Task The_list_begins_with_latest_and_has_qualified_arns_and_no_states()
    {
        TestFunction mine = await NewAsync(f.Service);
        await mine.PublishAsync();

        JsonArray versions = (await mine.CallAsync("GET", $"{Functions}/@F/versions")).Json["Versions"]!.AsArray();

        Assert.Equal(["ARN:function:F:$LATEST", "ARN:function:F:1"], versions.Select(version => mine.Show((string)version!["FunctionArn"]!)));
        Assert.All(versions, version => Assert.False(version!.AsObject().ContainsKey("State")));
    }

    [Fact]
    public async Task The_list_comes_in_pages()
    {
        TestFunction mine = await NewAsync(f.Service);
        await mine.PublishAsync();

        JsonObject first = (await mine.CallAsync("GET", $"{Functions}/@F/versions?MaxItems=1")).Json;
        JsonObject second = (await mine.CallAsync("GET", $"{Functions}/@F/versions?MaxItems=1&Marker={(string)first["NextMarker"]!}")).Json;

        Assert.Equal("$LATEST", (string?)Assert.Single(first["Versions"]!.AsArray())!["Version"]);
        Assert.Equal("1", (string?)Assert.Single(second["Versions"]!.AsArray())!["Version"]);
    }

    [Fact]
    public async Task A_hash_that_is_not_the_codes_is_refused()
    {
        string current = (string)(await f.CallAsync("GET", $"{Functions}/@F/configuration")).Json["CodeSha256"]!;

        Answer refused = await f.CallAsync("POST", $"{Functions}/@F/versions", """{"CodeSha256":"x"}""");

        Assert.Equal($"400 InvalidParameterValueException: CodeSHA256 (x) is different from current CodeSHA256 in $LATEST ({current}). Please try again with the CodeSHA256 in $LATEST.", refused.Outcome);
    }

    [Theory]
    [InlineData("POST", "{}")]
    [InlineData("GET", "")]
    public async Task A_missing_function_is_named(string method, string body) =>
        Assert.Equal("404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none", await f.OutcomeAsync(method, $"{Functions}/edge-compat-none/versions", body));
}
