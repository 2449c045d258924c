using System.Text;
using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Tests.Harness;
using Gateway.Testing.Faces;
using static Gateway.LambdaCompat.Tests.Harness.LambdaUnderTest;

namespace Gateway.LambdaCompat.Tests.Invocation;

public sealed class AsynchronousTests : IAsyncDisposable
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TwoMinutes = TimeSpan.FromMinutes(2);

    private readonly LambdaUnderTest lambda = new();

    public ValueTask DisposeAsync() => lambda.DisposeAsync();

    [Fact]
    public async Task An_event_is_answered_at_once_and_runs_later()
    {
        await lambda.CreateAsync("f");

        MemoryAnswer answer = await SendAsync("""{"x":1}""");

        Assert.Equal((202, "", null), (answer.Status, answer.Text, answer.Header("X-Amz-Executed-Version")));
        FunctionInvocation call = (await lambda.Engine.NextAsync()).Call;
        Assert.Equal("""{"x":1}""", Encoding.UTF8.GetString(call.Payload.Span));
    }

    [Fact]
    public async Task A_failure_is_tried_twice_again_with_the_same_id()
    {
        await lambda.CreateAsync("f");
        await lambda.CreateAsync("sink");
        await ConfigureAsync($"'DestinationConfig':{{'OnFailure':{{'Destination':'{Arn}sink'}}}}");
        lambda.Engine.Run = (spec, call) => Task.FromResult(spec.FunctionName == "f" ? ScriptedEngine.Fail() : ScriptedEngine.Succeed("1"));

        await SendAsync("""{"x":1}""");
        string first = (await lambda.Engine.NextAsync()).Call.RequestId;
        await lambda.Time.PassAsync(OneMinute);
        string second = (await lambda.Engine.NextAsync()).Call.RequestId;
        await lambda.Time.PassAsync(TwoMinutes);
        string third = (await lambda.Engine.NextAsync()).Call.RequestId;
        (EnvironmentSpec spec, FunctionInvocation last) = await lambda.Engine.NextAsync();

        Assert.Equal((first, first), (second, third));
        Assert.Equal("sink", spec.FunctionName);
        JsonObject record = JsonNode.Parse(last.Payload.Span)!.AsObject();
        Assert.Equal(["version", "timestamp", "requestContext", "requestPayload", "responseContext", "responsePayload"], record.Select(member => member.Key));
        Assert.Equal($$"""{"requestId":"{{first}}","functionArn":"{{Arn}}f:$LATEST","condition":"RetriesExhausted","approximateInvokeCount":3}""", record["requestContext"]!.ToJsonString());
        Assert.Equal("""{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"}""", record["responseContext"]!.ToJsonString());
        Assert.Equal("""{"x":1}""", record["requestPayload"]!.ToJsonString());
        Assert.Equal("2026-01-01T00:03:00.000Z", (string?)record["timestamp"]);
    }

    [Fact]
    public async Task A_success_goes_to_its_destination()
    {
        await lambda.CreateAsync("f");
        await ConfigureAsync("'DestinationConfig':{'OnSuccess':{'Destination':'arn:aws:logs:us-east-1:123456789012:log-group:mine:*'}}");

        await SendAsync("");

        (string group, _, string message) = await lambda.Log.NextAsync();
        Assert.Equal("mine", group);
        JsonObject record = JsonNode.Parse(message)!.AsObject();
        Assert.Equal(("Success", 1), ((string?)record["requestContext"]!["condition"], (int?)record["requestContext"]!["approximateInvokeCount"]));
        Assert.Equal("{}", record["requestPayload"]!.ToJsonString());
        Assert.False(record["responseContext"]!.AsObject().ContainsKey("functionError"));
    }

    [Fact]
    public async Task An_event_survives_a_restart()
    {
        await lambda.CreateAsync("f");
        lambda.Engine.Run = (_, _) => Task.FromResult(ScriptedEngine.Fail());
        await SendAsync("1");
        string first = (await lambda.Engine.NextAsync()).Call.RequestId;
        await lambda.Time.PassAsync(OneMinute);
        await lambda.Engine.NextAsync();

        await lambda.RestartAsync();
        await lambda.Time.PassAsync(TwoMinutes);

        Assert.Equal(first, (await lambda.Engine.NextAsync()).Call.RequestId);
    }

    [Fact]
    public async Task What_ran_does_not_run_again_after_a_restart()
    {
        await lambda.CreateAsync("f");
        await SendAsync("1");
        await lambda.Engine.NextAsync();
        await lambda.RestartAsync();

        Assert.Equal(0, lambda.Face.Services.Queue.Count);
    }

    [Fact]
    public async Task No_retries_and_a_queue_that_is_not_there()
    {
        await lambda.CreateAsync("f", "'DeadLetterConfig':{'TargetArn':'arn:aws:sqs:us-east-1:123456789012:q'}");
        await ConfigureAsync("'MaximumRetryAttempts':0");
        lambda.Engine.Run = (_, _) => Task.FromResult(ScriptedEngine.Fail("broken"));

        await SendAsync("1");

        (string group, string stream, string message) = await lambda.Log.NextAsync();
        Assert.Equal(("/aws/lambda/f", "undeliverable"), (group, stream));
        Assert.StartsWith("Undeliverable to arn:aws:sqs:us-east-1:123456789012:q: {", message, StringComparison.Ordinal);
        Assert.Contains("\"ErrorMessage\":\"broken\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_with_no_concurrency_at_all_fails_at_once()
    {
        await lambda.CreateAsync("f");
        await lambda.CreateAsync("sink");
        await ConfigureAsync($"'DestinationConfig':{{'OnFailure':{{'Destination':'{Arn}sink'}}}}");
        await lambda.OkAsync("PUT", "/2017-10-31/functions/f/concurrency", "{'ReservedConcurrentExecutions':0}");

        await SendAsync("1");

        JsonObject record = JsonNode.Parse((await lambda.Engine.NextAsync()).Call.Payload.Span)!.AsObject();
        Assert.Equal(("ZeroReservedConcurrency", 0), ((string?)record["requestContext"]!["condition"], (int?)record["requestContext"]!["approximateInvokeCount"]));
        Assert.False(record.ContainsKey("responseContext"));
        Assert.Equal(429, (await lambda.CallAsync("POST", "/2015-03-31/functions/f/invocations", "{}")).Status);
    }

    [Fact]
    public async Task An_event_that_is_too_old_is_given_up()
    {
        await lambda.CreateAsync("f");
        await lambda.CreateAsync("sink");
        await ConfigureAsync($"'MaximumEventAgeInSeconds':60,'DestinationConfig':{{'OnFailure':{{'Destination':'{Arn}sink'}}}}");
        lambda.Engine.Run = (spec, _) => Task.FromResult(spec.FunctionName == "f" ? new InvocationOutcome { Status = InvocationStatus.Throttled } : ScriptedEngine.Succeed("1"));

        await SendAsync("1");
        TimeSpan wait = TimeSpan.FromSeconds(1);
        for (int i = 0; i < 5; i++, wait *= 2)
        {
            Assert.Equal("f", (await lambda.Engine.NextAsync()).Spec.FunctionName);
            await lambda.Time.PassAsync(wait);
        }

        Assert.Equal("f", (await lambda.Engine.NextAsync()).Spec.FunctionName);
        JsonObject record = JsonNode.Parse((await lambda.Engine.NextAsync()).Call.Payload.Span)!.AsObject();
        Assert.Equal("EventAgeExceeded", (string?)record["requestContext"]!["condition"]);
    }

    [Fact]
    public async Task The_older_operation_queues_too()
    {
        await lambda.CreateAsync("f");

        MemoryAnswer answer = await lambda.CallAsync("POST", "/2014-11-13/functions/f/invoke-async", "1");

        Assert.Equal((202, """{"Status":202}"""), (answer.Status, answer.Text));
        await lambda.Engine.NextAsync();
    }

    [Fact]
    public async Task The_invoker_calls_and_queues_by_name()
    {
        await lambda.CreateAsync("f", "'Publish':true");
        FunctionInvocation call = new() { RequestId = "r", Payload = "1"u8.ToArray(), InvokedFunctionArn = "", TraceId = "Root=1-2-3" };

        (InvocationOutcome outcome, string version) = (await lambda.Face.Invoker.InvokeAsync(Account, Region, Arn + "f:1", null, call, TestContext.Current.CancellationToken))!.Value;

        Assert.Equal(("1", "1"), (Encoding.UTF8.GetString(outcome.Payload.Span), version));
        FunctionInvocation seen = (await lambda.Engine.NextAsync()).Call;
        Assert.Equal(Arn + "f:1", seen.InvokedFunctionArn);
        Assert.StartsWith("Root=1-2-3;Parent=", seen.TraceId, StringComparison.Ordinal);
        Assert.Null(await lambda.Face.Invoker.InvokeAsync(Account, Region, "g", null, call, TestContext.Current.CancellationToken));
        Assert.True(await lambda.Face.Invoker.EnqueueAsync(Account, Region, "f", "1", "2"u8.ToArray(), "q", TestContext.Current.CancellationToken));
        Assert.False(await lambda.Face.Invoker.EnqueueAsync(Account, Region, "f", "7", "2"u8.ToArray(), "q", TestContext.Current.CancellationToken));
        Assert.Equal("q", (await lambda.Engine.NextAsync()).Call.RequestId);
    }

    private Task<MemoryAnswer> SendAsync(string payload) =>
        lambda.CallAsync("POST", "/2015-03-31/functions/f/invocations", payload, "", Account, ("X-Amz-Invocation-Type", "Event"));

    private Task<JsonObject> ConfigureAsync(string members) => lambda.OkAsync("PUT", "/2019-09-25/functions/f/event-invoke-config", "{" + members + "}");
}
