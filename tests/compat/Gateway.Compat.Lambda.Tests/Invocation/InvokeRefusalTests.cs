using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Invocation;

/// <summary>Invoke: calls that reach no function. Source: doc API_Invoke; answers as observed.</summary>
public sealed class InvokeRefusalTests(TestFunction f) : IClassFixture<TestFunction>
{
    [Theory]
    [InlineData("edge-compat-none", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none:$LATEST")]
    [InlineData("edge-compat-none:1", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none:1")]
    [InlineData("edge-compat-none?Qualifier=live", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none:live")]
    [InlineData("@F:9", "404 ResourceNotFoundException: Function not found: ARN:function:F:9")]
    [InlineData("@F:live", "404 ResourceNotFoundException: Function not found: ARN:function:F:live")]
    [InlineData("@F:1?Qualifier=2", "400 InvalidParameterValueException: The derived qualifier from the function name does not match the specified qualifier.")]
    [InlineData("arn:aws:lambda:ap-south-2:123456789012:function:x", "404 ResourceNotFoundException: Functions from 'ap-south-2' are not reachable in this region ('@REGION')")]
    [InlineData("a b", @"400 ValidationException: 1 validation error detected: Value 'a b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?")]
    public async Task What_is_not_there_is_named(string name, string error)
    {
        string[] halves = name.Split('?');

        Assert.Equal(error.Replace("@REGION", f.Service.Region, StringComparison.Ordinal), await f.OutcomeAsync("POST", $"{Functions}/{halves[0]}/invocations{(halves.Length > 1 ? "?" + halves[1] : "")}", "{}"));
    }

    [Theory]
    [InlineData("nonsense", "Unrecognized token 'nonsense': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')")]
    [InlineData("notat:asdf", "Unrecognized token 'notat': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')")]
    [InlineData("{\"a\":1", "Unexpected end-of-input")]
    [Guess("{\"a\":}", "Unexpected character ('}' (code 125)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')")]
    [Guess("{\"a\":1,}", "Unexpected character ('}' (code 125)): was expecting double-quote to start field name")]
    [Guess("{a:1}", "Unexpected character ('a' (code 97)): was expecting double-quote to start field name")]
    [Guess("{\"a\":1 \"b\"}", "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries")]
    [Guess("[1 2]", "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries")]
    [Guess("[1,]", "Unexpected character (']' (code 93)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')")]
    [Guess("{\"a\" 1}", "")]
    [Guess("{} x", "")]
    [Guess("\"open", "Unexpected end-of-input")]
    public async Task An_event_must_be_json(string payload, string reason)
    {
        foreach (string type in (string[])["RequestResponse", "Event"])
        {
            Answer answer = await f.InvokeAsync(payload, ("X-Amz-Invocation-Type", type));

            Assert.StartsWith($"400 InvalidRequestContentException: Could not parse request body into json: Could not parse payload into json: {reason}", answer.Outcome, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_named()
    {
        foreach (byte[] payload in (byte[][])[[0x87, 0x20], [0x61, 0x87], [0x22, 0x87, 0x22], [0x7B, 0x22, 0x61, 0x22, 0x3A, 0x87, 0x7D]])
        {
            Answer answer = await f.Service.Client.SendAsync("lambda", "POST", $"{Functions}/{f.Name}/invocations", payload);

            Assert.StartsWith("400 InvalidRequestContentException: Could not parse request body into json: Could not parse payload into json: Invalid UTF-8 start byte 0x87", answer.Outcome, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("X-Amz-Invocation-Type", "Later", "invocationType", "[Event, RequestResponse, DryRun]")]
    [InlineData("X-Amz-Log-Type", "All", "logType", "[None, Tail]")]
    [Trait("Certainty", "Guess")]
    public async Task A_wrong_header_is_refused(string header, string value, string path, string values)
    {
        string outcome = (await f.InvokeAsync("{}", (header, value))).Outcome;

        Assert.StartsWith($"400 ValidationException: 1 validation error detected: Value '{value}' at '{path}' failed to satisfy constraint: Member must satisfy enum value set: [", outcome, StringComparison.Ordinal);
        Assert.Equal(values.Trim('[', ']').Split(", ").Order(), outcome[(outcome.LastIndexOf('[') + 1)..^1].Split(", ").Order());
    }

    [Theory]
    [InlineData("string")]
    [InlineData("bm8ganNvbg==")]
    public async Task A_client_context_is_base64_of_json(string context) =>
        Assert.Equal("400 InvalidRequestContentException: Client context must be a valid Base64-encoded JSON object.", (await f.InvokeAsync("{}", ("X-Amz-Client-Context", context))).Outcome);

    [Fact]
    public async Task An_event_may_have_6_mb_and_a_later_one_1_mb()
    {
        Assert.Equal("200", (await f.InvokeAsync(Text(6 << 20))).Outcome);
        Assert.Equal("413 RequestEntityTooLargeException: Request must be smaller than 6291456 bytes for the InvokeFunction operation", (await f.InvokeAsync(Text((6 << 20) + 1))).Outcome);
        Assert.Equal("202", (await f.InvokeAsync(Text(1 << 20), ("X-Amz-Invocation-Type", "Event"))).Outcome);
        Assert.Equal("413 RequestEntityTooLargeException: 1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)", (await f.InvokeAsync(Text((1 << 20) + 1), ("X-Amz-Invocation-Type", "Event"))).Outcome);

        static string Text(int bytes) => $"\"{new string('x', bytes - 2)}\"";
    }

    [Fact]
    public async Task Nothing_runs_while_nothing_is_reserved()
    {
        TestFunction closed = await NewAsync(f.Service);
        await closed.CallAsync("PUT", "/2017-10-31/functions/@F/concurrency", """{"ReservedConcurrentExecutions":0}""");

        Answer answer = await closed.InvokeAsync("{}");

        Assert.Equal("429 TooManyRequestsException: Rate Exceeded.", answer.Outcome);
        Assert.Equal("""429 {"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}""", answer.Whole);
        Assert.Equal("202", (await closed.InvokeAsync("{}", ("X-Amz-Invocation-Type", "Event"))).Outcome);
    }
}
