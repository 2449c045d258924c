using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Tests.Harness;
using static Gateway.LambdaCompat.Tests.Harness.LambdaUnderTest;

namespace Gateway.LambdaCompat.Tests.Operations;

public sealed class VersionTests : IAsyncDisposable
{
    private const string Function = "/2015-03-31/functions/f";

    private readonly LambdaUnderTest lambda = new();

    public ValueTask DisposeAsync() => lambda.DisposeAsync();

    [Fact]
    public async Task Publishing_without_a_change_gives_the_last_version_again()
    {
        await lambda.CreateAsync("f");

        JsonObject first = await lambda.OkAsync("POST", Function + "/versions", "{'Description':'one'}");
        JsonObject again = await lambda.OkAsync("POST", Function + "/versions", "{}");
        await lambda.OkAsync("PUT", Function + "/configuration", "{}");
        JsonObject second = await lambda.OkAsync("POST", Function + "/versions", "{}");

        Assert.Equal((Arn + "f:1", "1", "one", "Active"), ((string?)first["FunctionArn"], (string?)first["Version"], (string?)first["Description"], (string?)first["State"]));
        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        Assert.Equal(("2", ""), ((string?)second["Version"], (string?)second["Description"]));
    }

    [Fact]
    public async Task Creating_and_updating_with_publish_makes_versions()
    {
        JsonObject made = await lambda.CreateAsync("f", "'Publish':true");
        JsonObject updated = await lambda.OkAsync("PUT", Function + "/code", $"{{'Publish':true,'ZipFile':'{Convert.ToBase64String(Zips.Small("2"))}'}}");

        Assert.Equal(("1", Arn + "f", "Pending"), ((string?)made["Version"], (string?)made["FunctionArn"], (string?)made["State"]));
        Assert.Equal(("2", Arn + "f:2", "Pending"), ((string?)updated["Version"], (string?)updated["FunctionArn"], (string?)updated["State"]));
        Assert.False(updated.ContainsKey("LastUpdateStatus"));
        JsonObject list = await lambda.OkAsync("GET", Function + "/versions");
        Assert.Equal(["f:$LATEST", "f:1", "f:2"], list["Versions"]!.AsArray().Select(version => ((string)version!["FunctionArn"]!)[Arn.Length..]));
        Assert.NotEqual((string?)list["Versions"]![1]!["CodeSha256"], (string?)list["Versions"]![2]!["CodeSha256"]);
    }

    [Fact]
    public async Task A_number_is_never_used_again()
    {
        await lambda.CreateAsync("f", "'Publish':true");
        Assert.Equal(204, (await lambda.CallAsync("DELETE", Function, query: "Qualifier=1")).Status);
        Assert.Equal(204, (await lambda.CallAsync("DELETE", Function, query: "Qualifier=1")).Status);
        await lambda.RestartAsync();

        Assert.Equal("2", (string?)(await lambda.OkAsync("POST", Function + "/versions", "{}"))["Version"]);
        Assert.Equal("400 InvalidParameterValueException: $LATEST version cannot be deleted without deleting the function.", await lambda.ErrorAsync("DELETE", Function, query: "Qualifier=$LATEST"));
    }

    [Fact]
    public async Task A_version_of_other_code_is_not_published()
    {
        string sha = (string)(await lambda.CreateAsync("f"))["CodeSha256"]!;

        Assert.Equal(
            $"400 InvalidParameterValueException: CodeSHA256 (x) is different from current CodeSHA256 in $LATEST ({sha}). Please try again with the CodeSHA256 in $LATEST.",
            await lambda.ErrorAsync("POST", Function + "/versions", "{'CodeSha256':'x'}"));
        Assert.StartsWith("412 PreconditionFailedException: ", await lambda.ErrorAsync("POST", Function + "/versions", "{'RevisionId':'x'}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alias_points_at_a_version()
    {
        await lambda.CreateAsync("f", "'Publish':true");

        JsonObject alias = await lambda.OkAsync("POST", Function + "/aliases", "{'Name':'live','FunctionVersion':'1'}");
        JsonObject through = await lambda.OkAsync("GET", Function + "/configuration", query: "Qualifier=live");

        Assert.Equal(["AliasArn", "Name", "FunctionVersion", "Description", "RevisionId"], alias.Select(member => member.Key));
        Assert.Equal(Arn + "f:live", (string?)alias["AliasArn"]);
        Assert.Equal((Arn + "f:live", "1"), ((string?)through["FunctionArn"], (string?)through["Version"]));
        Assert.Equal("409 ResourceConflictException: Unable to delete version because the following aliases reference it: [live]", await lambda.ErrorAsync("DELETE", Function, query: "Qualifier=1"));
        Assert.Equal("400 InvalidParameterValueException: Deletion of aliases is not currently supported.", await lambda.ErrorAsync("DELETE", Function, query: "Qualifier=live"));
        Assert.Equal(204, (await lambda.CallAsync("DELETE", Function + "/aliases/live")).Status);
        Assert.Equal(204, (await lambda.CallAsync("DELETE", Function + "/aliases/live")).Status);
        Assert.Equal($"404 ResourceNotFoundException: Cannot find alias arn: {Arn}f:live", await lambda.ErrorAsync("GET", Function + "/aliases/live"));
        Assert.Equal($"404 ResourceNotFoundException: Alias not found: {Arn}f:live", await lambda.ErrorAsync("PUT", Function + "/aliases/live", "{}"));
    }

    [Theory]
    [InlineData("'Name':'a','FunctionVersion':'10'", "404 ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:123456789012:function:f:10")]
    [InlineData("'Name':'2024','FunctionVersion':'1'", "400 ValidationException: 1 validation error detected: Value '2024' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)")]
    [InlineData("'Name':'a','FunctionVersion':'1','RoutingConfig':{'AdditionalVersionWeights':{'1':0.5,'2':0.5}}", "400 InvalidParameterValueException: Number of items in AdditionalVersionWeights cannot be greater than 1")]
    [InlineData("'Name':'a','FunctionVersion':'1','RoutingConfig':{'AdditionalVersionWeights':{'1':0.5}}", "400 InvalidParameterValueException: Invalid function version 1. Function version 1 is already included in routing configuration.")]
    [InlineData("'Name':'a','FunctionVersion':'$LATEST','RoutingConfig':{'AdditionalVersionWeights':{'1':0.5}}", "400 InvalidParameterValueException: $LATEST is not supported for an alias pointing to more than 1 version")]
    public async Task An_alias_that_cannot_be_is_refused(string members, string error)
    {
        await lambda.CreateAsync("f", "'Publish':true");

        Assert.Equal(error, await lambda.ErrorAsync("POST", Function + "/aliases", "{" + members + "}"));
    }

    [Fact]
    public async Task An_alias_changes_its_revision_and_takes_an_empty_routing_as_none()
    {
        await lambda.CreateAsync("f", "'Publish':true");
        await lambda.OkAsync("PUT", Function + "/configuration", "{}");
        await lambda.OkAsync("POST", Function + "/versions", "{}");
        JsonObject alias = await lambda.OkAsync("POST", Function + "/aliases", "{'Name':'b','FunctionVersion':'1','RoutingConfig':{'AdditionalVersionWeights':{'2':0.25}}}");
        await lambda.OkAsync("POST", Function + "/aliases", "{'Name':'a','FunctionVersion':'2'}");
        Assert.Equal("""{"AdditionalVersionWeights":{"2":0.25}}""", alias["RoutingConfig"]!.ToJsonString());
        Assert.StartsWith("409 ResourceConflictException: Alias already exists: ", await lambda.ErrorAsync("POST", Function + "/aliases", "{'Name':'b','FunctionVersion':'1'}"), StringComparison.Ordinal);

        JsonObject updated = await lambda.OkAsync("PUT", Function + "/aliases/b", "{'RoutingConfig':{}}");

        Assert.False(updated.ContainsKey("RoutingConfig"));
        Assert.NotEqual((string?)alias["RevisionId"], (string?)updated["RevisionId"]);
        Assert.StartsWith("412 PreconditionFailedException: ", await lambda.ErrorAsync("PUT", Function + "/aliases/b", $"{{'RevisionId':'{alias["RevisionId"]}'}}"), StringComparison.Ordinal);
        Assert.Equal(["a", "b"], (await lambda.OkAsync("GET", Function + "/aliases"))["Aliases"]!.AsArray().Select(found => (string?)found!["Name"]));
        Assert.Equal(["b"], (await lambda.OkAsync("GET", Function + "/aliases", query: "FunctionVersion=1"))["Aliases"]!.AsArray().Select(found => (string?)found!["Name"]));
    }
}
