using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;

namespace Gateway.Compat.Lambda.Tests.Logs;

/// <summary>What functions print, read as CloudWatch Logs gives it. Source: doc API_FilterLogEvents, API_GetLogEvents, API_DescribeLogStreams; doc nodejs-logging.</summary>
public sealed class LogGroupTests(PrintedFunction f) : IClassFixture<PrintedFunction>
{
    [Fact]
    public async Task A_function_has_a_group()
    {
        JsonNode group = Assert.Single((await LogsAsync("DescribeLogGroups", """{"logGroupNamePrefix":"@G"}""")).Json["logGroups"]!.AsArray())!;

        Assert.Equal(f.Group, (string?)group["logGroupName"]);
        Assert.Equal($"arn:aws:logs:{f.Service.Region}:{f.Service.Account}:log-group:{f.Group}:*", (string?)group["arn"]);
        Assert.True((long)group["creationTime"]! > 1_700_000_000_000);
    }

    [Fact]
    public async Task A_process_has_a_stream()
    {
        JsonNode stream = Assert.Single(await StreamsAsync())!;

        Assert.Matches(@"^\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}$", (string?)stream["logStreamName"]);
        Assert.Equal($"arn:aws:logs:{f.Service.Region}:{f.Service.Account}:log-group:{f.Group}:log-stream:{(string)stream["logStreamName"]!}", (string?)stream["arn"]);
    }

    [Fact]
    public async Task Its_lines_are_those_of_lambda()
    {
        string stream = (string)Assert.Single(await StreamsAsync())!["logStreamName"]!;

        JsonObject page = (await LogsAsync("GetLogEvents", $$"""{"logGroupName":"@G","logStreamName":"{{stream}}","startFromHead":true}""")).Json;

        string[] messages = [.. page["events"]!.AsArray().Select(line => (string)line!["message"]!)];
        const string Id = "[0-9a-f-]{36}";
        Assert.Matches(@"^INIT_START Runtime Version: \S+\tRuntime Version ARN: arn:aws:lambda:[a-z0-9-]+::runtime:[0-9a-f]{64}\n$", messages[0]);
        Assert.Matches($"^START RequestId: {Id} Version: \\$LATEST\n$", messages[1]);
        Assert.Matches($"^\\d{{4}}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{{3}}Z\t{Id}\tINFO\tapples 1\n$", messages[2]);
        Assert.Matches($"^\\d{{4}}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{{3}}Z\t{Id}\tERROR\tpears\n$", messages[3]);
        Assert.Equal("{\"level\":\"warn\",\"n\":7}\n", messages[4]);
        Assert.Matches($"^END RequestId: {Id}\n$", messages[5]);
        Assert.Matches($"^REPORT RequestId: {Id}\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB\tMax Memory Used: \\d+ MB\tInit Duration: \\d+\\.\\d\\d ms\t\n$", messages[6]);
        Assert.All(page["events"]!.AsArray(), line => Assert.Equal(["ingestionTime", "message", "timestamp"], line!.AsObject().Select(member => member.Key).Order()));
        Assert.Equal(["events", "nextBackwardToken", "nextForwardToken"], page.Select(member => member.Key).Order());
    }

    [Fact]
    public async Task A_page_ends_where_it_was_asked_to_and_the_end_gives_its_own_token()
    {
        string stream = (string)Assert.Single(await StreamsAsync())!["logStreamName"]!;
        JsonObject first = (await LogsAsync("GetLogEvents", $$"""{"logGroupName":"@G","logStreamName":"{{stream}}","startFromHead":true,"limit":2}""")).Json;
        JsonObject rest = (await LogsAsync("GetLogEvents", $$"""{"logGroupName":"@G","logStreamName":"{{stream}}","startFromHead":true,"nextToken":"{{(string)first["nextForwardToken"]!}}"}""")).Json;
        JsonObject end = (await LogsAsync("GetLogEvents", $$"""{"logGroupName":"@G","logStreamName":"{{stream}}","startFromHead":true,"nextToken":"{{(string)rest["nextForwardToken"]!}}"}""")).Json;

        Assert.Equal((2, 5, 0), (first["events"]!.AsArray().Count, rest["events"]!.AsArray().Count, end["events"]!.AsArray().Count));
        Assert.Equal((string?)rest["nextForwardToken"], (string?)end["nextForwardToken"]);
    }

    [Theory]
    [InlineData("apples", "apples 1")]
    [InlineData("?apples ?pears", "apples 1|pears")]
    [InlineData("RequestId -START -END -REPORT", "")]
    [InlineData("\\\"apples 1\\\"", "apples 1")]
    [InlineData("{ $.level = \\\"warn\\\" && $.n > 5 }", "{\"level\":\"warn\",\"n\":7}")]
    public async Task A_filter_finds_lines(string pattern, string found)
    {
        JsonObject page = (await LogsAsync("FilterLogEvents", $$"""{"logGroupName":"@G","filterPattern":"{{pattern}}"}""")).Json;

        Assert.Equal(found, string.Join('|', page["events"]!.AsArray().Select(line => ((string)line!["message"]!).TrimEnd('\n').Split('\t')[^1])));
        Assert.All(page["events"]!.AsArray(), line => Assert.Equal(["eventId", "ingestionTime", "logStreamName", "message", "timestamp"], line!.AsObject().Select(member => member.Key).Order()));
    }

    [Theory]
    [InlineData("GetLogEvents", """{"logGroupName":"/edge-compat/none","logStreamName":"s"}""", "ResourceNotFoundException", "The specified log group does not exist.")]
    [InlineData("GetLogEvents", """{"logGroupName":"@G","logStreamName":"none"}""", "ResourceNotFoundException", "The specified log stream does not exist.")]
    [InlineData("FilterLogEvents", """{"logGroupName":"/edge-compat/none"}""", "ResourceNotFoundException", "The specified log group does not exist.")]
    [InlineData("DescribeLogStreams", """{"logGroupName":"/edge-compat/none"}""", "ResourceNotFoundException", "The specified log group does not exist.")]
    public async Task What_is_not_there_is_said(string operation, string body, string error, string text)
    {
        Answer answer = await LogsAsync(operation, body);

        Assert.Equal((400, error, text), (answer.Status, ((string)answer.Json["__type"]!).Split('#')[^1], (string?)answer.Json["message"]));
    }

    private Task<Answer> LogsAsync(string operation, string body)
    {
        f.Service.RequireFunctions();
        return f.Service.TargetAsync("logs", operation, body.Replace("@G", f.Group, StringComparison.Ordinal));
    }

    private async Task<JsonArray> StreamsAsync() => (await LogsAsync("DescribeLogStreams", """{"logGroupName":"@G"}""")).Json["logStreams"]!.AsArray();
}
