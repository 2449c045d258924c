using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Versions;

/// <summary>Aliases: their life, their weights, what is refused. Source: doc API_CreateAlias; answers as observed.</summary>
public sealed class AliasTests(TwoVersions f) : IClassFixture<TwoVersions>
{
    private const string Aliases = $"{Functions}/@F/aliases";

    [Fact]
    public async Task An_alias_lives()
    {
        Assert.Equal("""201 {"AliasArn":"ARN:function:F:life","Description":"","FunctionVersion":"1","Name":"life","RevisionId":"UUID"}""", await f.WholeAsync("POST", Aliases, """{"Name":"life","FunctionVersion":"1"}"""));
        Assert.Equal("""200 {"AliasArn":"ARN:function:F:life","Description":"d","FunctionVersion":"2","Name":"life","RevisionId":"UUID"}""", await f.WholeAsync("PUT", $"{Aliases}/life", """{"FunctionVersion":"2","Description":"d"}"""));
        Assert.Equal("""200 {"AliasArn":"ARN:function:F:life","Description":"d","FunctionVersion":"2","Name":"life","RevisionId":"UUID"}""", await f.WholeAsync("GET", $"{Aliases}/life"));
        Assert.Equal("204", await f.WholeAsync("DELETE", $"{Aliases}/life"));
        Assert.Equal("204", await f.WholeAsync("DELETE", $"{Aliases}/life"));
        Assert.Equal("404 ResourceNotFoundException: Cannot find alias arn: ARN:function:F:life", await f.OutcomeAsync("GET", $"{Aliases}/life"));
    }

    [Fact]
    public async Task Weights_are_shown_replaced_and_taken_away()
    {
        const string Weighted = """ "FunctionVersion":"1","Name":"weights","RevisionId":"UUID","RoutingConfig":{"AdditionalVersionWeights":{"2":""";

        Assert.Contains(Weighted.Trim() + "0.25}}}", await f.WholeAsync("POST", Aliases, """{"Name":"weights","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"2":0.25}}}"""), StringComparison.Ordinal);
        Assert.Contains(Weighted.Trim() + "0.5}}}", await f.WholeAsync("PUT", $"{Aliases}/weights", """{"RoutingConfig":{"AdditionalVersionWeights":{"2":0.5}}}"""), StringComparison.Ordinal);
        Assert.Contains(Weighted.Trim() + "0.5}}}", await f.WholeAsync("PUT", $"{Aliases}/weights", """{"Description":""}"""), StringComparison.Ordinal);
        Assert.DoesNotContain("RoutingConfig", await f.WholeAsync("PUT", $"{Aliases}/weights", """{"RoutingConfig":{}}"""), StringComparison.Ordinal);
        Assert.DoesNotContain("RoutingConfig", await f.WholeAsync("POST", Aliases, """{"Name":"none","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{}}}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_change_gives_another_revision_and_an_old_one_is_refused()
    {
        string first = (string)(await f.CallAsync("POST", Aliases, """{"Name":"revised","FunctionVersion":"1"}""")).Json["RevisionId"]!;
        string second = (string)(await f.CallAsync("PUT", $"{Aliases}/revised", $$"""{"Description":"d","RevisionId":"{{first}}"}""")).Json["RevisionId"]!;

        Assert.NotEqual(first, second);
        Assert.Equal(
            "412 PreconditionFailedException: The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
            await f.OutcomeAsync("PUT", $"{Aliases}/revised", $$"""{"RevisionId":"{{first}}"}"""));
    }

    [Fact]
    public async Task The_list_is_sorted_and_filtered_by_version()
    {
        TwoVersions mine = new(f.Service);
        await mine.InitializeAsync();
        foreach ((string name, string version) in ((string, string)[])[("c", "1"), ("a", "2"), ("b", "1")]) await mine.CallAsync("POST", Aliases, $$"""{"Name":"{{name}}","FunctionVersion":"{{version}}"}""");

        Assert.Equal(["a", "b", "c"], await NamesAsync(""));
        Assert.Equal(["b", "c"], await NamesAsync("?FunctionVersion=1"));
        Assert.Equal(["a", "b"], await NamesAsync("?MaxItems=2"));

        async Task<IEnumerable<string?>> NamesAsync(string query) => (await mine.CallAsync("GET", Aliases + query)).Json["Aliases"]!.AsArray().Select(alias => (string?)alias!["Name"]);
    }

    [Fact]
    public async Task A_function_is_read_and_called_through_its_alias()
    {
        await f.CallAsync("POST", Aliases, """{"Name":"through","FunctionVersion":"1"}""");

        JsonObject read = (await f.CallAsync("GET", $"{Functions}/@F:through/configuration")).Json;
        Answer called = await f.CallAsync("POST", $"{Functions}/@F:through/invocations", "{}");

        Assert.Equal("ARN:function:F:through", f.Show((string)read["FunctionArn"]!));
        Assert.Equal("1", (string?)read["Version"]);
        Assert.Equal("1", called.Header("x-amz-executed-version"));
    }

    [Fact]
    public async Task An_alias_may_point_at_latest() =>
        Assert.Contains("\"FunctionVersion\":\"$LATEST\"", await f.WholeAsync("POST", Aliases, """{"Name":"latest","FunctionVersion":"$LATEST"}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("POST", "", """{"Name":"taken","FunctionVersion":"1"}""", "409 ResourceConflictException: Alias already exists: ARN:function:F:taken")]
    [InlineData("POST", "", """{"Name":"x","FunctionVersion":"10"}""", "404 ResourceNotFoundException: Function not found: ARN:function:F:10")]
    [InlineData("POST", "", """{"Name":"2024","FunctionVersion":"1"}""", "400 ValidationException: 1 validation error detected: Value '2024' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)")]
    [InlineData("POST", "", """{"FunctionVersion":"1"}""", "400 ValidationException: 1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null")]
    [InlineData("POST", "", """{"Name":"x"}""", "400 ValidationException: 1 validation error detected: Value null at 'functionVersion' failed to satisfy constraint: Member must not be null")]
    [InlineData("POST", "", """{"Name":"x","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"2":0.1,"3":0.1}}}""", "400 InvalidParameterValueException: Number of items in AdditionalVersionWeights cannot be greater than 1")]
    [InlineData("POST", "", """{"Name":"x","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"1":0.1}}}""", "400 InvalidParameterValueException: Invalid function version 1. Function version 1 is already included in routing configuration.")]
    [InlineData("POST", "", """{"Name":"x","FunctionVersion":"$LATEST","RoutingConfig":{"AdditionalVersionWeights":{"1":0.1}}}""", "400 InvalidParameterValueException: $LATEST is not supported for an alias pointing to more than 1 version (no Type)")]
    [InlineData("POST", "", """{"Name":"x","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"2":2}}}""", "400 ValidationException: 1 validation error detected: Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1, Member must have value greater than or equal to 0, Member must not be null]")]
    [InlineData("POST", "", """{"Name":"x","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"a":0.1}}}""", "400 ValidationException: 1 validation error detected: Value '{a=0.1}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+, Member must not be null]")]
    [InlineData("PUT", "/none", """{"FunctionVersion":"1"}""", "404 ResourceNotFoundException: Alias not found: ARN:function:F:none-of-these")]
    [InlineData("PUT", "/taken", """{"FunctionVersion":"10"}""", "404 ResourceNotFoundException: Function not found: ARN:function:F:10")]
    [InlineData("GET", "/none", "", "404 ResourceNotFoundException: Cannot find alias arn: ARN:function:F:none-of-these")]
    public async Task What_cannot_be_is_refused(string method, string tail, string body, string error)
    {
        await f.CallAsync("POST", Aliases, """{"Name":"taken","FunctionVersion":"1"}""");

        Assert.Equal(error, await f.OutcomeAsync(method, Aliases + tail.Replace("/none", "/none-of-these", StringComparison.Ordinal), body));
    }
}
