using System.Text;
using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Tests.Harness;
using Gateway.Testing.Faces;
using static Gateway.LambdaCompat.Tests.Harness.LambdaUnderTest;

namespace Gateway.LambdaCompat.Tests.Invocation;

public sealed class InvokeTests : IAsyncDisposable
{
    private const string Path = "/2015-03-31/functions/f/invocations";

    private readonly LambdaUnderTest lambda = new();

    public ValueTask DisposeAsync() => lambda.DisposeAsync();

    [Fact]
    public async Task An_answer_has_the_bytes_of_the_function_and_the_version_that_ran()
    {
        await lambda.CreateAsync("f", "'Timeout':7,'MemorySize':256,'Environment':{'Variables':{'KEY':'v'}}");
        lambda.Engine.Run = (_, call) => Task.FromResult(ScriptedEngine.Succeed("""{ "a" : 1 }""") with { LogTail = call.WantsLogTail ? "END"u8.ToArray() : null });

        MemoryAnswer answer = await lambda.CallAsync("POST", Path, """{"x": 1}""", "", Account, ("X-Amz-Log-Type", "Tail"), ("X-Amz-Client-Context", Convert.ToBase64String("""{"c":1}"""u8)));

        Assert.Equal((200, """{ "a" : 1 }""", "$LATEST", null, "RU5E", "application/json"), (answer.Status, answer.Text, answer.Header("X-Amz-Executed-Version"), answer.Header("X-Amz-Function-Error"), answer.Header("X-Amz-Log-Result"), answer.Header("Content-Type")));
        (EnvironmentSpec spec, FunctionInvocation call) = await lambda.Engine.NextAsync();
        Assert.Equal("""{"x": 1}""", Encoding.UTF8.GetString(call.Payload.Span));
        Assert.Equal("""{"c":1}""", call.ClientContext);
        Assert.Equal(Arn + "f", call.InvokedFunctionArn);
        Assert.Equal((TimeSpan.FromSeconds(7), 256, "v", "/aws/lambda/f", 1000), (spec.Timeout, spec.MemoryMegabytes, spec.Variables["KEY"], spec.LogGroup, spec.EnvironmentsMax));
        Assert.True(File.Exists(System.IO.Path.Combine(spec.CodeFolder, "index.js")));
    }

    [Fact]
    public async Task A_failure_is_an_answer_with_a_header()
    {
        await lambda.CreateAsync("f");
        lambda.Engine.Run = (_, _) => Task.FromResult(ScriptedEngine.Fail());

        MemoryAnswer answer = await lambda.CallAsync("POST", Path);

        Assert.Equal((200, "Unhandled", "Error"), (answer.Status, answer.Header("X-Amz-Function-Error"), (string?)answer.Json!["errorType"]));
        Assert.Equal("{}", Encoding.UTF8.GetString((await lambda.Engine.NextAsync()).Call.Payload.Span));
    }

    [Fact]
    public async Task A_dry_run_runs_nothing()
    {
        await lambda.CreateAsync("f");

        MemoryAnswer answer = await lambda.CallAsync("POST", Path, "{}", "", Account, ("X-Amz-Invocation-Type", "DryRun"));

        Assert.Equal((204, ""), (answer.Status, answer.Text));
        Assert.False(lambda.Engine.HasMore);
    }

    [Theory]
    [InlineData("nonsense", "", "400 InvalidRequestContentException: Could not parse request body into json: Could not parse payload into json: Unrecognized token 'nonsense'")]
    [InlineData("{}", "Qualifier=9", "404 ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:123456789012:function:f:9")]
    public async Task What_cannot_run_is_refused(string body, string query, string error)
    {
        await lambda.CreateAsync("f");

        Assert.StartsWith(error, await lambda.ErrorAsync("POST", Path, body, query), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_function_is_named_with_its_latest_version() =>
        Assert.Equal($"404 ResourceNotFoundException: Function not found: {Arn}f:$LATEST", await lambda.ErrorAsync("POST", Path, "{}"));

    [Fact]
    public async Task Events_have_a_greatest_size()
    {
        await lambda.CreateAsync("f");
        byte[] six = Encoding.UTF8.GetBytes($"\"{new string('x', 6 * 1024 * 1024)}\"");

        MemoryAnswer synchronous = await lambda.CallAsync("POST", Path, six);
        MemoryAnswer asynchronous = await lambda.CallAsync("POST", Path, six[^1_100_000..], "", Account, ("X-Amz-Invocation-Type", "Event"));

        Assert.Equal((413, "RequestEntityTooLargeException"), (synchronous.Status, synchronous.Header("x-amzn-errortype")));
        Assert.Equal(413, asynchronous.Status);
    }

    [Fact]
    public async Task An_alias_with_weights_routes_to_both_versions()
    {
        await lambda.CreateAsync("f", "'Publish':true");
        await lambda.OkAsync("PUT", "/2015-03-31/functions/f/configuration", "{}");
        await lambda.OkAsync("POST", "/2015-03-31/functions/f/versions", "{}");
        await lambda.OkAsync("POST", "/2015-03-31/functions/f/aliases", "{'Name':'live','FunctionVersion':'1','RoutingConfig':{'AdditionalVersionWeights':{'2':0.25}}}");

        List<string?> versions = [];
        for (int i = 0; i < 400; i++) versions.Add((await lambda.CallAsync("POST", Path, "{}", "Qualifier=live")).Header("X-Amz-Executed-Version"));

        Assert.InRange(versions.Count(version => version == "2"), 60, 140);
        Assert.All(versions, version => Assert.Contains(version, (string[])["1", "2"]));
        Assert.Equal(Arn + "f:live", (await lambda.Engine.NextAsync()).Call.InvokedFunctionArn);
    }

    [Fact]
    public async Task A_reservation_bounds_what_runs_at_once()
    {
        await lambda.CreateAsync("f");
        await lambda.OkAsync("PUT", "/2017-10-31/functions/f/concurrency", "{'ReservedConcurrentExecutions':1}");
        TaskCompletionSource<InvocationOutcome> first = new();
        lambda.Engine.Run = (_, _) => first.Task;

        Task<MemoryAnswer> running = lambda.CallAsync("POST", Path, "{}");
        await lambda.Engine.NextAsync();
        MemoryAnswer refused = await lambda.CallAsync("POST", Path, "{}");
        first.SetResult(ScriptedEngine.Succeed("1"));

        Assert.Equal(200, (await running).Status);
        Assert.Equal((429, "TooManyRequestsException", "Rate Exceeded.", "ReservedFunctionConcurrentInvocationLimitExceeded"), (refused.Status, refused.Header("x-amzn-errortype"), (string?)refused.Json!["message"], (string?)refused.Json!["Reason"]));
        Assert.Equal(200, (await lambda.CallAsync("POST", Path, "{}")).Status);
    }

    [Fact]
    public async Task A_function_that_calls_itself_is_stopped_after_sixteen_times()
    {
        await lambda.CreateAsync("f");
        int runs = 0;
        lambda.Engine.Run = async (_, call) =>
        {
            Interlocked.Increment(ref runs);
            MemoryAnswer inner = await lambda.CallAsync("POST", Path, "{}", "", Account, ("X-Amzn-Trace-Id", call.TraceId));
            return inner.Status == 200 ? ScriptedEngine.Succeed(inner.Bytes) : ScriptedEngine.Succeed($"\"{inner.Header("x-amzn-errortype")}\"");
        };

        MemoryAnswer answer = await lambda.CallAsync("POST", Path, "{}");

        Assert.Equal("\"RecursiveInvocationException\"", answer.Text);
        Assert.Equal(16, runs);
    }

    [Fact]
    public async Task So_are_two_that_call_each_other_by_boto3_which_writes_the_chain_in_percents()
    {
        await lambda.CreateAsync("f");
        await lambda.CreateAsync("g");
        int runs = 0;
        lambda.Engine.Run = async (spec, call) =>
        {
            Interlocked.Increment(ref runs);
            string trace = call.TraceId.Replace("|", "%7C", StringComparison.Ordinal);
            MemoryAnswer inner = await lambda.CallAsync("POST", $"/2015-03-31/functions/{(spec.FunctionName == "f" ? "g" : "f")}/invocations", "{}", "", Account, ("X-Amzn-Trace-Id", trace));
            return inner.Status == 200 ? ScriptedEngine.Succeed(inner.Bytes) : ScriptedEngine.Succeed($"\"{inner.Header("x-amzn-errortype")}\"");
        };

        MemoryAnswer answer = await lambda.CallAsync("POST", Path, "{}");

        Assert.Equal("\"RecursiveInvocationException\"", answer.Text);
        Assert.Equal(32, runs);
    }

    [Fact]
    public async Task A_streamed_response_comes_as_messages()
    {
        await lambda.CreateAsync("f");
        lambda.Engine.Run = async (_, call) =>
        {
            await call.Stream!.BeginAsync("text/plain", TestContext.Current.CancellationToken);
            await call.Stream.WriteAsync("one"u8.ToArray(), TestContext.Current.CancellationToken);
            await call.Stream.WriteAsync("two"u8.ToArray(), TestContext.Current.CancellationToken);
            return ScriptedEngine.Succeed([]);
        };

        MemoryAnswer answer = await lambda.CallAsync("POST", "/2021-11-15/functions/f/response-streaming-invocations", "{}");

        Assert.Equal((200, "application/vnd.amazon.eventstream", "$LATEST"), (answer.Status, answer.Header("Content-Type"), answer.Header("X-Amz-Executed-Version")));
        Assert.Equal([("PayloadChunk", "one"), ("PayloadChunk", "two"), ("InvokeComplete", "{}")], EventStreams.Read(answer.Bytes));
    }

    [Fact]
    public async Task A_stream_that_fails_says_so_at_its_end()
    {
        await lambda.CreateAsync("f");
        lambda.Engine.Run = (_, _) => Task.FromResult(ScriptedEngine.Fail("bad"));

        MemoryAnswer answer = await lambda.CallAsync("POST", "/2021-11-15/functions/f/response-streaming-invocations", "{}");

        (string type, string payload) = Assert.Single(EventStreams.Read(answer.Bytes));
        Assert.Equal(("InvokeComplete", "Error"), (type, (string?)JsonNode.Parse(payload)!["ErrorCode"]));
        Assert.Contains("bad", payload, StringComparison.Ordinal);
    }
}
