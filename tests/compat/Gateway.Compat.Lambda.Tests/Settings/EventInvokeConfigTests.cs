using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Settings;

/// <summary>How asynchronous invocations are retried and where their results go. Source: doc API_PutFunctionEventInvokeConfig; answers as observed.</summary>
public sealed class EventInvokeConfigTests(TestFunction f) : IClassFixture<TestFunction>
{
    private const string Config = "/2019-09-25/functions/@F/event-invoke-config";
    private const string NoSuch = "/2019-09-25/functions/edge-compat-none/event-invoke-config";
    private const string Missing = "404 ResourceNotFoundException: The function ARN:function:F:$LATEST doesn't have an EventInvokeConfig";
    private const string NoFunction = "404 ResourceNotFoundException: The function doesn't exist.";

    [Fact]
    public async Task It_is_replaced_merged_listed_and_deleted()
    {
        TestFunction mine = await NewAsync(f.Service);

        Assert.Equal(
            """200 {"DestinationConfig":{"OnFailure":{},"OnSuccess":{}},"FunctionArn":"ARN:function:F:$LATEST","LastModified":TIME,"MaximumRetryAttempts":1}""",
            await mine.WholeAsync("PUT", Config, """{"MaximumRetryAttempts":1}"""));
        Assert.Equal(
            """200 {"DestinationConfig":{"OnFailure":{},"OnSuccess":{}},"FunctionArn":"ARN:function:F:$LATEST","LastModified":TIME,"MaximumEventAgeInSeconds":60,"MaximumRetryAttempts":1}""",
            await mine.WholeAsync("POST", Config, """{"MaximumEventAgeInSeconds":60}"""));
        Assert.Equal(
            """200 {"DestinationConfig":{"OnFailure":{},"OnSuccess":{}},"FunctionArn":"ARN:function:F:$LATEST","LastModified":TIME,"MaximumEventAgeInSeconds":90}""",
            await mine.WholeAsync("PUT", Config, """{"MaximumEventAgeInSeconds":90}"""));
        Assert.Equal(
            """200 {"FunctionEventInvokeConfigs":[{"DestinationConfig":{"OnFailure":{},"OnSuccess":{}},"FunctionArn":"ARN:function:F:$LATEST","LastModified":TIME,"MaximumEventAgeInSeconds":90}]}""",
            await mine.WholeAsync("GET", $"{Config}/list"));
        Assert.Equal("204", await mine.WholeAsync("DELETE", Config));
        Assert.Equal(Missing, await mine.OutcomeAsync("GET", Config));
    }

    [Fact]
    public async Task A_destination_is_shown()
    {
        TestFunction mine = await NewAsync(f.Service);
        TestFunction other = await NewAsync(f.Service);

        Answer answer = await mine.CallAsync("PUT", Config, $$$$"""{"DestinationConfig":{"OnSuccess":{"Destination":"@ARN:function:{{{{other.Name}}}}"}}}""");

        Assert.Equal("""{"OnFailure":{},"OnSuccess":{"Destination":"ARN:function:F"}}""", other.Show(Answer.Sorted(answer.Json["DestinationConfig"])));
    }

    [Theory]
    [InlineData("GET", Config, "", Missing)]
    [InlineData("POST", Config, """{"MaximumRetryAttempts":1}""", Missing)]
    [InlineData("DELETE", Config, "", Missing)]
    [InlineData("PUT", NoSuch, """{"MaximumRetryAttempts":1}""", NoFunction)]
    [InlineData("POST", NoSuch, """{"MaximumRetryAttempts":1}""", NoFunction)]
    [InlineData("GET", $"{NoSuch}/list", "", NoFunction)]
    [InlineData("PUT", Config, "{}", "400 InvalidParameterValueException: You must specify at least one of error handling or destination setting.")]
    [InlineData("PUT", Config, """{"DestinationConfig":{"OnSuccess":{"Destination":"@ARN:function:@F"}}}""", "400 InvalidParameterValueException: You can't specify the function as a destination for itself.")]
    [InlineData("PUT", Config, """{"DestinationConfig":{"OnSuccess":{"Destination":"@ARN:function:edge-compat-none"}}}""", "400 InvalidParameterValueException: The destination ARN ARN:function:edge-compat-none is invalid.")]
    [InlineData("PUT", Config, """{"MaximumRetryAttempts":3}""", "400 ValidationException: 1 validation error detected: Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2")]
    [InlineData("PUT", Config, """{"MaximumEventAgeInSeconds":59}""", "400 ValidationException: 1 validation error detected: Value '59' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60")]
    public async Task What_cannot_be_is_refused(string method, string target, string body, string error) => Assert.Equal(error, await f.OutcomeAsync(method, target, body));
}
