using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Layers;

/// <summary>Layers: versions, functions that use them, permissions. Source: doc API_PublishLayerVersion; answers as observed.</summary>
public sealed class LayerTests(TestFunction f) : IClassFixture<TestFunction>
{
    private const string Missing = "404 ResourceNotFoundException: The resource you requested does not exist.";

    private readonly string layer = f.Service.NextName();

    [Fact]
    public async Task A_version_is_described_whole()
    {
        Answer answer = await PublishAsync(""" "Description":"d","CompatibleRuntimes":["nodejs22.x"],"CompatibleArchitectures":["x86_64"],"LicenseInfo":"MIT", """);

        Assert.Equal(201, answer.Status);
        string expected = """{"CompatibleArchitectures":["x86_64"],"CompatibleRuntimes":["nodejs22.x"],"CreatedDate":"TIME","Description":"d","LayerArn":"ARN:layer:L","LayerVersionArn":"ARN:layer:L:1","LicenseInfo":"MIT","Version":1}""";
        Assert.Equal(["CodeSha256", "CodeSize", "Location"], answer.Json["Content"]!.AsObject().Select(member => member.Key).Order());
        Assert.Equal(expected, Show(WithoutContent(answer)));
        Answer read = await f.CallAsync("GET", $"/2018-10-31/layers/{layer}/versions/1");
        Assert.Equal((200, expected), (read.Status, Show(WithoutContent(read))));
        Answer byArn = await f.CallAsync("GET", $"/2018-10-31/layers?find=LayerVersion&Arn=@ARN:layer:{layer}:1");
        Assert.Equal((200, expected), (byArn.Status, Show(WithoutContent(byArn))));
    }

    [Fact]
    public async Task What_was_not_said_is_not_shown() =>
        Assert.Equal("""{"CreatedDate":"TIME","Description":"","LayerArn":"ARN:layer:L","LayerVersionArn":"ARN:layer:L:1","Version":1}""", Show(WithoutContent(await PublishAsync())));

    [Fact]
    public async Task Its_content_downloads()
    {
        string location = (string)(await PublishAsync()).Json["Content"]!["Location"]!;

        using HttpRequestMessage request = new(HttpMethod.Get, location);
        Assert.Equal(Convert.FromBase64String(Packages.Echo), (await f.Service.Client.SendAsIsAsync(request)).Bytes);
    }

    [Fact]
    public async Task Numbers_are_not_used_again_and_lists_begin_with_the_newest()
    {
        await PublishAsync();
        await PublishAsync();
        Assert.Equal("204", await f.WholeAsync("DELETE", $"/2018-10-31/layers/{layer}/versions/2"));
        Assert.Equal("204", await f.WholeAsync("DELETE", $"/2018-10-31/layers/{layer}/versions/2"));

        Assert.Equal(3, (int?)(await PublishAsync()).Json["Version"]);

        JsonArray versions = (await f.CallAsync("GET", $"/2018-10-31/layers/{layer}/versions")).Json["LayerVersions"]!.AsArray();
        Assert.Equal([3, 1], versions.Select(version => (int)version!["Version"]!));
        Assert.Equal("""{"CreatedDate":"TIME","Description":"","LayerVersionArn":"ARN:layer:L:3","Version":3}""", Show(Answer.Sorted(versions[0])));
    }

    [Fact]
    public async Task A_function_finds_its_layer_and_keeps_it_when_it_is_deleted()
    {
        string zip = Convert.ToBase64String(Gateway.Testing.Gateways.FunctionClient.Zip(("nodejs/node_modules/of-layer/index.js", "module.exports = 'from the layer';")));
        await f.CallAsync("POST", $"/2018-10-31/layers/{layer}/versions", $$$"""{"Content":{"ZipFile":"{{{zip}}}"}}""");
        TestFunction mine = await NewAsync(f.Service, $"\"Layers\":[\"{f.Service.Arn}:layer:{layer}:1\"]", "exports.handler = async () => require('of-layer');");
        await f.CallAsync("DELETE", $"/2018-10-31/layers/{layer}/versions/1");

        Assert.Equal("\"from the layer\"", (await mine.InvokeAsync("{}")).Body);
        JsonNode shown = Assert.Single((await mine.CallAsync("GET", $"{Functions}/@F/configuration")).Json["Layers"]!.AsArray())!;
        Assert.Equal("""{"Arn":"ARN:layer:L:1","CodeSize":SIZE}""", Show(Answer.Sorted(shown)));
    }

    [Fact]
    public async Task A_function_has_one_version_of_a_layer()
    {
        await PublishAsync();
        await PublishAsync();
        string arn = $"{f.Service.Arn}:layer:{layer}";

        Assert.Equal(
            "400 InvalidParameterValueException: Two different versions of the same layer are not allowed to be referenced in the same function. ARN:layer:L:1 and ARN:layer:L:2 are versions of the same layer.",
            Show(await f.OutcomeAsync("PUT", $"{Functions}/@F/configuration", $$"""{"Layers":["{{arn}}:1","{{arn}}:2"]}""")));
        Assert.Equal(
            "400 InvalidParameterValueException: Two different versions of the same layer are not allowed to be referenced in the same function. ARN:layer:L:1 and ARN:layer:L:1 are versions of the same layer.",
            Show(await f.OutcomeAsync("PUT", $"{Functions}/@F/configuration", $$"""{"Layers":["{{arn}}:1","{{arn}}:1"]}""")));
        Assert.Equal(
            "400 InvalidParameterValueException: Layer version ARN:layer:L:9 does not exist.",
            Show(await f.OutcomeAsync("PUT", $"{Functions}/@F/configuration", $$"""{"Layers":["{{arn}}:9"]}""")));
    }

    [Theory]
    [InlineData("GET", "/2018-10-31/layers/edge-compat-none/versions/1", Missing)]
    [InlineData("GET", "/2018-10-31/layers?find=LayerVersion&Arn=@ARN:layer:edge-compat-none:1", Missing)]
    [InlineData("GET", "/2018-10-31/layers/edge-compat-none/versions/0", "400 InvalidParameterValueException: Layer Version Cannot be less than 1")]
    [InlineData("DELETE", "/2018-10-31/layers/edge-compat-none/versions/0", "400 InvalidParameterValueException: Layer Version Cannot be less than 1")]
    [InlineData("DELETE", "/2018-10-31/layers/edge-compat-none/versions/1", "204")]
    [InlineData("GET", "/2018-10-31/layers/edge-compat-none/versions", "200")]
    public async Task What_is_not_there_is_said(string method, string target, string outcome) => Assert.Equal(outcome, await f.OutcomeAsync(method, target));

    [Fact]
    public async Task A_missing_layer_has_no_versions() => Assert.Equal("""200 {"LayerVersions":[]}""", await f.WholeAsync("GET", "/2018-10-31/layers/edge-compat-none/versions"));

    [Fact]
    public async Task Layers_are_listed_with_their_latest_version()
    {
        await PublishAsync();
        await PublishAsync();

        JsonObject? listed = null;
        for (string? marker = ""; marker is not null && listed is null;)
        {
            JsonObject page = (await f.CallAsync("GET", $"/2018-10-31/layers{(marker.Length > 0 ? "?Marker=" + marker : "")}")).Json;
            listed = page["Layers"]!.AsArray().Select(entry => entry!.AsObject()).FirstOrDefault(entry => (string?)entry["LayerName"] == layer);
            marker = (string?)page["NextMarker"];
        }

        Assert.Equal("""{"LatestMatchingVersion":{"CreatedDate":"TIME","Description":"","LayerVersionArn":"ARN:layer:L:2","Version":2},"LayerArn":"ARN:layer:L","LayerName":"L"}""", Show(Answer.Sorted(listed)));
    }

    [Fact]
    public async Task A_version_has_a_policy()
    {
        await PublishAsync();
        string policy = $"/2018-10-31/layers/{layer}/versions/1/policy";

        Answer added = await f.CallAsync("POST", policy, """{"StatementId":"s","Action":"lambda:GetLayerVersion","Principal":"*"}""");

        Assert.Equal((201, "RevisionId Statement"), (added.Status, string.Join(' ', added.Json.Select(member => member.Key).Order())));
        Assert.Equal("""{"Action":"lambda:GetLayerVersion","Effect":"Allow","Principal":"*","Resource":"ARN:layer:L:1","Sid":"s"}""", Show(Answer.Sorted(JsonNode.Parse((string)added.Json["Statement"]!))));
        Assert.Equal("200", await f.OutcomeAsync("GET", policy));
        Assert.Equal(
            "412 PreconditionFailedException: The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id",
            await f.OutcomeAsync("DELETE", $"{policy}/s?RevisionId=00000000-0000-0000-0000-000000000000"));
        Assert.Equal("204", await f.WholeAsync("DELETE", $"{policy}/s"));
    }

    private Task<Answer> PublishAsync(string more = "")
    {
        for (int version = 1; version <= 3; version++)
        {
            string target = $"/2018-10-31/layers/{layer}/versions/{version}";
            f.Service.DeleteLater(() => f.Service.CallAsync("DELETE", target));
        }

        return f.CallAsync("POST", $"/2018-10-31/layers/{layer}/versions", $$$"""{{{{more}}} "Content":{"ZipFile":"@ZIP"}}""");
    }

    private string Show(string text) => f.Show(text.Replace(layer, "L", StringComparison.Ordinal));

    private static string WithoutContent(Answer answer)
    {
        JsonObject version = answer.Json;
        version.Remove("Content");
        return Answer.Sorted(version);
    }
}
