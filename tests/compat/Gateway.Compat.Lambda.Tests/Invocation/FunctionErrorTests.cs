using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Invocation;

/// <summary>Functions that fail: the call succeeds, and the answer says what went wrong. Source: doc invocation-retries; answers as observed.</summary>
public sealed class FunctionErrorTests(ObedientFunction f) : IClassFixture<ObedientFunction>
{
    [Fact]
    public async Task What_is_thrown_is_the_answer()
    {
        Answer answer = await f.InvokeAsync("""{"do":"throw"}""");

        Assert.Equal((200, "Unhandled", "$LATEST"), (answer.Status, answer.Header("x-amz-function-error"), answer.Header("x-amz-executed-version")));
        Assert.Equal("application/json", answer.Header("content-type"));
        Assert.Equal(["errorType", "errorMessage", "trace"], answer.Json.Select(member => member.Key));
        Assert.Equal(("TypeError", "as told"), ((string?)answer.Json["errorType"], (string?)answer.Json["errorMessage"]));
        Assert.Equal("TypeError: as told", (string?)answer.Json["trace"]![0]);
        Assert.StartsWith("    at ", (string?)answer.Json["trace"]![1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"do":"exit","code":0}""", "Runtime exited without providing a reason")]
    [InlineData("""{"do":"exit","code":1}""", "Runtime exited with error: exit status 1")]
    [InlineData("""{"do":"exit","code":127}""", "Runtime exited with error: exit status 127")]
    public async Task A_process_that_ends_is_told_with_its_status(string payload, string reason)
    {
        Answer answer = await f.InvokeAsync(payload);

        Assert.Equal((200, "Unhandled"), (answer.Status, answer.Header("x-amz-function-error")));
        Assert.Equal($$"""{"errorMessage":"RequestId: {{answer.Header("x-amzn-requestid")}} Error: {{reason}}","errorType":"Runtime.ExitError"}""", Answer.Sorted(answer.Json));
        Assert.Equal("1", (await f.InvokeAsync("1")).Body);
    }

    [Fact]
    public async Task A_timeout_is_told_with_its_length()
    {
        TestFunction slow = await NewAsync(f.Service, """  "Timeout":1  """, "exports.handler = () => new Promise(() => setTimeout(() => {}, 60000));");

        Answer answer = await slow.InvokeAsync("{}");

        Assert.Equal((200, "Unhandled"), (answer.Status, answer.Header("x-amz-function-error")));
        Assert.Equal($$"""{"errorMessage":"RequestId: {{answer.Header("x-amzn-requestid")}} Error: Task timed out after 1.00 seconds","errorType":"Sandbox.Timedout"}""", Answer.Sorted(answer.Json));
    }

    [Fact]
    public async Task A_response_may_have_6291556_bytes()
    {
        Answer largest = await f.InvokeAsync("""{"do":"large","length":6291556}""");
        Answer tooLarge = await f.InvokeAsync("""{"do":"large","length":6291557}""");

        Assert.Equal((200, null, 6291556), (largest.Status, largest.Header("x-amz-function-error"), largest.Bytes.Length));
        Assert.Equal("Unhandled", tooLarge.Header("x-amz-function-error"));
        Assert.Equal("""200 {"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}""", tooLarge.Whole);
        Assert.Equal("1", (await f.InvokeAsync("1")).Body);
    }

    [Theory]
    [InlineData("""  "Handler":"other.handler"  """, "exports.handler = 1;", "Runtime.ImportModuleError", "Error: Cannot find module 'other'")]
    [InlineData("""  "Handler":"index.missing"  """, "exports.handler = 1;", "Runtime.HandlerNotFound", "index.missing is undefined or not exported")]
    [InlineData("", "exports.handler = (;", "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected token ';'")]
    [InlineData("", "require('not-there');", "Runtime.ImportModuleError", "Error: Cannot find module 'not-there'")]
    [InlineData("", "throw new RangeError('early');", "RangeError", "early")]
    public async Task A_function_that_cannot_be_loaded_says_why(string more, string code, string type, string message)
    {
        TestFunction broken = await NewAsync(f.Service, more, code);

        Answer answer = await broken.InvokeAsync("{}");

        Assert.Equal((200, "Unhandled"), (answer.Status, answer.Header("x-amz-function-error")));
        Assert.Equal(type, (string?)answer.Json["errorType"]);
        Assert.StartsWith(message, (string?)answer.Json["errorMessage"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_outlives_a_call_and_ends_with_the_process()
    {
        TestFunction counter = await NewAsync(f.Service, code: "let n = 0; exports.handler = async (event) => event.exit ? process.exit(1) : ++n;");

        Assert.Equal(("1", "2"), ((await counter.InvokeAsync("{}")).Body, (await counter.InvokeAsync("{}")).Body));
        await counter.InvokeAsync("""{"exit":true}""");
        Assert.Equal("1", (await counter.InvokeAsync("{}")).Body);
    }

    [Fact]
    public async Task Python_says_it_in_its_own_way()
    {
        string zip = Convert.ToBase64String(Gateway.Testing.Gateways.FunctionClient.Zip(("index.py", "def handler(event, context):\n    raise ValueError('as told')\n")));
        TestFunction python = await NewAsync(f.Service, $$$"""  "Runtime":"python3.12","Code":{"ZipFile":"{{{zip}}}"}  """);

        Answer answer = await python.InvokeAsync("{}");

        Assert.Equal("Unhandled", answer.Header("x-amz-function-error"));
        Assert.Equal(["errorMessage", "errorType", "requestId", "stackTrace"], answer.Json.Select(member => member.Key));
        Assert.Equal(("as told", "ValueError", answer.Header("x-amzn-requestid")), ((string?)answer.Json["errorMessage"], (string?)answer.Json["errorType"], (string?)answer.Json["requestId"]));
        Assert.Contains("raise ValueError('as told')", (string?)Assert.IsType<JsonArray>(answer.Json["stackTrace"])[0], StringComparison.Ordinal);
    }
}
