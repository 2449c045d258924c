using System.Text.Json.Nodes;
using Gateway.StackCompat.Logs.Storage;
using Gateway.Wire.Models;

namespace Gateway.StackCompat.Tests.Logs;

public sealed class LogsFaceTests : IAsyncDisposable
{
    private const string Group = "\"logGroupName\":\"/aws/lambda/f\"";
    private readonly LogRig rig = new();

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task What_was_printed_is_read_at_once_and_after_a_restart()
    {
        rig.Print("s1", "START\n");
        rig.Print("s1", "END\n");

        Assert.Equal("START\n END\n", LogRig.Messages(await rig.DoAsync("GetLogEvents", $$"""{{{Group}},"logStreamName":"s1"}""")));
        await rig.RestartAsync();
        rig.Print("s1", "MORE\n");
        JsonNode found = await rig.DoAsync("FilterLogEvents", $$"""{{{Group}}}""");
        Assert.Equal("START\n END\n MORE\n", LogRig.Messages(found));
        Assert.Equal("s1", found["events"]![0]!["logStreamName"]!.GetValue<string>());
        Assert.Equal(56, found["events"]![0]!["eventId"]!.GetValue<string>().Length);
        Assert.Equal(3, found["events"]!.AsArray().Select(one => one!["eventId"]!.GetValue<string>()).Distinct().Count());
    }

    [Fact]
    public async Task Groups_are_made_described_and_dropped()
    {
        await rig.DoAsync("CreateLogGroup", """{"logGroupName":"a/1","tags":{"x":"1"}}""");
        Assert.Equal("ResourceAlreadyExistsException", await rig.RefusedAsync("CreateLogGroup", """{"logGroupName":"a/1"}"""));
        await rig.DoAsync("CreateLogGroup", """{"logGroupName":"a/2"}""");
        await rig.DoAsync("CreateLogGroup", """{"logGroupName":"b"}""");
        await rig.RestartAsync();

        JsonNode first = await rig.DoAsync("DescribeLogGroups", """{"logGroupNamePrefix":"a","limit":1}""");
        JsonNode group = first["logGroups"]!.AsArray().Single()!;
        Assert.Equal("arn:aws:logs:us-east-1:000000000000:log-group:a/1:*", group["arn"]!.GetValue<string>());
        Assert.Equal(0, group["storedBytes"]!.GetValue<long>());
        JsonNode second = await rig.DoAsync("DescribeLogGroups", $$"""{"logGroupNamePrefix":"a","nextToken":"{{first["nextToken"]}}"}""");
        Assert.Equal("a/2", second["logGroups"]![0]!["logGroupName"]!.GetValue<string>());
        Assert.Null(second["nextToken"]);
        Assert.Equal("1", (await rig.DoAsync("ListTagsForResource", """{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:a/1"}"""))["tags"]!["x"]!.GetValue<string>());
        await rig.DoAsync("TagResource", """{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:a/1","tags":{"y":"2"}}""");
        await rig.DoAsync("UntagLogGroup", """{"logGroupName":"a/1","tags":["x"]}""");
        Assert.Equal("""{"y":"2"}""", (await rig.DoAsync("ListTagsLogGroup", """{"logGroupName":"a/1"}"""))["tags"]!.ToJsonString());
        await rig.DoAsync("DeleteLogGroup", """{"logGroupName":"a/1"}""");
        Assert.Equal("ResourceNotFoundException", await rig.RefusedAsync("DeleteLogGroup", """{"logGroupName":"a/1"}"""));
    }

    [Fact]
    public async Task Streams_are_ordered_by_name_or_by_their_last_event()
    {
        rig.Print("b", "1", rig.Now + 5);
        rig.Print("a", "2", rig.Now + 9);
        rig.Print("c", "3", rig.Now + 7);

        Assert.Equal("a b c", Names(await rig.DoAsync("DescribeLogStreams", $$"""{{{Group}}}""")));
        Assert.Equal("a c b", Names(await rig.DoAsync("DescribeLogStreams", $$"""{{{Group}},"orderBy":"LastEventTime","descending":true}""")));
        JsonNode page = await rig.DoAsync("DescribeLogStreams", $$"""{{{Group}},"orderBy":"LastEventTime","descending":true,"limit":2}""");
        Assert.Equal("a c", Names(page));
        Assert.Equal("b", Names(await rig.DoAsync("DescribeLogStreams", $$"""{{{Group}},"orderBy":"LastEventTime","descending":true,"nextToken":"{{page["nextToken"]}}"}""")));
        Assert.Equal("ResourceNotFoundException", await rig.RefusedAsync("DescribeLogStreams", """{"logGroupName":"none"}"""));
        await rig.DoAsync("DeleteLogStream", $$"""{{{Group}},"logStreamName":"b"}""");
        Assert.Equal("a c", Names(await rig.DoAsync("DescribeLogStreams", $$"""{{{Group}}}""")));
        Assert.Equal("2 3", string.Join(' ', LogRig.Messages(await rig.DoAsync("FilterLogEvents", $$"""{{{Group}}}""")).Split(' ').Order()));

        static string Names(JsonNode answer) => string.Join(' ', answer["logStreams"]!.AsArray().Select(stream => stream!["logStreamName"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Tokens_lead_forward_and_back_and_stand_still_at_the_ends()
    {
        for (int i = 0; i < 5; i++) rig.Print("s", $"{i}", rig.Now + i);
        const string Start = $$"""{{{Group}},"logStreamName":"s","limit":2""";

        JsonNode last = await rig.DoAsync("GetLogEvents", Start + "}");
        Assert.Equal("3 4", LogRig.Messages(last));
        JsonNode before = await rig.DoAsync("GetLogEvents", $$"""{{Start}},"nextToken":"{{last["nextBackwardToken"]}}"}""");
        Assert.Equal("1 2", LogRig.Messages(before));
        JsonNode again = await rig.DoAsync("GetLogEvents", $$"""{{Start}},"nextToken":"{{before["nextForwardToken"]}}"}""");
        Assert.Equal("3 4", LogRig.Messages(again));
        JsonNode end = await rig.DoAsync("GetLogEvents", $$"""{{Start}},"nextToken":"{{again["nextForwardToken"]}}"}""");
        Assert.Equal("", LogRig.Messages(end));
        Assert.Equal(again["nextForwardToken"]!.GetValue<string>(), end["nextForwardToken"]!.GetValue<string>());
        rig.Print("s", "5", rig.Now + 5);
        Assert.Equal("5", LogRig.Messages(await rig.DoAsync("GetLogEvents", $$"""{{Start}},"nextToken":"{{end["nextForwardToken"]}}"}""")));
        Assert.Equal("0 1", LogRig.Messages(await rig.DoAsync("GetLogEvents", $$"""{{Start}},"startFromHead":true}""")));
        Assert.Equal("2 3", LogRig.Messages(await rig.DoAsync("GetLogEvents", $$"""{{{Group}},"logStreamName":"s","startTime":{{rig.Now + 2}},"endTime":{{rig.Now + 4}}}""")));
        Assert.Equal("InvalidParameterException", await rig.RefusedAsync("GetLogEvents", $$"""{{Start}},"nextToken":"x"}"""));
    }

    [Fact]
    public async Task Streams_are_read_together_in_order_of_time_and_in_pages()
    {
        for (int i = 0; i < 20; i++) rig.Print($"s{i % 3}", $"{i:D2}", rig.Now + i);
        List<string> found = [];
        string token = "";
        do
        {
            JsonNode page = await rig.DoAsync("FilterLogEvents", $$"""{{{Group}},"limit":3{{token}}}""");
            found.AddRange(LogRig.Messages(page).Split(' ', StringSplitOptions.RemoveEmptyEntries));
            token = page["nextToken"] is { } next ? $",\"nextToken\":\"{next}\"" : "";
        }
        while (token.Length > 0);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i:D2}"), found);
        Assert.Equal("00 03", LogRig.Messages(await rig.DoAsync("FilterLogEvents", $$"""{{{Group}},"logStreamNames":["s0"],"endTime":{{rig.Now + 3}}}""")));
        Assert.Equal("ResourceNotFoundException", await rig.RefusedAsync("FilterLogEvents", $$"""{{{Group}},"logStreamNames":["none"]}"""));
    }

    [Fact]
    public async Task Events_that_are_put_come_back_and_those_out_of_time_are_named()
    {
        await rig.DoAsync("CreateLogGroup", """{"logGroupName":"g"}""");
        Assert.Equal("ResourceNotFoundException", await rig.RefusedAsync("PutLogEvents", $$"""{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":{{rig.Now}},"message":"m"}]}"""));
        await rig.DoAsync("CreateLogStream", """{"logGroupName":"g","logStreamName":"s"}""");
        Assert.Equal("ResourceAlreadyExistsException", await rig.RefusedAsync("CreateLogStream", """{"logGroupName":"g","logStreamName":"s"}"""));

        await rig.DoAsync("PutLogEvents", $$"""{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":{{rig.Now}},"message":"m1"},{"timestamp":{{rig.Now}},"message":"m2"}]}""");
        JsonNode late = await rig.DoAsync("PutLogEvents", $$"""{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":{{rig.Now}},"message":"m3"},{"timestamp":{{rig.Now + 10_000_000}},"message":"future"}]}""");
        Assert.Equal(1, late["rejectedLogEventsInfo"]!["tooNewLogEventStartIndex"]!.GetValue<int>());
        Assert.Equal("InvalidParameterException", await rig.RefusedAsync("PutLogEvents", $$"""{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":{{rig.Now}},"message":"b"},{"timestamp":{{rig.Now - 1}},"message":"a"}]}"""));
        Assert.Equal("m1 m2 m3", LogRig.Messages(await rig.DoAsync("GetLogEvents", """{"logGroupName":"g","logStreamName":"s"}""")));
    }

    [Fact]
    public async Task What_is_older_than_the_retention_is_gone()
    {
        rig.Print("s", "old");
        rig.Time.Advance(TimeSpan.FromDays(2));
        rig.Print("s", "new");
        await rig.DoAsync("PutRetentionPolicy", $$"""{{{Group}},"retentionInDays":1}""");
        Assert.Equal("new", LogRig.Messages(await rig.DoAsync("FilterLogEvents", $$"""{{{Group}}}""")));
        rig.Time.Advance(TimeSpan.FromDays(2));
        rig.Print("t", "newest");
        Assert.Equal("newest", LogRig.Messages(await rig.DoAsync("FilterLogEvents", $$"""{{{Group}}}""")));
        Assert.Equal(32, (await rig.DoAsync("DescribeLogGroups", "{}"))["logGroups"]![0]!["storedBytes"]!.GetValue<long>());
        Assert.Equal("InvalidParameterException", await rig.RefusedAsync("PutRetentionPolicy", $$"""{{{Group}},"retentionInDays":2}"""));
        await rig.DoAsync("DeleteRetentionPolicy", $$"""{{{Group}}}""");
        Assert.Null((await rig.DoAsync("DescribeLogGroups", "{}"))["logGroups"]![0]!["retentionInDays"]);
    }

    [Fact]
    public async Task A_full_group_drops_its_oldest_events()
    {
        await using LogRig small = new(new LogLimits { GroupBytesMax = 2000, StreamsMax = 4 });
        for (int i = 0; i < 200; i++)
        {
            small.Print($"s{i / 20}", $"event{i:D3}", small.Now + i);
            if (i % 7 == 0) await small.Store.FlushAsync();
        }

        JsonNode group = (await small.DoAsync("DescribeLogGroups", "{}"))["logGroups"]![0]!;
        Assert.InRange(group["storedBytes"]!.GetValue<long>(), 500, 2000);
        string[] kept = LogRig.Messages(await small.DoAsync("FilterLogEvents", $$"""{{{Group}}}""")).Split(' ');
        Assert.Equal("event199", kept[^1]);
        Assert.Equal(Enumerable.Range(200 - kept.Length, kept.Length).Select(i => $"event{i:D3}"), kept);
        await small.RestartAsync();
        Assert.Equal(group["storedBytes"]!.GetValue<long>(), (await small.DoAsync("DescribeLogGroups", "{}"))["logGroups"]![0]!["storedBytes"]!.GetValue<long>());
    }

    [Fact]
    public async Task What_waits_is_bounded_and_nobody_waits()
    {
        await using LogRig small = new(new LogLimits { WaitingBytesMax = 10_000 });
        string line = new('x', 1000);
        for (int i = 0; i < 10_000; i++) small.Print("s", line);

        Assert.InRange((await small.DoAsync("FilterLogEvents", $$"""{{{Group}}}"""))["events"]!.AsArray().Count, 1, 5);
    }

    [Theory]
    [InlineData("", "1 2 3 4 5")]
    [InlineData("ERROR", "1 2")]
    [InlineData("ERROR -fatal", "1")]
    [InlineData("?ERROR ?WARN", "1 2 3")]
    [InlineData("\\\"out of\\\" ERROR", "1")]
    [InlineData("%E[A-Z]+R%", "1 2")]
    [InlineData("{ $.level = \\\"info\\\" }", "4 5")]
    [InlineData("{ $.level = \\\"in*\\\" && ($.user.age > 30 || $.tags[0] = a) }", "4 5")]
    [InlineData("{ $.user.age >= 31 }", "5")]
    [InlineData("{ $.ok IS TRUE }", "4")]
    [InlineData("{ $.level = info && $.ok NOT EXISTS }", "5")]
    [InlineData("{ $.level != \\\"info\\\" }", "")]
    public async Task Patterns_choose(string pattern, string expected)
    {
        string[] messages =
        [
            "1 ERROR out of memory", "2 ERROR fatal", "3 WARN x",
            """{"n":4,"level":"info","ok":true,"user":{"age":30},"tags":["a"]}""", """{"n":5,"level":"info","user":{"age":31}}""",
        ];
        for (int i = 0; i < messages.Length; i++) rig.Print("s", messages[i], rig.Now + i);

        JsonNode found = await rig.DoAsync("FilterLogEvents", $$"""{{{Group}},"filterPattern":"{{pattern}}"}""");
        Assert.Equal(expected, string.Join(' ', found["events"]!.AsArray().Select(one => Array.IndexOf(messages, one!["message"]!.GetValue<string>()) + 1)));
    }

    [Theory]
    [InlineData("{ $.a }")]
    [InlineData("{ $.a = }")]
    [InlineData("{ a = 1 }")]
    [InlineData("{ $.a = 1")]
    [InlineData("a=b")]
    [InlineData("%(%")]
    [InlineData("[a, b]")]
    public async Task Wrong_patterns_are_refused(string pattern)
    {
        rig.Print("s", "x");

        Assert.Equal("InvalidParameterException", await rig.RefusedAsync("FilterLogEvents", $$"""{{{Group}},"filterPattern":"{{pattern}}"}"""));
    }

    [Fact]
    public async Task Parentheses_without_end_do_not_overflow_the_stack()
    {
        rig.Print("s", "x");

        Assert.Equal("InvalidParameterException", await rig.RefusedAsync("FilterLogEvents", $$"""{{{Group}},"filterPattern":"{ {{new string('(', 1000)}}"}"""));
    }

    [Fact]
    public async Task All_other_operations_are_refused_as_the_service_refuses()
    {
        foreach (string name in ServiceModel.Logs.OperationNames)
        {
            string text = (await rig.AskAsync(name, "{")).Text;
            Assert.True(text.Contains("SerializationException") || text.Contains($"{name} is not supported here"), text);
        }

        Assert.Equal("UnknownOperationException", await rig.RefusedAsync("Nonsense", "{}"));
        Assert.Equal("InvalidParameterException", await rig.RefusedAsync("CreateLogGroup", """{"logGroupName":"a b"}"""));
    }

    [Fact]
    public async Task A_group_may_be_named_by_its_arn()
    {
        rig.Print("s", "x");

        Assert.Equal("x", LogRig.Messages(await rig.DoAsync("FilterLogEvents", """{"logGroupIdentifier":"arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f"}""")));
        Assert.Equal(new LogPosition(1, 2), LogPosition.Parse(new LogPosition(1, 2).ToString()));
    }
}
