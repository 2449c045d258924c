using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Cli.Logs;

namespace Gateway.Cli.Tests;

public sealed class LogsTests
{
    private static readonly Uri Endpoint = new("http://127.0.0.1:4566/");
    private static readonly DateTimeOffset Since = DateTimeOffset.FromUnixTimeMilliseconds(5_000);

    [Fact]
    public async Task All_pages_are_read_and_no_event_is_told_twice()
    {
        Script script = new(
            """{"events":[{"eventId":"1","timestamp":6000,"message":"one\n"}],"nextToken":"t"}""",
            """{"events":[{"eventId":"1","timestamp":6000,"message":"one\n"},{"eventId":"2","timestamp":7000,"message":"two\n"}]}""");

        List<string> messages = [.. (await ReadAsync(script, follows: false)).Select(found => found.Message)];

        Assert.Equal(["one\n", "two\n"], messages);
        Assert.Equal("""{"logGroupName":"/aws/lambda/f","startTime":5000}""", script.Asked[0].ToJsonString());
        Assert.Equal("t", (string?)script.Asked[1]["nextToken"]);
    }

    [Fact]
    public async Task Following_looks_back_a_little_and_goes_on()
    {
        Script script = new("""{"events":[{"eventId":"1","timestamp":60000,"message":"one"}]}""", """{"events":[{"eventId":"1","timestamp":60000,"message":"one"},{"eventId":"2","timestamp":59000,"message":"late"}]}""");
        List<string> messages = [];

        await foreach (LogEvent found in Reader(script, new EagerTime()).ReadAsync("/aws/lambda/f", Since, follows: true, TestContext.Current.CancellationToken))
        {
            messages.Add(found.Message);
            if (messages.Count == 2) break;
        }

        Assert.Equal(["one", "late"], messages);
        Assert.Equal(50_000, (long)script.Asked[1]["startTime"]!);
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_words_of_the_service()
    {
        Script script = new("""{"__type":"ResourceNotFoundException","message":"The specified log group does not exist."}""") { Status = HttpStatusCode.BadRequest };

        LogsException failure = await Assert.ThrowsAsync<LogsException>(() => ReadAsync(script, follows: false));

        Assert.Equal("The specified log group does not exist.", failure.Message);
    }

    /// <summary>The example of AWS's documentation for a POST, by the same steps: the key of a day, region and service, then the text.</summary>
    [Fact]
    public void A_signature_covers_host_time_target_and_body()
    {
        string SignatureOf(string body, string target)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, Endpoint);
            RequestSigner.Sign(request, Encoding.UTF8.GetBytes(body), target, new Credentials("AKID", "secret", "token"), "eu-west-1", "logs", DateTimeOffset.UnixEpoch);
            return request.Headers.GetValues("Authorization").Single();
        }

        string signature = SignatureOf("{}", "a");

        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKID/19700101/eu-west-1/logs/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token;x-amz-target, Signature=", signature, StringComparison.Ordinal);
        Assert.NotEqual(signature, SignatureOf("{ }", "a"));
        Assert.NotEqual(signature, SignatureOf("{}", "b"));
        Assert.Equal(signature, SignatureOf("{}", "a"));
    }

    private static async Task<List<LogEvent>> ReadAsync(Script script, bool follows)
    {
        List<LogEvent> events = [];
        await foreach (LogEvent found in Reader(script, TimeProvider.System).ReadAsync("/aws/lambda/f", Since, follows, TestContext.Current.CancellationToken)) events.Add(found);
        return events;
    }

    private static LogReader Reader(Script script, TimeProvider time) => new(new HttpClient(script), Endpoint, "us-east-1", new Credentials("any", "any", null), time);

    /// <summary>Answers one after the other; the last one again and again.</summary>
    private sealed class Script(params string[] answers) : HttpMessageHandler
    {
        public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

        public List<JsonNode> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("Logs_20140328.FilterLogEvents", request.Headers.GetValues("x-amz-target").Single());
            Asked.Add(JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!);
            return new HttpResponseMessage(Status) { Content = new StringContent(answers[Math.Min(Asked.Count, answers.Length) - 1]) };
        }
    }

    /// <summary>A clock whose waits are over at once.</summary>
    private sealed class EagerTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
