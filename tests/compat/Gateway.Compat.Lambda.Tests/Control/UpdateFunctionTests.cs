using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Control;

/// <summary>UpdateFunctionCode, UpdateFunctionConfiguration. Source: doc API_UpdateFunctionCode, API_UpdateFunctionConfiguration; answers as observed.</summary>
public sealed class UpdateFunctionTests(TestFunction f) : IClassFixture<TestFunction>
{
    private const string Stale = "412 PreconditionFailedException: The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id";

    [Theory]
    [InlineData("configuration", """{"Timeout":9}""")]
    [InlineData("configuration", "{}")]
    [InlineData("code", """{"ZipFile":"@ZIP"}""")]
    public async Task An_update_is_in_progress_and_then_successful_with_two_new_revisions(string what, string body)
    {
        TestFunction mine = await NewAsync(f.Service);
        JsonObject before = (await mine.CallAsync("GET", $"{Functions}/@F/configuration")).Json;

        Answer answer = await mine.CallAsync("PUT", $"{Functions}/@F/{what}", body);
        await mine.ReadyAsync();
        JsonObject after = (await mine.CallAsync("GET", $"{Functions}/@F/configuration")).Json;

        Assert.Equal(200, answer.Status);
        string[] members = ["State", "LastUpdateStatus", "LastUpdateStatusReason", "LastUpdateStatusReasonCode", "StateReason"];
        Assert.Equal(["Active", "InProgress", "The function is being created.", "Creating", null], members.Select(member => (string?)answer.Json[member]));
        Assert.Equal(["Active", "Successful", null, null, null], members.Select(member => (string?)after[member]));
        Assert.Equal(3, new[] { before, answer.Json, after }.Select(configuration => (string?)configuration["RevisionId"]).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"Description":"d"}""", "Description", "\"d\"")]
    [InlineData("""{"MemorySize":256}""", "MemorySize", "256")]
    [InlineData("""{"Handler":"other.run"}""", "Handler", "\"other.run\"")]
    [InlineData("""{"Runtime":"nodejs20.x"}""", "Runtime", "\"nodejs20.x\"")]
    [InlineData("""{"Environment":{"Variables":{"KEY":"v"}}}""", "Environment", """{"Variables":{"KEY":"v"}}""")]
    [InlineData("""{"EphemeralStorage":{"Size":600}}""", "EphemeralStorage", """{"Size":600}""")]
    [InlineData("""{"TracingConfig":{"Mode":"Active"}}""", "TracingConfig", """{"Mode":"Active"}""")]
    public async Task What_is_set_stays_and_the_rest_as_it_was(string body, string member, string value)
    {
        TestFunction mine = await NewAsync(f.Service, """  "Timeout":7  """);

        await mine.ChangeAsync(body);

        JsonObject now = (await mine.CallAsync("GET", $"{Functions}/@F/configuration")).Json;
        Assert.Equal(value, Answer.Sorted(now[member]));
        Assert.Equal(7, (int?)now["Timeout"]);
    }

    [Fact]
    public async Task A_revision_that_has_passed_is_refused_and_the_latest_taken()
    {
        TestFunction mine = await NewAsync(f.Service);
        string stale = (string)(await mine.CallAsync("GET", $"{Functions}/@F/configuration")).Json["RevisionId"]!;
        await mine.ChangeAsync("""{"Timeout":4}""");
        string latest = (string)(await mine.CallAsync("GET", $"{Functions}/@F/configuration")).Json["RevisionId"]!;

        Assert.Equal(Stale, await mine.OutcomeAsync("PUT", $"{Functions}/@F/configuration", $$"""{"RevisionId":"{{stale}}"}"""));
        Assert.Equal(Stale, await mine.OutcomeAsync("PUT", $"{Functions}/@F/code", $$"""{"ZipFile":"@ZIP","RevisionId":"{{stale}}"}"""));
        Assert.Equal(Stale, await mine.OutcomeAsync("POST", $"{Functions}/@F/versions", $$"""{"RevisionId":"{{stale}}"}"""));
        Assert.Equal("200", await mine.OutcomeAsync("PUT", $"{Functions}/@F/configuration", $$"""{"RevisionId":"{{latest}}"}"""));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        TestFunction mine = await NewAsync(f.Service);
        string before = await mine.WholeAsync("GET", $"{Functions}/@F/configuration");
        string revision = (string)(await mine.CallAsync("GET", $"{Functions}/@F/configuration")).Json["RevisionId"]!;
        string other = Packages.Of("exports.handler = async () => 'other';");

        Answer answer = await mine.CallAsync("PUT", $"{Functions}/@F/code", $$"""{"DryRun":true,"ZipFile":"{{other}}"}""");

        Assert.Equal(200, answer.Status);
        Assert.Equal(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Convert.FromBase64String(other))), (string?)answer.Json["CodeSha256"]);
        Assert.Equal(before, await mine.WholeAsync("GET", $"{Functions}/@F/configuration"));
        Assert.Equal(revision, (string?)(await mine.CallAsync("GET", $"{Functions}/@F/configuration")).Json["RevisionId"]);
        Assert.Equal("7", (await mine.InvokeAsync("7")).Body);
    }

    [Fact]
    public async Task New_code_runs_and_may_be_published_at_once()
    {
        TestFunction mine = await NewAsync(f.Service);

        Answer answer = await mine.CallAsync("PUT", $"{Functions}/@F/code", $$"""{"Publish":true,"ZipFile":"{{Packages.Of("exports.handler = async () => 'new';")}}"}""");
        await mine.ReadyAsync();

        Assert.Equal("ARN:function:F:1", mine.Show((string)answer.Json["FunctionArn"]!));
        Assert.Equal("1", (string?)answer.Json["Version"]);
        Assert.Equal("Pending", (string?)answer.Json["State"]);
        Assert.False(answer.Json.ContainsKey("LastUpdateStatus"));
        Assert.Equal("\"new\"", (await mine.InvokeAsync("{}")).Body);
    }

    [Theory]
    [InlineData("configuration", """{"Timeout":901}""", "400 ValidationException: 1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900")]
    [InlineData("configuration", """{"MemorySize":1}""", "400 ValidationException: 1 validation error detected: Value '1' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128")]
    [InlineData("configuration", """{"Role":"r1"}""", @"400 ValidationException: 1 validation error detected: Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+")]
    [InlineData("configuration", """{"Runtime":"nodejs12.x"}""", "400 InvalidParameterValueException: The runtime parameter of nodejs12.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.")]
    [InlineData("code", """{"ZipFile":"bm9uc2Vuc2U="}""", "400 InvalidParameterValueException: Could not unzip uploaded file. Please check your file, then try to upload again.")]
    [InlineData("code", "{}", "400 InvalidParameterValueException: Please provide a source for function code.")]
    public async Task What_cannot_be_is_refused(string what, string body, string error) => Assert.Equal(error, await f.OutcomeAsync("PUT", $"{Functions}/@F/{what}", body));

    [Theory]
    [InlineData("configuration", "{}")]
    [InlineData("code", """{"ZipFile":"@ZIP"}""")]
    public async Task A_missing_function_is_named(string what, string body) =>
        Assert.Equal("404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none", await f.OutcomeAsync("PUT", $"{Functions}/edge-compat-none/{what}", body));
}
