using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;

namespace Gateway.Compat.Lambda.Tests.Settings;

/// <summary>GetAccountSettings, and what deploy tools read of every function whether it was set or not. Source: doc API_GetAccountSettings and pages of the other operations.</summary>
public sealed class AccountTests(TestFunction f) : IClassFixture<TestFunction>
{
    [Fact]
    public async Task Limits_and_use_are_told()
    {
        JsonObject settings = (await f.CallAsync("GET", "/2016-08-19/account-settings")).Json;

        Assert.Equal(["AccountLimit", "AccountUsage"], settings.Select(member => member.Key).Order());
        JsonObject limit = settings["AccountLimit"]!.AsObject(), usage = settings["AccountUsage"]!.AsObject();
        Assert.Equal(["CodeSizeUnzipped", "CodeSizeZipped", "ConcurrentExecutions", "TotalCodeSize", "UnreservedConcurrentExecutions"], limit.Select(member => member.Key).Order());
        Assert.Equal((262144000L, 52428800L, 80530636800L), ((long)limit["CodeSizeUnzipped"]!, (long)limit["CodeSizeZipped"]!, (long)limit["TotalCodeSize"]!));
        Assert.Equal(["FunctionCount", "TotalCodeSize"], usage.Select(member => member.Key).Order());
        Assert.True((int)usage["FunctionCount"]! >= 1);
        Assert.True((long)usage["TotalCodeSize"]! > 0);
    }

    [Theory]
    [InlineData("/2020-06-30/functions/@F/code-signing-config", """200 {"CodeSigningConfigArn":"","FunctionName":"F"}""")]
    [InlineData("/2021-07-20/functions/@F/runtime-management-config", """200 {"FunctionArn":"ARN:function:F:$LATEST","UpdateRuntimeOn":"Auto"}""")]
    [InlineData("/2024-08-31/functions/@F/recursion-config", """200 {"RecursiveLoop":"Terminate"}""")]
    [InlineData("/2020-04-22/code-signing-configs/", """200 {"CodeSigningConfigs":[]}""")]
    [InlineData("/2015-03-31/functions/@F/aliases", """200 {"Aliases":[]}""")]
    [InlineData("/2021-10-31/functions/@F/urls", """200 {"FunctionUrlConfigs":[]}""")]
    [InlineData("/2019-09-25/functions/@F/event-invoke-config/list", """200 {"FunctionEventInvokeConfigs":[]}""")]
    [InlineData("/2019-09-30/functions/@F/provisioned-concurrency?List=ALL", """200 {"ProvisionedConcurrencyConfigs":[]}""")]
    [InlineData("/2015-03-31/event-source-mappings/?FunctionName=@F", """200 {"EventSourceMappings":[]}""")]
    [Trait("Certainty", "Guess")]
    public async Task What_was_not_set_reads_as_nothing(string target, string whole) => Assert.Equal(whole, await f.WholeAsync("GET", target));

    [Fact]
    public async Task Recursion_may_be_allowed()
    {
        Assert.Equal("""200 {"RecursiveLoop":"Allow"}""", await f.WholeAsync("PUT", "/2024-08-31/functions/@F/recursion-config", """{"RecursiveLoop":"Allow"}"""));
        Assert.Equal("""200 {"RecursiveLoop":"Terminate"}""", await f.WholeAsync("PUT", "/2024-08-31/functions/@F/recursion-config", """{"RecursiveLoop":"Terminate"}"""));
    }

    [Theory]
    [InlineData("GET", "/2020-06-30/functions/edge-compat-none/code-signing-config")]
    [InlineData("GET", "/2024-08-31/functions/edge-compat-none/recursion-config")]
    [Trait("Certainty", "Guess")]
    public async Task A_missing_function_is_named(string method, string target) =>
        Assert.Equal("404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none", await f.OutcomeAsync(method, target));

    [Fact]
    public async Task A_code_signing_config_that_is_not_there_has_an_error_of_its_own()
    {
        Answer answer = await f.CallAsync("GET", $"/2020-04-22/code-signing-configs/@ARN:code-signing-config:csc-0123456789abcdef0");

        Assert.Equal((404, "CodeSigningConfigNotFoundException"), (answer.Status, answer.Header("x-amzn-errortype")));
        Assert.Equal(["Message"], answer.Json.Select(member => member.Key));
    }

    [Theory]
    [InlineData("/2015-03-31/nothing")]
    [Trait("Certainty", "Guess")]
    public async Task A_path_that_no_operation_has_is_refused(string target) => Assert.InRange((await f.CallAsync("GET", target)).Status, 400, 499);
}
