using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Settings;

/// <summary>Reserved and provisioned concurrency. Source: doc API_PutFunctionConcurrency, API_PutProvisionedConcurrencyConfig; answers as observed.</summary>
public sealed class ConcurrencyTests(TestFunction f) : IClassFixture<TestFunction>
{
    private const string Reserved = "/2017-10-31/functions/@F/concurrency";
    private const string Read = "/2019-09-30/functions/@F/concurrency";
    private const string Provisioned = "/2019-09-30/functions/@F/provisioned-concurrency";
    private const string UnqualifiedOnly = "400 InvalidParameterValueException: This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.";

    [Fact]
    public async Task A_reservation_lives()
    {
        TestFunction mine = await NewAsync(f.Service);

        Assert.Equal("200 {}", await mine.WholeAsync("GET", Read));
        Assert.Equal("""200 {"ReservedConcurrentExecutions":1}""", await mine.WholeAsync("PUT", Reserved, """{"ReservedConcurrentExecutions":1}"""));
        Assert.Equal("""200 {"ReservedConcurrentExecutions":1}""", await mine.WholeAsync("GET", Read));
        Assert.Equal("204", await mine.WholeAsync("DELETE", Reserved));
        Assert.Equal("200 {}", await mine.WholeAsync("GET", Read));
    }

    [Theory]
    [InlineData("PUT", "/2017-10-31/functions/@F:1/concurrency", """{"ReservedConcurrentExecutions":1}""", UnqualifiedOnly)]
    [InlineData("PUT", "/2017-10-31/functions/@F:$LATEST/concurrency", """{"ReservedConcurrentExecutions":1}""", UnqualifiedOnly)]
    [InlineData("PUT", Reserved, "{}", "400 ValidationException: 1 validation error detected: Value null at 'reservedConcurrentExecutions' failed to satisfy constraint: Member must not be null")]
    [InlineData("PUT", Reserved, """{"ReservedConcurrentExecutions":-1}""", "400 ValidationException: 1 validation error detected: Value '-1' at 'reservedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 0")]
    [InlineData("PUT", "/2017-10-31/functions/edge-compat-none/concurrency", """{"ReservedConcurrentExecutions":1}""", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none")]
    [InlineData("GET", "/2019-09-30/functions/edge-compat-none/concurrency", "", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none")]
    [InlineData("PUT", $"{Provisioned}?Qualifier=$LATEST", """{"ProvisionedConcurrentExecutions":1}""", "400 InvalidParameterValueException: Provisioned Concurrency Configs cannot be applied to unpublished function versions.")]
    [InlineData("PUT", $"{Provisioned}?Qualifier=1", """{"ProvisionedConcurrentExecutions":0}""", "400 ValidationException: 1 validation error detected: Value '0' at 'provisionedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [Guess("GET", $"{Provisioned}?Qualifier=77", "", "404 ResourceNotFoundException: Function not found: ARN:function:F:77")]
    public async Task What_cannot_be_is_refused(string method, string target, string body, string error) => Assert.Equal(error, await f.OutcomeAsync(method, target, body));

    [Fact]
    public async Task A_hundred_stay_for_the_others()
    {
        int all = (int)(await f.CallAsync("GET", "/2016-08-19/account-settings")).Json["AccountLimit"]!["ConcurrentExecutions"]!;

        string outcome = await f.OutcomeAsync("PUT", Reserved, $$"""{"ReservedConcurrentExecutions":{{all}}}""");

        Assert.Matches(@"^400 InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of \[\d+\]\.$", outcome);
    }

    [Fact]
    public async Task Provisioned_environments_get_ready_and_are_told_so()
    {
        f.Service.RequireFunctions();
        TestFunction mine = await NewAsync(f.Service, code: "exports.handler = async () => process.env.AWS_LAMBDA_INITIALIZATION_TYPE;");
        await mine.PublishAsync();

        Assert.Equal(
            """202 {"AllocatedProvisionedConcurrentExecutions":0,"AvailableProvisionedConcurrentExecutions":0,"LastModified":"TIME","RequestedProvisionedConcurrentExecutions":1,"Status":"IN_PROGRESS"}""",
            await mine.WholeAsync("PUT", $"{Provisioned}?Qualifier=1", """{"ProvisionedConcurrentExecutions":1}"""));
        Answer ready = await f.Service.UntilAsync(() => mine.CallAsync("GET", $"{Provisioned}?Qualifier=1"), answer => (string?)answer.Json["Status"] != "IN_PROGRESS", secondsMax: 300);

        Assert.Equal("""200 {"AllocatedProvisionedConcurrentExecutions":1,"AvailableProvisionedConcurrentExecutions":1,"LastModified":"TIME","RequestedProvisionedConcurrentExecutions":1,"Status":"READY"}""", mine.Show(ready.Whole));
        Assert.Equal("\"provisioned-concurrency\"", (await mine.CallAsync("POST", $"{Functions}/@F:1/invocations", "{}")).Body);
        JsonNode listed = Assert.Single((await mine.CallAsync("GET", $"{Provisioned}?List=ALL")).Json["ProvisionedConcurrencyConfigs"]!.AsArray())!;
        Assert.Equal("ARN:function:F:1", mine.Show((string)listed["FunctionArn"]!));
        Assert.Equal("204", await mine.WholeAsync("DELETE", $"{Provisioned}?Qualifier=1"));
        Assert.Equal("404 ProvisionedConcurrencyConfigNotFoundException: No Provisioned Concurrency Config found for this function", await mine.OutcomeAsync("GET", $"{Provisioned}?Qualifier=1"));
    }

    [Fact]
    public async Task An_alias_of_two_versions_is_not_provisioned()
    {
        TwoVersions mine = new(f.Service);
        await mine.InitializeAsync();
        await mine.CallAsync("POST", $"{Functions}/@F/aliases", """{"Name":"live","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"2":0.5}}}""");

        Assert.Equal("400 InvalidParameterValueException: Alias with weights can not be used with Provisioned Concurrency", await mine.OutcomeAsync("PUT", $"{Provisioned}?Qualifier=live", """{"ProvisionedConcurrentExecutions":1}"""));
    }

    [Fact]
    public async Task A_function_that_cannot_start_is_not_provisioned()
    {
        f.Service.RequireFunctions();
        TestFunction broken = await NewAsync(f.Service, code: "throw new Error('early');");
        await broken.PublishAsync();
        await broken.CallAsync("PUT", $"{Provisioned}?Qualifier=1", """{"ProvisionedConcurrentExecutions":1}""");

        Answer answer = await f.Service.UntilAsync(() => broken.CallAsync("GET", $"{Provisioned}?Qualifier=1"), answer => (string?)answer.Json["Status"] != "IN_PROGRESS", secondsMax: 300);

        Assert.Equal(("FAILED", "FUNCTION_ERROR_INIT_FAILURE"), ((string?)answer.Json["Status"], (string?)answer.Json["StatusReason"]));
    }
}
