using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Tests.Harness;

namespace Gateway.LambdaCompat.Tests.Operations;

public sealed class LayerTests : IAsyncDisposable
{
    private const string Layer = "/2018-10-31/layers/l";
    private const string LayerArn = "arn:aws:lambda:us-east-1:123456789012:layer:l";

    private readonly LambdaUnderTest lambda = new();

    public ValueTask DisposeAsync() => lambda.DisposeAsync();

    [Fact]
    public async Task A_function_keeps_a_deleted_layer()
    {
        JsonObject made = await PublishAsync("one");
        Assert.Equal((LayerArn + ":1", 1), ((string?)made["LayerVersionArn"], (int?)made["Version"]));
        JsonObject function = await lambda.CreateAsync("f", $"'Layers':['{LayerArn}:1']");
        Assert.Equal(LayerArn + ":1", (string?)function["Layers"]![0]!["Arn"]);

        Assert.Equal(204, (await lambda.CallAsync("DELETE", Layer + "/versions/1")).Status);
        Assert.Equal(204, (await lambda.CallAsync("DELETE", Layer + "/versions/1")).Status);
        lambda.Face.Services.Sweep();
        lambda.Face.Services.Sweep();
        await lambda.RestartAsync();

        await lambda.OkAsync("POST", "/2015-03-31/functions/f/invocations");
        EnvironmentSpec spec = (await lambda.Engine.NextAsync()).Spec;
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(Assert.Single(spec.LayerFolders), "index.js"), TestContext.Current.CancellationToken));
        Assert.Equal("404 ResourceNotFoundException: The resource you requested does not exist.", await lambda.ErrorAsync("GET", Layer + "/versions/1"));
        Assert.Equal(2, (int?)(await PublishAsync("two"))["Version"]);
    }

    [Fact]
    public async Task Layers_are_listed_the_newest_version_first()
    {
        await PublishAsync("one", "'CompatibleRuntimes':['nodejs22.x'],'Description':'d','LicenseInfo':'MIT'");
        await PublishAsync("two", "'CompatibleArchitectures':['arm64']");

        Assert.Equal([2, 1], (await lambda.OkAsync("GET", Layer + "/versions"))["LayerVersions"]!.AsArray().Select(version => (int?)version!["Version"]));
        Assert.Equal(1, (int?)(await lambda.OkAsync("GET", "/2018-10-31/layers", query: "CompatibleRuntime=nodejs22.x"))["Layers"]![0]!["LatestMatchingVersion"]!["Version"]);
        Assert.Equal("""{"LayerVersions":[]}""", (await lambda.CallAsync("GET", "/2018-10-31/layers/x/versions")).Text);
        JsonObject whole = await lambda.OkAsync("GET", "/2018-10-31/layers", query: $"find=LayerVersion&Arn={LayerArn}:1");
        Assert.Equal(("d", "MIT"), ((string?)whole["Description"], (string?)whole["LicenseInfo"]));
        Assert.Equal(200, (await lambda.CallAsync("GET", new Uri((string)whole["Content"]!["Location"]!).AbsolutePath)).Status);
        Assert.Equal("400 InvalidParameterValueException: Layer Version Cannot be less than 1", await lambda.ErrorAsync("GET", Layer + "/versions/0"));
    }

    [Fact]
    public async Task A_policy_lets_other_accounts_use_a_layer()
    {
        await PublishAsync("one");
        string body = LambdaUnderTest.CreateBody("f", $"'Layers':['{LayerArn}:1']");
        Assert.Equal(400, (await lambda.CallAsync("POST", "/2015-03-31/functions", body, account: "999999999999")).Status);

        JsonObject added = await lambda.OkAsync("POST", Layer + "/versions/1/policy", "{'StatementId':'s','Action':'lambda:GetLayerVersion','Principal':'*'}");

        Assert.True(added.ContainsKey("RevisionId"));
        Assert.Equal(201, (await lambda.CallAsync("POST", "/2015-03-31/functions", body, account: "999999999999")).Status);
        Assert.Contains(LayerArn, (string?)(await lambda.OkAsync("GET", Layer + "/versions/1/policy"))["Policy"], StringComparison.Ordinal);
        Assert.StartsWith("412 PreconditionFailedException: The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API", await lambda.ErrorAsync("DELETE", Layer + "/versions/1/policy/s", query: "RevisionId=x"), StringComparison.Ordinal);
        Assert.Equal(204, (await lambda.CallAsync("DELETE", Layer + "/versions/1/policy/s")).Status);
    }

    [Fact]
    public async Task Two_versions_of_one_layer_do_not_go_together()
    {
        await PublishAsync("one");
        await PublishAsync("two");

        Assert.StartsWith(
            "400 InvalidParameterValueException: Two different versions of the same layer are not allowed to be referenced in the same function. ",
            await lambda.ErrorAsync("POST", "/2015-03-31/functions", LambdaUnderTest.CreateBody("f", $"'Layers':['{LayerArn}:1','{LayerArn}:2']")), StringComparison.Ordinal);
        Assert.Equal(
            "400 InvalidParameterValueException: Cannot reference more than 5 layers.",
            await lambda.ErrorAsync("POST", "/2015-03-31/functions", LambdaUnderTest.CreateBody("f", $"'Layers':[{string.Join(',', Enumerable.Range(1, 6).Select(i => $"'{LayerArn}{i}:1'"))}]")));
    }

    private Task<JsonObject> PublishAsync(string text, string members = "") =>
        lambda.OkAsync("POST", Layer + "/versions", $"{{'Content':{{'ZipFile':'{Convert.ToBase64String(Zips.Small(text))}'}}{(members.Length == 0 ? "" : "," + members)}}}");
}
