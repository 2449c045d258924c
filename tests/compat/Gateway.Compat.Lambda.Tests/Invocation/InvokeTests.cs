using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Invocation;

/// <summary>Invoke: what comes back. Source: doc API_Invoke; answers as observed.</summary>
public sealed class InvokeTests(ObedientFunction f) : IClassFixture<ObedientFunction>
{
    [Theory]
    [InlineData("""{"a":[1,"x",null]}""")]
    [InlineData("[1,2]")]
    [InlineData("7")]
    [InlineData("\"ä€😀\"")]
    [InlineData("true")]
    public async Task The_body_is_what_the_function_gave(string payload)
    {
        Answer answer = await f.InvokeAsync(payload);

        Assert.Equal((200, payload), (answer.Status, answer.Body));
        Assert.Equal("application/json", answer.Header("content-type"));
        Assert.Equal("$LATEST", answer.Header("x-amz-executed-version"));
        Assert.Null(answer.Header("x-amz-function-error"));
        Assert.Null(answer.Header("x-amz-log-result"));
    }

    [Fact]
    public async Task No_result_is_null() => Assert.Equal("200 null", (await f.InvokeAsync("""{"do":"nothing"}""")).Whole);

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    public async Task No_event_is_an_empty_one(string payload) => Assert.Equal("{}", (await f.InvokeAsync(payload)).Body);

    [Fact]
    public async Task An_event_invocation_answers_at_once_and_with_nothing()
    {
        Answer answer = await f.InvokeAsync("{}", ("X-Amz-Invocation-Type", "Event"));

        Assert.Equal("202", answer.Whole);
        Assert.Null(answer.Header("x-amz-executed-version"));
    }

    [Fact]
    public async Task A_dry_run_answers_with_nothing() => Assert.Equal("204", (await f.InvokeAsync("{}", ("X-Amz-Invocation-Type", "DryRun"))).Whole);

    [Fact]
    public async Task The_old_asynchronous_call_answers_202() => Assert.Equal(202, (await f.CallAsync("POST", "/2014-11-13/functions/@F/invoke-async", "{}")).Status);

    [Fact]
    public async Task The_context_says_who_was_called_and_how()
    {
        Answer answer = await f.InvokeAsync("""{"do":"context"}""", ("X-Amz-Client-Context", "eyJjdXN0b20iOnsiYSI6IsO8In19"));

        JsonObject context = answer.Json;
        Assert.Equal(answer.Header("x-amzn-requestid"), (string?)context["awsRequestId"]);
        Assert.Equal("ARN:function:F", f.Show((string)context["invokedFunctionArn"]!));
        Assert.Equal(("F", "$LATEST", "128", "/aws/lambda/F"), (f.Show((string)context["functionName"]!), (string?)context["functionVersion"], (string?)context["memoryLimitInMB"], f.Show((string)context["logGroupName"]!)));
        Assert.Matches(@"^\d{4}/\d\d/\d\d/(F)?\[\$LATEST\][0-9a-f]{32}$", f.Show((string)context["logStreamName"]!));
        Assert.Equal("""{"custom":{"a":"ü"}}""", Answer.Sorted(context["clientContext"]));
        Assert.InRange((int)context["left"]!, 1, 3000);
    }

    [Theory]
    [InlineData("@F:$LATEST", "ARN:function:F:$LATEST")]
    [InlineData("@F?Qualifier=$LATEST", "ARN:function:F:$LATEST")]
    [InlineData("@ARN:function:@F", "ARN:function:F")]
    [InlineData("function:@F", "ARN:function:F")]
    public async Task The_function_learns_the_arn_that_was_asked_for(string name, string arn)
    {
        string[] halves = name.Split('?');

        Answer answer = await f.CallAsync("POST", $"{Functions}/{halves[0]}/invocations{(halves.Length > 1 ? "?" + halves[1] : "")}", """{"do":"context"}""");

        Assert.Equal(arn, f.Show((string)answer.Json["invokedFunctionArn"]!));
    }

    [Fact]
    public async Task Versions_and_aliases_run_the_version_and_keep_their_arn()
    {
        await f.PublishAsync();
        await f.CallAsync("POST", $"{Functions}/@F/aliases", """{"Name":"live","FunctionVersion":"1"}""");

        foreach (string qualifier in (string[])["1", "live"])
        {
            Answer answer = await f.CallAsync("POST", $"{Functions}/@F:{qualifier}/invocations", """{"do":"context"}""");

            Assert.Equal("1", answer.Header("x-amz-executed-version"));
            Assert.Equal(("1", $"ARN:function:F:{qualifier}"), ((string?)answer.Json["functionVersion"], f.Show((string)answer.Json["invokedFunctionArn"]!)));
        }
    }

    [Fact]
    public async Task Weights_share_the_calls()
    {
        TestFunction mine = await NewAsync(f.Service, code: "exports.handler = async (e, c) => c.functionVersion;");
        await mine.PublishAsync();
        await mine.ChangeAsync("""{"Timeout":4}""");
        await mine.PublishAsync();
        await mine.CallAsync("POST", $"{Functions}/@F/aliases", """{"Name":"live","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"2":1}}}""");

        Answer answer = await mine.CallAsync("POST", $"{Functions}/@F:live/invocations", "{}");

        Assert.Equal(("\"2\"", "2"), (answer.Body, answer.Header("x-amz-executed-version")));
    }
}
