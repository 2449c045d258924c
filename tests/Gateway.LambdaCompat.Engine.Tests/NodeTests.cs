using System.Text;
using System.Text.Json;

namespace Gateway.LambdaCompat.Engine.Tests;

public sealed class NodeTests
{
    [Fact]
    public async Task A_commonjs_handler_answers_what_it_was_asked()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        Assert.Equal("""{"got":{"a":1}}""", await host.CallAsync(host.Node("exports.handler = async (event) => ({ got: event });"), """{"a":1}"""));
    }

    [Theory]
    [InlineData("index.mjs", "index.handler", "export const handler = async (event) => event.a + 1;")]
    [InlineData("src/deep/index.js", "src/deep/index.handler", "exports.handler = async (event) => event.a + 1;")]
    [InlineData("index.js", "index.a.b.run", "exports.a = { b: { run: async (event) => event.a + 1 } };")]
    [InlineData("index.cjs", "index.handler", "exports.handler = async (event) => event.a + 1;")]
    [InlineData("index.js", "index.handler", "exports.handler = (event, context, callback) => { setTimeout(() => callback(null, event.a + 1), 1); };")]
    [InlineData("index.js", "index.handler", "exports.handler = (event, context) => { context.succeed(event.a + 1); };")]
    [InlineData("index.js", "index.handler", "exports.handler = (event, context) => { context.done(null, event.a + 1); };")]
    public async Task Handlers_of_every_kind_are_found(string file, string handler, string code)
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        Assert.Equal("2", await host.CallAsync(host.Function("nodejs20.x", handler, (file, code)), """{"a":1}"""));
    }

    [Fact]
    public async Task A_package_of_type_module_is_imported()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Function("nodejs22.x", "index.handler", ("package.json", """{"type":"module"}"""), ("index.js", "import { two } from './two.js'; export const handler = async () => two;"), ("two.js", "export const two = 2;"));
        Assert.Equal("2", await host.CallAsync(spec));
    }

    [Fact]
    public async Task A_callback_waits_for_the_empty_event_loop_unless_told_otherwise()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        string waits = await host.CallAsync(host.Node("exports.handler = (e, c, callback) => { const seen = []; setTimeout(() => seen.push(1), 50); callback(null, seen); };"));
        string leaves = await host.CallAsync(host.Node("exports.handler = (e, c, callback) => { c.callbackWaitsForEmptyEventLoop = false; const seen = []; setTimeout(() => seen.push(1), 5000); callback(null, seen); };"));
        Assert.Equal(("[1]", "[]"), (waits, leaves));
    }

    [Fact]
    public async Task A_handler_that_neither_answers_nor_waits_answers_null()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        Assert.Equal("null", await host.CallAsync(host.Node("exports.handler = () => { };")));
    }

    [Fact]
    public async Task The_context_is_whole()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node("""
            exports.handler = async (event, c) => ({ ...c, left: c.getRemainingTimeInMillis(), waits: c.callbackWaitsForEmptyEventLoop, kinds: [typeof c.done, typeof c.fail, typeof c.succeed] });
            """) with
        { Version = "7" };
        InvocationOutcome outcome = await host.RawAsync(spec, clientContext: """{"custom":{"a":"ü"}}""");
        using JsonDocument document = JsonDocument.Parse(outcome.Payload);
        JsonElement context = document.RootElement;
        Assert.Equal("hello", context.GetProperty("functionName").GetString());
        Assert.Equal("7", context.GetProperty("functionVersion").GetString());
        Assert.Equal("256", context.GetProperty("memoryLimitInMB").GetString());
        Assert.Equal("/aws/lambda/hello", context.GetProperty("logGroupName").GetString());
        Assert.Matches(@"^\d{4}/\d\d/\d\d/\[7\][0-9a-f]{32}$", context.GetProperty("logStreamName").GetString());
        Assert.Equal("arn:aws:lambda:eu-central-1:000000000000:function:hello", context.GetProperty("invokedFunctionArn").GetString());
        Assert.Equal("ü", context.GetProperty("clientContext").GetProperty("custom").GetProperty("a").GetString());
        Assert.InRange(context.GetProperty("left").GetInt32(), 1, 20_000);
        Assert.True(context.GetProperty("waits").GetBoolean());
        Assert.Equal("""["function","function","function"]""", context.GetProperty("kinds").GetRawText().Replace(" ", ""));
    }

    [Fact]
    public async Task The_environment_is_as_on_aws()
    {
        await using FunctionHost host = await FunctionHost.StartAsync(options => options with { Endpoint = new Uri("http://127.0.0.1:8000") });
        EnvironmentSpec spec = host.Node("exports.handler = async () => ({ ...process.env, cwd: process.cwd() });") with { Variables = new Dictionary<string, string> { ["MINE"] = "ä=1" } };
        using JsonDocument document = JsonDocument.Parse(await host.CallAsync(spec));
        string Of(string name) => document.RootElement.GetProperty(name).GetString()!;
        Assert.Equal("hello", Of("AWS_LAMBDA_FUNCTION_NAME"));
        Assert.Equal("$LATEST", Of("AWS_LAMBDA_FUNCTION_VERSION"));
        Assert.Equal("256", Of("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
        Assert.Equal("on-demand", Of("AWS_LAMBDA_INITIALIZATION_TYPE"));
        Assert.Equal(("eu-central-1", "eu-central-1"), (Of("AWS_REGION"), Of("AWS_DEFAULT_REGION")));
        Assert.Equal(("ASIATEST", "secret", "token"), (Of("AWS_ACCESS_KEY_ID"), Of("AWS_SECRET_ACCESS_KEY"), Of("AWS_SESSION_TOKEN")));
        Assert.Equal("AWS_Lambda_nodejs20.x", Of("AWS_EXECUTION_ENV"));
        Assert.Equal("index.handler", Of("_HANDLER"));
        Assert.Equal((":UTC", "en_US.UTF-8", "ä=1"), (Of("TZ"), Of("LANG"), Of("MINE")));
        Assert.Equal("http://127.0.0.1:8000", Of("AWS_ENDPOINT_URL"));
        Assert.StartsWith("Root=1-", Of("_X_AMZN_TRACE_ID"), StringComparison.Ordinal);
        Assert.DoesNotContain(document.RootElement.EnumerateObject(), one => one.Name.StartsWith("_EDGE_", StringComparison.Ordinal));
        if (!host.Engine.IsSandboxed) return;
        Assert.Equal(("/var/task", "/var/task", "/var/runtime"), (Of("cwd"), Of("LAMBDA_TASK_ROOT"), Of("LAMBDA_RUNTIME_DIR")));
        Assert.Equal("/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin", Of("PATH"));
    }

    [Theory]
    [InlineData("exports.handler = async () => { throw new TypeError('no'); };", "TypeError", "no")]
    [InlineData("exports.handler = () => { throw new TypeError('no'); };", "TypeError", "no")]
    [InlineData("exports.handler = (e, c, callback) => callback(new RangeError('no'));", "RangeError", "no")]
    [InlineData("exports.handler = (e, c, callback) => callback('no');", "string", "no")]
    [InlineData("exports.handler = (e, c) => c.fail(new Error('no'));", "Error", "no")]
    [InlineData("exports.handler = (e, c, callback) => { setTimeout(() => { throw new Error('no'); }, 1); };", "Error", "no")]
    [InlineData("exports.handler = (e, c, callback) => { Promise.reject(new Error('no')); setTimeout(() => {}, 5000); };", "Runtime.UnhandledPromiseRejection", "Error: no")]
    public async Task What_a_handler_throws_is_the_answer(string code, string type, string message)
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node(code);
        JsonElement error = await host.FailAsync(spec);
        Assert.Equal((type, message), (error.GetProperty("errorType").GetString(), error.GetProperty("errorMessage").GetString()));
        Assert.Equal(JsonValueKind.Array, error.GetProperty("trace").ValueKind);
        Assert.Equal(["errorType", "errorMessage", "trace"], error.EnumerateObject().Select(one => one.Name));
        Assert.Equal(type, (await host.RawAsync(spec)).ErrorType); // and it goes on
    }

    [Theory]
    [InlineData("other.handler", "exports.handler = 1;", "Runtime.ImportModuleError")]
    [InlineData("index.missing", "exports.handler = async () => 1;", "Runtime.HandlerNotFound")]
    [InlineData("index", "exports.handler = async () => 1;", "Runtime.MalformedHandlerName")]
    [InlineData("index.handler", "exports.handler = (;", "Runtime.UserCodeSyntaxError")]
    [InlineData("index.handler", "require('not-there');", "Runtime.ImportModuleError")]
    [InlineData("index.handler", "throw new RangeError('early');", "RangeError")]
    public async Task A_function_that_cannot_be_loaded_says_why(string handler, string code, string type)
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        InvocationOutcome outcome = await host.RawAsync(host.Function("nodejs20.x", handler, ("index.js", code)));
        Assert.Equal((InvocationStatus.Failed, type), (outcome.Status, outcome.ErrorType));
        Assert.Contains(host.Log.Messages, message => message.StartsWith("INIT_REPORT Init Duration: ", StringComparison.Ordinal) && message.EndsWith($" ms\tPhase: init\tStatus: error\tError Type: {type}\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_streamed_response_comes_in_pieces_with_its_prelude()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node("""
            exports.handler = awslambda.streamifyResponse(async (event, stream) => {
              stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { a: 'b' } });
              stream.write('one');
              await new Promise((go) => setTimeout(go, 30));
              stream.write('two');
              stream.end();
            });
            """);
        RecordedSink sink = new();
        InvocationOutcome outcome = await host.RawAsync(spec, sink: sink);
        Assert.Equal((InvocationStatus.Succeeded, 0), (outcome.Status, outcome.Payload.Length));
        Assert.Equal("application/vnd.awslambda.http-integration-response", sink.ContentType);
        Assert.Equal("{\"statusCode\":201,\"headers\":{\"a\":\"b\"}}\0\0\0\0\0\0\0\0onetwo", Encoding.UTF8.GetString(sink.Bytes));
        Assert.True(sink.Pieces >= 2);
        Assert.EndsWith("\0onetwo", FunctionHost.Text(await host.RawAsync(spec)), StringComparison.Ordinal); // whole, for a caller without a stream
    }

    [Fact]
    public async Task A_stream_that_fails_midway_says_so_at_its_end()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node("exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.write('begun'); await new Promise((go) => setTimeout(go, 20)); throw new RangeError('midway'); });");
        RecordedSink sink = new();
        InvocationOutcome outcome = await host.RawAsync(spec, sink: sink);
        Assert.Equal((InvocationStatus.Failed, "RangeError", "begun"), (outcome.Status, outcome.ErrorType, Encoding.UTF8.GetString(sink.Bytes)));
        Assert.Contains("midway", FunctionHost.Text(outcome), StringComparison.Ordinal);
        Assert.Equal("RangeError", (await host.RawAsync(spec, sink: new RecordedSink())).ErrorType);
    }

    [Fact]
    public async Task A_whole_response_reaches_a_stream_too()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        RecordedSink sink = new();
        await host.RawAsync(host.Node("exports.handler = async () => ({ a: 1 });"), sink: sink);
        Assert.Equal(("application/json", """{"a":1}"""), (sink.ContentType, Encoding.UTF8.GetString(sink.Bytes)));
    }

    [Fact]
    public async Task Layers_lie_over_one_another()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node("exports.handler = async () => [require('one'), require('two')];") with
        {
            LayerFolders =
            [
                host.Folder(("nodejs/node_modules/one/index.js", "module.exports = 'below';"), ("nodejs/node_modules/two/index.js", "module.exports = 2;")),
                host.Folder(("nodejs/node_modules/one/index.js", "module.exports = 'above';")),
            ],
        };
        Assert.Equal("""["above",2]""", await host.CallAsync(spec));
    }

    [Fact]
    public async Task The_console_prints_as_lambda_does()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        InvocationOutcome outcome = await host.RawAsync(host.Node("console.log('loading'); exports.handler = async () => { console.log('a %d', 1, { b: 2 }); console.error('two\\nlines'); process.stdout.write('raw\\n'); };"));
        string[] messages = host.Log.Messages;
        string id = messages.Single(message => message.StartsWith("START", StringComparison.Ordinal)).Split(' ')[2];
        Assert.Single(messages, message => message.EndsWith("Z\tundefined\tINFO\tloading\n", StringComparison.Ordinal));
        Assert.Single(messages, message => message.EndsWith($"Z\t{id}\tINFO\ta 1 {{ b: 2 }}\n", StringComparison.Ordinal));
        Assert.Single(messages, message => message.EndsWith($"Z\t{id}\tERROR\ttwo\nlines\n", StringComparison.Ordinal));
        Assert.Contains("raw\n", messages);
        Assert.Contains("raw\n", FunctionHost.Tail(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_go_through_source_maps_when_the_function_wants_it()
    {
        await using FunctionHost host = await FunctionHost.StartAsync(options => options with { BlanksPerKind = 1 });
        EnvironmentSpec spec = host.Function("nodejs20.x", "index.handler",
            ("index.js", "exports.handler = async () => { throw new Error('x'); };\n//# sourceMappingURL=index.js.map\n"),
            ("index.js.map", """{"version":3,"sources":["original.ts"],"names":[],"mappings":"AAIA","sourcesContent":["\n\n\n\nhandler"]}""")) with
        { Variables = new Dictionary<string, string> { ["NODE_OPTIONS"] = "--enable-source-maps" } };
        Assert.Contains("original.ts:5", (await host.FailAsync(spec)).GetProperty("trace").GetRawText(), StringComparison.Ordinal);
    }
}
