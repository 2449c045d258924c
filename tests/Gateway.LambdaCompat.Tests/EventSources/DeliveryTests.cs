using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Tests.Harness;
using Gateway.Storage.Keys;
using static Gateway.LambdaCompat.Tests.Harness.LambdaUnderTest;

namespace Gateway.LambdaCompat.Tests.EventSources;

public sealed class DeliveryTests : IAsyncDisposable
{
    private const string Mappings = "/2015-03-31/event-source-mappings";

    private readonly LambdaUnderTest lambda = new(new LambdaOptions { StreamPollInterval = TimeSpan.Zero }); // the clock of the test stands still
    private string stream = "";

    public ValueTask DisposeAsync() => lambda.DisposeAsync();

    [Fact]
    public async Task A_write_calls_the_function_with_a_record()
    {
        await MapAsync("'StartingPosition':'LATEST'");

        await Tables.PutAsync(lambda, "a", 1);
        await Tables.PutAsync(lambda, "a", 1);
        await Tables.PutAsync(lambda, "a", 2);

        List<JsonNode> records = await RecordsAsync(2);
        JsonObject first = records[0].AsObject();
        Assert.Equal(["eventID", "eventName", "eventVersion", "eventSource", "awsRegion", "dynamodb", "eventSourceARN"], first.Select(member => member.Key));
        Assert.Equal(("INSERT", "1.1", "aws:dynamodb", "us-east-1", stream), ((string?)first["eventName"], (string?)first["eventVersion"], (string?)first["eventSource"], (string?)first["awsRegion"], (string?)first["eventSourceARN"]));
        Assert.Equal("1767225600.0", first["dynamodb"]!["ApproximateCreationDateTime"]!.ToJsonString());
        Assert.Equal("""{"pk":{"S":"a"}}""", first["dynamodb"]!["Keys"]!.ToJsonString());
        Assert.Equal(("MODIFY", "1", "2"), ((string?)records[1]["eventName"], (string?)records[1]["dynamodb"]!["OldImage"]!["n"]!["N"], (string?)records[1]["dynamodb"]!["NewImage"]!["n"]!["N"]));
    }

    [Fact]
    public async Task The_horizon_begins_with_what_was_written_before()
    {
        stream = await Tables.CreateAsync(lambda);
        await Tables.PutAsync(lambda, "before");
        await MapAsync("'StartingPosition':'TRIM_HORIZON'");

        Assert.Equal("before", KeyOf((await RecordsAsync(1))[0]));
    }

    [Fact]
    public async Task A_mapping_goes_on_where_it_was_after_a_restart()
    {
        string uuid = await MapAsync("'StartingPosition':'LATEST'");
        await Tables.PutAsync(lambda, "a");
        await RecordsAsync(1);
        await lambda.OkAsync("PUT", $"{Mappings}/{uuid}", "{'Enabled':false}");
        await Tables.PutAsync(lambda, "b");
        await lambda.RestartAsync();
        await lambda.OkAsync("PUT", $"{Mappings}/{uuid}", "{'Enabled':true}");
        await Tables.PutAsync(lambda, "c");

        List<string> keys = [];
        while (!keys.Contains("c")) keys.AddRange((await RecordsAsync(1)).Select(KeyOf));

        // At least once: the one whose position was not noted before the end may come again.
        Assert.Equal(["b", "c"], keys.SkipWhile(key => key == "a"));
        Assert.Equal("OK", (string?)(await lambda.OkAsync("GET", $"{Mappings}/{uuid}"))["LastProcessingResult"]);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_deleted_mapping()
    {
        string uuid = await MapAsync("'StartingPosition':'LATEST'");
        await Tables.PutAsync(lambda, "a");
        await RecordsAsync(1);
        await lambda.OkAsync("DELETE", $"{Mappings}/{uuid}");
        await lambda.RestartAsync();
        await Tables.PutAsync(lambda, "b");

        Assert.Equal(0, lambda.CountOf(KeySpace.EventSource));
        Assert.False(lambda.Engine.HasMore);
    }

    [Fact]
    public async Task A_filter_lets_some_records_through()
    {
        await MapAsync("'StartingPosition':'LATEST','FilterCriteria':{'Filters':[{'Pattern':'{\\'dynamodb\\':{\\'NewImage\\':{\\'n\\':{\\'N\\':[\\'7\\']}}}}'}]}");

        await Tables.PutAsync(lambda, "a", 1);
        await Tables.PutAsync(lambda, "b", 7);

        Assert.Equal("b", KeyOf((await RecordsAsync(1))[0]));
    }

    [Fact]
    public async Task A_batch_that_fails_is_given_up_after_its_tries_and_told()
    {
        await lambda.CreateAsync("sink");
        lambda.Engine.Run = (spec, _) => Task.FromResult(spec.FunctionName == "f" ? ScriptedEngine.Fail() : ScriptedEngine.Succeed("1"));
        string uuid = await MapAsync($"'StartingPosition':'LATEST','MaximumRetryAttempts':1,'DestinationConfig':{{'OnFailure':{{'Destination':'{Arn}sink'}}}}");

        await Tables.PutAsync(lambda, "a");
        await lambda.Engine.NextAsync();
        await lambda.Time.PassAsync(TimeSpan.FromMilliseconds(200));
        string last = (await lambda.Engine.NextAsync()).Call.RequestId;
        (EnvironmentSpec spec, FunctionInvocation told) = await lambda.Engine.NextAsync();

        Assert.Equal("sink", spec.FunctionName);
        JsonObject record = JsonNode.Parse(told.Payload.Span)!.AsObject();
        Assert.Equal($$"""{"requestId":"{{last}}","functionArn":"{{Arn}}f","condition":"RetryAttemptsExhausted","approximateInvokeCount":2}""", record["requestContext"]!.ToJsonString());
        Assert.Equal("""{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"}""", record["responseContext"]!.ToJsonString());
        Assert.Equal((1, stream), ((int?)record["DDBStreamBatchInfo"]!["batchSize"], (string?)record["DDBStreamBatchInfo"]!["streamArn"]));
        Assert.Equal("PROBLEM: Function call failed", (string?)(await lambda.OkAsync("GET", $"{Mappings}/{uuid}"))["LastProcessingResult"]);
    }

    [Fact]
    public async Task A_batch_is_split_until_the_bad_record_is_alone()
    {
        stream = await Tables.CreateAsync(lambda);
        foreach (string key in (string[])["a", "b", "bad", "d"]) await Tables.PutAsync(lambda, key);
        List<string> calls = [];
        lambda.Engine.Run = (_, call) =>
        {
            string keys = string.Join(',', RecordsOf(call).Select(KeyOf));
            lock (calls) calls.Add(keys);
            return Task.FromResult(keys.Contains("bad", StringComparison.Ordinal) ? ScriptedEngine.Fail() : ScriptedEngine.Succeed("1"));
        };

        await MapAsync("'StartingPosition':'TRIM_HORIZON','BisectBatchOnFunctionError':true,'MaximumRetryAttempts':0");
        int waits = 0;
        for (string seen = ""; seen != "d";)
        {
            seen = string.Join(',', RecordsOf((await lambda.Engine.NextAsync()).Call).Select(KeyOf));
            if (seen.Contains("bad", StringComparison.Ordinal) && seen != "bad") await lambda.Time.PassAsync(TimeSpan.FromMilliseconds(waits++ == 0 ? 200 : 200));
        }

        Assert.Equal(["a,b,bad,d", "a,b", "bad,d", "bad", "d"], calls);
    }

    [Fact]
    public async Task A_function_names_the_record_from_which_on_it_failed()
    {
        stream = await Tables.CreateAsync(lambda);
        foreach (string key in (string[])["a", "b", "c"]) await Tables.PutAsync(lambda, key);
        int runs = 0;
        lambda.Engine.Run = (_, call) => Task.FromResult(ScriptedEngine.Succeed(runs++ == 0 ? $$"""{"batchItemFailures":[{"itemIdentifier":"{{RecordsOf(call)[1]["dynamodb"]!["SequenceNumber"]}}"}]}""" : "null"));

        await MapAsync("'StartingPosition':'TRIM_HORIZON','FunctionResponseTypes':['ReportBatchItemFailures']");
        await lambda.Engine.NextAsync();
        await lambda.Time.PassAsync(TimeSpan.FromMilliseconds(200));

        Assert.Equal(["b", "c"], RecordsOf((await lambda.Engine.NextAsync()).Call).Select(KeyOf));
    }

    [Fact]
    public async Task Records_of_one_item_stay_in_order_on_many_lanes()
    {
        stream = await Tables.CreateAsync(lambda);
        for (int i = 1; i <= 40; i++) await Tables.PutAsync(lambda, $"k{i % 4}", i);
        await MapAsync("'StartingPosition':'TRIM_HORIZON','BatchSize':3,'ParallelizationFactor':4");

        List<JsonNode> records = await RecordsAsync(40);

        foreach (IGrouping<string, JsonNode> item in records.GroupBy(KeyOf))
        {
            List<int> numbers = [.. item.Select(record => int.Parse((string)record["dynamodb"]!["NewImage"]!["n"]!["N"]!, System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(numbers.Order(), numbers);
            Assert.Equal(10, numbers.Count);
        }
    }

    [Fact]
    public async Task A_lane_that_fails_does_not_hold_up_the_others()
    {
        stream = await Tables.CreateAsync(lambda);
        for (int i = 0; i < 8; i++) await Tables.PutAsync(lambda, i == 0 ? "bad" : $"k{i}");
        lambda.Engine.Run = (_, call) => Task.FromResult(RecordsOf(call).Exists(record => KeyOf(record) == "bad") ? ScriptedEngine.Fail() : ScriptedEngine.Succeed("1"));
        await MapAsync("'StartingPosition':'TRIM_HORIZON','BatchSize':1,'ParallelizationFactor':10");

        HashSet<string> keys = [.. (await RecordsAsync(4)).Select(KeyOf)];
        await Tables.PutAsync(lambda, "last");
        while (!keys.IsSupersetOf(["last", "bad"])) keys.UnionWith((await RecordsAsync(1)).Select(KeyOf));
    }

    [Fact]
    public async Task A_window_gathers_records()
    {
        await MapAsync("'StartingPosition':'LATEST','MaximumBatchingWindowInSeconds':11");

        await Tables.PutAsync(lambda, "a");
        await Tables.PutAsync(lambda, "b");
        Task pass = lambda.Time.PassAsync(TimeSpan.FromSeconds(11));
        await pass;

        Assert.Equal(["a", "b"], RecordsOf((await lambda.Engine.NextAsync()).Call).Select(KeyOf));
    }

    private static List<JsonNode> RecordsOf(FunctionInvocation call) => [.. JsonNode.Parse(call.Payload.Span)!["Records"]!.AsArray().Select(record => record!)];

    private static string KeyOf(JsonNode record) => (string)record["dynamodb"]!["Keys"]!["pk"]!["S"]!;

    private async Task<List<JsonNode>> RecordsAsync(int count)
    {
        List<JsonNode> records = [];
        while (records.Count < count) records.AddRange(RecordsOf((await lambda.Engine.NextAsync()).Call));
        return records;
    }

    private async Task<string> MapAsync(string members)
    {
        if (stream.Length == 0) stream = await Tables.CreateAsync(lambda);
        await lambda.CreateAsync("f");
        return (string)(await lambda.OkAsync("POST", Mappings, $"{{'FunctionName':'f','EventSourceArn':'{stream}',{members}}}"))["UUID"]!;
    }
}
