using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;

namespace Gateway.Compat.Lambda.Tests.Invocation;

/// <summary>Invocations that nobody waits for: they run, and their result goes where it was told to go. Source: doc invocation-async; records as observed.</summary>
public sealed class AsynchronousTests(ServiceUnderTest service)
{
    [Fact]
    public async Task A_result_reaches_its_destination()
    {
        JsonObject record = await RecordAsync("exports.handler = async (event) => ({ got: event });", "OnSuccess", """{"a":1}""");

        Assert.Equal(["requestContext", "requestPayload", "responseContext", "responsePayload", "timestamp", "version"], record.Select(member => member.Key).Order());
        Assert.Equal(("1.0", "Success", 1), ((string?)record["version"], (string?)record["requestContext"]!["condition"], (int?)record["requestContext"]!["approximateInvokeCount"]));
        Assert.EndsWith(":$LATEST", (string?)record["requestContext"]!["functionArn"], StringComparison.Ordinal);
        Assert.Equal("""{"executedVersion":"$LATEST","statusCode":200}""", Answer.Sorted(record["responseContext"]));
        Assert.Equal("""{"a":1}{"got":{"a":1}}""", Answer.Sorted(record["requestPayload"]) + Answer.Sorted(record["responsePayload"]));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string?)record["timestamp"]);
    }

    [Fact]
    public async Task A_failure_reaches_its_destination_when_there_is_no_retry_left()
    {
        JsonObject record = await RecordAsync("exports.handler = async () => { throw new TypeError('as told'); };", "OnFailure", "");

        Assert.Equal(("RetriesExhausted", 1), ((string?)record["requestContext"]!["condition"], (int?)record["requestContext"]!["approximateInvokeCount"]));
        Assert.Equal("""{"executedVersion":"$LATEST","functionError":"Unhandled","statusCode":200}""", Answer.Sorted(record["responseContext"]));
        Assert.Equal("{}", Answer.Sorted(record["requestPayload"]));
        Assert.Equal(("TypeError", "as told"), ((string?)record["responsePayload"]!["errorType"], (string?)record["responsePayload"]!["errorMessage"]));
    }

    [Fact]
    public async Task A_client_context_is_for_synchronous_calls_only()
    {
        JsonObject record = await RecordAsync("exports.handler = async (event, context) => ({ context: context.clientContext ?? null });", "OnSuccess", "{}", ("X-Amz-Client-Context", "eyJjdXN0b20iOnsiYSI6MX19"));

        Assert.Equal("""{"context":null}""", Answer.Sorted(record["responsePayload"]));
    }

    [Fact]
    public async Task What_nothing_is_reserved_for_goes_to_the_destination_without_a_run()
    {
        JsonObject record = await RecordAsync("exports.handler = async () => 1;", "OnFailure", "{}", isClosed: true);

        Assert.Equal(("ZeroReservedConcurrency", 0), ((string?)record["requestContext"]!["condition"], (int?)record["requestContext"]!["approximateInvokeCount"]));
        Assert.Equal(["requestContext", "requestPayload", "timestamp", "version"], record.Select(member => member.Key).Order());
    }

    /// <summary>Calls a function whose results go to another one, and reads from the log of that what it got.</summary>
    private async Task<JsonObject> RecordAsync(string code, string kind, string payload, (string Name, string Value)? header = null, bool isClosed = false)
    {
        TestFunction target = await TestFunction.NewAsync(service, code: "exports.handler = async (event) => { process.stdout.write('GOT ' + JSON.stringify(event) + '\\n'); };");
        TestFunction source = await TestFunction.NewAsync(service, code: code);
        Answer set = await source.CallAsync("PUT", "/2019-09-25/functions/@F/event-invoke-config", $$$$"""{"MaximumRetryAttempts":0,"DestinationConfig":{"{{{{kind}}}}":{"Destination":"@ARN:function:{{{{target.Name}}}}"}}}""");
        Assert.True(set.Status == 200, set.Body);
        if (isClosed) await source.CallAsync("PUT", "/2017-10-31/functions/@F/concurrency", """{"ReservedConcurrentExecutions":0}""");
        Answer accepted = await source.InvokeAsync(payload, header is { } one ? [("X-Amz-Invocation-Type", "Event"), one] : [("X-Amz-Invocation-Type", "Event")]);

        Answer log = await service.UntilAsync(
            () => service.TargetAsync("logs", "FilterLogEvents", $$"""{"logGroupName":"/aws/lambda/{{target.Name}}","filterPattern":"GOT"}"""),
            answer => answer.Status == 200 && answer.Json["events"]!.AsArray().Count > 0,
            secondsMax: 120);
        JsonObject record = JsonNode.Parse(((string)log.Json["events"]![0]!["message"]!)["GOT ".Length..])!.AsObject();
        Assert.Equal(accepted.Header("x-amzn-requestid"), (string?)record["requestContext"]!["requestId"]);
        return record;
    }
}
