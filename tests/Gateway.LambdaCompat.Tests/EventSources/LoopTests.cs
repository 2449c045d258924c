using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Tests.Harness;
using Gateway.Wire.Input;
using static Gateway.LambdaCompat.Tests.Harness.LambdaUnderTest;

namespace Gateway.LambdaCompat.Tests.EventSources;

/// <summary>Functions that write what calls them. Source: doc invocation-recursion.</summary>
public sealed class LoopTests : IAsyncDisposable
{
    private const string Mappings = "/2015-03-31/event-source-mappings";

    private readonly LambdaUnderTest lambda = new(new LambdaOptions { StreamPollInterval = TimeSpan.Zero }); // the clock of the test stands still

    public ValueTask DisposeAsync() => lambda.DisposeAsync();

    [Fact]
    public async Task A_function_that_writes_into_its_own_table_is_stopped_after_sixteen_times_and_the_mapping_goes_on()
    {
        await lambda.CreateAsync("sink");
        int runs = 0;
        lambda.Engine.Run = async (spec, call) =>
        {
            if (spec.FunctionName == "f" && KeysOf(call).Contains("loop")) await Tables.PutAsync(lambda, "loop", ++runs, LineageOf(call));
            return ScriptedEngine.Succeed("1");
        };
        string stream = await Tables.CreateAsync(lambda);
        string uuid = await MapAsync("f", stream, $",'DestinationConfig':{{'OnFailure':{{'Destination':'{Arn}sink'}}}}");

        await Tables.PutAsync(lambda, "loop");
        List<(EnvironmentSpec Spec, FunctionInvocation Call)> calls = [];
        for (int i = 0; i < 17; i++) calls.Add(await lambda.Engine.NextAsync());

        Assert.Equal([.. Enumerable.Repeat("f", 16), "sink"], calls.Select(call => call.Spec.FunctionName));
        Assert.Equal(16, runs);
        JsonNode told = JsonNode.Parse(calls[16].Call.Payload.Span)!;
        Assert.Equal(("RecursiveLoopDetected", 0, 1), ((string?)told["requestContext"]!["condition"], (int)told["requestContext"]!["approximateInvokeCount"]!, (int)told["DDBStreamBatchInfo"]!["batchSize"]!));
        Assert.Contains("|", LineageOf(calls[16].Call)!, StringComparison.Ordinal); // the chain goes on there
        (string group, string log, string message) = await lambda.Log.NextAsync();
        Assert.Equal(("/aws/lambda/f", "recursive-loops"), (group, log));
        Assert.Matches($"^Recursive loop detected: 1 records of {stream} \\([0-9]+ to [0-9]+\\) were not delivered\\. f stands 16 times in the chain of calls that has written them\\.\n$", message);
        Assert.Equal("PROBLEM: Recursive loop detected", (string?)(await lambda.OkAsync("GET", $"{Mappings}/{uuid}"))["LastProcessingResult"]);

        await Tables.PutAsync(lambda, "other");
        Assert.Equal(["other"], KeysOf((await lambda.Engine.NextAsync()).Call));
    }

    [Fact]
    public async Task A_function_that_may_call_itself_goes_on()
    {
        lambda.Engine.Run = async (_, call) =>
        {
            await Tables.PutAsync(lambda, "loop", int.Parse((string)JsonNode.Parse(call.Payload.Span)!["Records"]![0]!["dynamodb"]!["NewImage"]!["n"]!["N"]!, System.Globalization.CultureInfo.InvariantCulture) + 1, LineageOf(call));
            return ScriptedEngine.Succeed("1");
        };
        await MapAsync("f", await Tables.CreateAsync(lambda));
        await lambda.OkAsync("PUT", "/2024-08-31/functions/f/recursion-config", "{'RecursiveLoop':'Allow'}");

        await Tables.PutAsync(lambda, "loop");
        FunctionInvocation last = null!;
        for (int i = 0; i < 25; i++) (_, last) = await lambda.Engine.NextAsync();

        Assert.EndsWith(":25", LineageOf(last), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_records_of_the_loop_are_taken_out_of_a_batch_and_the_call_goes_on_with_the_longest_chain_of_the_rest()
    {
        string stream = await Tables.CreateAsync(lambda);
        await lambda.CreateAsync("f");
        string lineage = await LineageOfOneCallAsync();
        await Tables.PutAsync(lambda, "a", lineage: lineage.Replace(":1", ":3", StringComparison.Ordinal));
        await Tables.PutAsync(lambda, "b", lineage: lineage.Replace(":1", ":16", StringComparison.Ordinal));
        await Tables.PutAsync(lambda, "c", lineage: "1:00000000:16|" + lineage.Replace(":1", ":7", StringComparison.Ordinal));
        await Tables.PutAsync(lambda, "d");

        await MapAsync("f", stream, isMade: true, position: "TRIM_HORIZON");

        (_, FunctionInvocation call) = await lambda.Engine.NextAsync();
        Assert.Equal(["a", "c", "d"], KeysOf(call));
        Assert.Equal("1:00000000:16|" + lineage.Replace(":1", ":8", StringComparison.Ordinal), LineageOf(call));
    }

    /// <summary>Entries are <c>1:hash:1</c>; the hash begins with no <c>1:</c>, so that counts can be put in.</summary>
    private async Task<string> LineageOfOneCallAsync()
    {
        await lambda.CallAsync("POST", "/2015-03-31/functions/f/invocations", "{}");
        string lineage = LineageOf((await lambda.Engine.NextAsync()).Call)!;
        Assert.Equal(2, lineage.Split(":1").Length);
        return lineage;
    }

    private static string? LineageOf(FunctionInvocation call) => TraceHeader.Parse(call.TraceId).Lineage;

    private static IEnumerable<string> KeysOf(FunctionInvocation call) => JsonNode.Parse(call.Payload.Span)!["Records"]!.AsArray().Select(record => (string)record!["dynamodb"]!["Keys"]!["pk"]!["S"]!);

    private async Task<string> MapAsync(string name, string stream, string members = "", bool isMade = false, string position = "LATEST")
    {
        if (!isMade) await lambda.CreateAsync(name);
        return (string)(await lambda.OkAsync("POST", Mappings, $"{{'FunctionName':'{name}','EventSourceArn':'{stream}','StartingPosition':'{position}'{members}}}"))["UUID"]!;
    }
}
