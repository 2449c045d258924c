using Gateway.Compat.Lambda.Tests.Fixtures;
using Gateway.Testing.Faces;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Invocation;

/// <summary>InvokeWithResponseStream: messages of an event stream. Source: doc API_InvokeWithResponseStream.</summary>
public sealed class ResponseStreamTests(StreamingFunction f) : IClassFixture<StreamingFunction>
{
    private const string Target = "/2021-11-15/functions/@F/response-streaming-invocations";

    [Fact]
    public async Task Pieces_come_as_chunks_and_the_end_as_its_own_message()
    {
        Answer answer = await f.CallAsync("POST", Target, """{"pieces":["one","two"]}""");

        Assert.Equal((200, "application/vnd.amazon.eventstream", "$LATEST"), (answer.Status, answer.Header("content-type"), answer.Header("x-amz-executed-version")));
        List<(string Type, string Payload)> messages = EventStreams.Read(answer.Bytes);
        Assert.Equal("onetwo", string.Concat(messages.Where(message => message.Type == "PayloadChunk").Select(message => message.Payload)));
        Assert.Equal(("InvokeComplete", "{}"), messages[^1]);
        Assert.Single(messages, message => message.Type == "InvokeComplete");
    }

    [Fact]
    public async Task The_end_has_the_log_when_it_was_asked_for()
    {
        Answer answer = await f.CallAsync("POST", Target, """{"pieces":["one"]}""", ("X-Amz-Log-Type", "Tail"));

        System.Text.Json.Nodes.JsonNode end = System.Text.Json.Nodes.JsonNode.Parse(EventStreams.Read(answer.Bytes)[^1].Payload)!;
        Assert.StartsWith("START RequestId: ", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)end["LogResult"]!)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Certainty", "Guess")]
    public async Task A_failure_midway_is_told_at_the_end()
    {
        Answer answer = await f.CallAsync("POST", Target, """{"pieces":["one"],"fails":true}""");

        List<(string Type, string Payload)> messages = EventStreams.Read(answer.Bytes);
        Assert.Equal(("PayloadChunk", "one"), messages[0]);
        System.Text.Json.Nodes.JsonNode end = System.Text.Json.Nodes.JsonNode.Parse(messages[^1].Payload)!;
        Assert.Equal("RangeError", (string?)end["ErrorCode"]);
        Assert.Contains("midway", (string?)end["ErrorDetails"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_does_not_stream_answers_whole()
    {
        TestFunction whole = await NewAsync(f.Service);

        List<(string Type, string Payload)> messages = EventStreams.Read((await whole.CallAsync("POST", Target, """{"a":1}""")).Bytes);

        Assert.Equal([("PayloadChunk", """{"a":1}"""), ("InvokeComplete", "{}")], messages);
    }

    [Fact]
    public async Task A_stream_that_is_not_asked_for_comes_whole() => Assert.Equal("onetwo", (await f.InvokeAsync("""{"pieces":["one","two"]}""")).Body);

    [Fact]
    public async Task A_dry_run_answers_with_nothing() => Assert.Equal("204", (await f.CallAsync("POST", Target, "{}", ("X-Amz-Invocation-Type", "DryRun"))).Whole);

    [Fact]
    public async Task A_missing_function_is_named() => Assert.Equal(
        "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none:$LATEST",
        await f.OutcomeAsync("POST", "/2021-11-15/functions/edge-compat-none/response-streaming-invocations", "{}"));
}
