using System.Text;
using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Functions;
using Gateway.Testing.Faces;

namespace Gateway.LambdaCompat.Http.Tests;

public sealed class FunctionUrlTests
{
    private const string ByPath = "/_aws/lambda-url/url1";
    private readonly FrontRig rig = new();

    [Fact]
    public async Task The_event_is_payload_2()
    {
        rig.AddUrl();
        rig.Answers("f", """{"statusCode":200,"body":"ok"}""");

        MemoryAnswer answer = await rig.AskAsync("POST", "/a%20b/c?x=1&y=2&x=3%264", Encoding.UTF8.GetBytes("{\"k\":1}"), ["Content-Type: application/json", "X-Two: a", "x-two: b", "Cookie: c1=1; c2=2", "User-Agent: agent"], host: "url1.lambda-url.us-east-1.on.aws");

        JsonNode seen = rig.Seen["f"];
        Assert.Equal(200, answer.Status);
        Assert.Equal("11111111-2222-4333-8444-555555555555", answer.Header("x-amzn-RequestId"));
        Assert.Equal("""["c1=1","c2=2"]""", seen["cookies"]!.ToJsonString());
        Assert.Equal("""{"x":"1,3&4","y":"2"}""", JsonNode.Parse(seen["queryStringParameters"]!.ToJsonString())!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal("a,b", seen["headers"]!["x-two"]!.GetValue<string>());
        Assert.Equal("10.0.0.7", seen["headers"]!["x-forwarded-for"]!.GetValue<string>());
        Assert.Null(seen["headers"]!["cookie"]);
        string flat = string.Join(' ', ((string[])["version", "routeKey", "rawPath", "rawQueryString", "body", "isBase64Encoded"]).Select(name => seen[name]!.ToString()));
        Assert.Equal("2.0 $default /a%20b/c x=1&y=2&x=3%264 {\"k\":1} false", flat);
        JsonNode context = seen["requestContext"]!;
        Assert.Equal("anonymous url1 url1.lambda-url.us-east-1.on.aws url1 $default $default 01/Jan/2026:00:00:00 +0000 1767225600000", string.Join(' ', ((string[])["accountId", "apiId", "domainName", "domainPrefix", "routeKey", "stage", "time", "timeEpoch"]).Select(name => context[name]!.ToString())));
        Assert.Equal("""{"method":"POST","path":"/a%20b/c","protocol":"HTTP/1.1","sourceIp":"10.0.0.7","userAgent":"agent"}""", context["http"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"statusCode":201,"headers":{"X-A":"1","Content-Type":"text/plain"},"cookies":["a=1","b=2"],"body":"hi"}""", 201, "text/plain", "hi")]
    [InlineData("""{"statusCode":"202","body":"hi"}""", 202, "application/json", "hi")]
    [InlineData("""{"statusCode":200,"body":{"a":[1, 2]}}""", 200, "application/json", """{"a":[1,2]}""")]
    [InlineData("""{"statusCode":200,"body":"aGk=","isBase64Encoded":true}""", 200, "application/json", "hi")]
    [InlineData("""["hello", 3, true]""", 200, "application/json", """["hello",3,true]""")]
    [InlineData("\"text\"", 200, "application/json", "text")]
    [InlineData("7", 200, "application/json", "7")]
    [InlineData("null", 200, "application/json", "null")]
    [InlineData("""{"a": 1}""", 200, "application/json", """{"a":1}""")]
    public async Task Answers_are_read_as_the_service_reads_them(string payload, int status, string? contentType, string body)
    {
        rig.AddUrl();
        rig.Answers("f", payload);

        MemoryAnswer answer = await rig.AskAsync("GET", ByPath);
        Assert.Equal((status, body), (answer.Status, answer.Text));
        Assert.Equal(contentType, answer.Header("Content-Type"));
        if (payload.Contains("cookies")) Assert.Equal(["a=1", "b=2"], answer.Headers.Where(header => header.Key == "set-cookie").Select(header => header.Value));
    }

    [Fact]
    public async Task Failures_and_refusals_have_their_texts()
    {
        Assert.Equal(403, (await rig.AskAsync("GET", ByPath)).Status);
        rig.AddUrl(isPublic: false);
        MemoryAnswer refused = await rig.AskAsync("GET", ByPath);
        Assert.Equal((403, "AccessDeniedException"), (refused.Status, refused.Header("x-amzn-ErrorType")));
        Assert.Contains("\"Message\":\"Forbidden. For troubleshooting", refused.Text);
        rig.AddUrl();
        rig.Functions["f"] = _ => Task.FromResult(FrontRig.Failed());
        MemoryAnswer failed = await rig.AskAsync("GET", ByPath);
        Assert.Equal((502, "Internal Server Error"), (failed.Status, failed.Text));
        rig.Functions["f"] = _ => Task.FromResult(new InvocationOutcome { Status = InvocationStatus.Throttled });
        Assert.Equal(429, (await rig.AskAsync("GET", ByPath)).Status);
        rig.Answers("f", """{"statusCode":"x"}""");
        Assert.Equal(502, (await rig.AskAsync("GET", ByPath)).Status);
        rig.Answers("f", """{"statusCode":200,"headers":{"X-A":"1\r\nX-Evil: 1"},"body":"x"}""");
        Assert.Null((await rig.AskAsync("GET", ByPath)).Header("X-A"));
    }

    [Fact]
    public async Task Bytes_travel_as_base64()
    {
        rig.AddUrl();
        rig.Answers("f", "null");

        await rig.AskAsync("POST", ByPath, new byte[] { 0xFF, 0 }, ["Content-Type: image/png"]);
        Assert.Equal(("/wA=", true), (rig.Seen["f"]["body"]!.GetValue<string>(), rig.Seen["f"]["isBase64Encoded"]!.GetValue<bool>()));
        await rig.AskAsync("POST", ByPath, "a=1"u8.ToArray(), ["Content-Type: application/x-www-form-urlencoded"]);
        Assert.Equal("YT0x", rig.Seen["f"]["body"]!.GetValue<string>());
        await rig.AskAsync("POST", ByPath, new byte[] { 0xFF }, ["Content-Type: text/plain"]);
        Assert.Equal("/w==", rig.Seen["f"]["body"]!.GetValue<string>());
    }

    [Fact]
    public async Task Only_who_signed_gets_through_where_that_is_asked_for()
    {
        rig.AddUrl(auth: "AWS_IAM");
        rig.Answers("f", "\"in\"");
        Assert.Equal(403, (await rig.AskAsync("GET", ByPath)).Status);
        rig.Caller = new SignedCaller("999999999999", "AKIA", "AIDA", "arn:aws:iam::999999999999:user/x");
        Assert.Equal(403, (await rig.AskAsync("GET", ByPath)).Status);
        rig.Caller = new SignedCaller(FrontRig.Account, "AKIA", "AIDA", "arn:aws:iam::000000000000:user/ann");

        Assert.Equal("in", (await rig.AskAsync("GET", ByPath)).Text);
        Assert.Equal("arn:aws:iam::000000000000:user/ann", rig.Seen["f"]["requestContext"]!["authorizer"]!["iam"]!["userArn"]!.GetValue<string>());
    }

    [Fact]
    public async Task Other_origins_are_answered_by_configuration_and_not_by_the_function()
    {
        rig.AddUrl(cors: new FunctionUrlCors { AllowOrigins = ["https://a.com"], AllowMethods = ["GET", "POST"], AllowHeaders = ["x-a"], ExposeHeaders = ["x-b"], MaxAge = 60, AllowCredentials = true });
        rig.Answers("f", """{"statusCode":200,"headers":{"Access-Control-Allow-Origin":"*","X-B":"1"},"body":"x"}""");

        MemoryAnswer preflight = await rig.AskAsync("OPTIONS", ByPath, "Origin: https://a.com", "Access-Control-Request-Method: POST");
        Assert.Equal(("https://a.com", "GET,POST", "x-a", "60", "true"), (preflight.Header("Access-Control-Allow-Origin"), preflight.Header("Access-Control-Allow-Methods"), preflight.Header("Access-Control-Allow-Headers"), preflight.Header("Access-Control-Max-Age"), preflight.Header("Access-Control-Allow-Credentials")));
        Assert.Equal(0, rig.Calls.GetValueOrDefault("f"));
        MemoryAnswer asked = await rig.AskAsync("GET", ByPath, "Origin: https://a.com");
        Assert.Equal(("https://a.com", "x-b", "1"), (asked.Header("Access-Control-Allow-Origin"), asked.Header("Access-Control-Expose-Headers"), asked.Header("X-B")));
        Assert.Null((await rig.AskAsync("GET", ByPath, "Origin: https://b.com")).Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_stream_is_passed_on_behind_its_prelude()
    {
        rig.AddUrl(mode: "RESPONSE_STREAM");
        byte[] prelude = [.. Encoding.UTF8.GetBytes("""{"statusCode":201,"headers":{"X-A":"1"},"cookies":["c=1"]}"""), .. new byte[8], .. "first"u8];
        rig.Functions["f"] = async call =>
        {
            await call.Stream!.BeginAsync("application/vnd.awslambda.http-integration-response", CancellationToken.None);
            for (int i = 0; i < prelude.Length; i += 7) await call.Stream.WriteAsync(prelude.AsMemory(i, Math.Min(7, prelude.Length - i)), CancellationToken.None);
            await call.Stream.WriteAsync(" second"u8.ToArray(), CancellationToken.None);
            return new InvocationOutcome { Status = InvocationStatus.Succeeded };
        };

        MemoryAnswer answer = await rig.AskAsync("GET", ByPath);
        Assert.Equal((201, "first second", "1", "c=1"), (answer.Status, answer.Text, answer.Header("X-A"), answer.Header("set-cookie")));
    }

    [Fact]
    public async Task A_stream_without_prelude_is_bytes_and_a_whole_answer_is_read_as_usual()
    {
        rig.AddUrl(mode: "RESPONSE_STREAM");
        rig.Functions["f"] = async call =>
        {
            await call.Stream!.BeginAsync("text/html", CancellationToken.None);
            await call.Stream.WriteAsync("<p>"u8.ToArray(), CancellationToken.None);
            return FrontRig.Failed();
        };
        MemoryAnswer streamed = await rig.AskAsync("GET", ByPath);
        Assert.Equal((200, "text/html", "<p>"), (streamed.Status, streamed.Header("Content-Type"), streamed.Text));

        rig.Functions["f"] = async call =>
        {
            await call.Stream!.BeginAsync("application/json", CancellationToken.None);
            await call.Stream.WriteAsync("""{"statusCode":418,"body":"tea"}"""u8.ToArray(), CancellationToken.None);
            return new InvocationOutcome { Status = InvocationStatus.Succeeded };
        };
        MemoryAnswer whole = await rig.AskAsync("GET", ByPath);
        Assert.Equal((418, "tea"), (whole.Status, whole.Text));
        rig.Functions["f"] = _ => Task.FromResult(FrontRig.Failed());
        Assert.Equal(502, (await rig.AskAsync("GET", ByPath)).Status);
    }

    [Theory]
    [InlineData("url1.lambda-url.us-east-1.on.aws", "/x", true)]
    [InlineData("api1.execute-api.us-east-1.amazonaws.com:4566", "/x", true)]
    [InlineData("api1.execute-api.localhost:4566", "/x", true)]
    [InlineData("127.0.0.1:4566", "/_aws/lambda-url/url1", true)]
    [InlineData("127.0.0.1:4566", "/_aws/execute-api/api1/dev/x", true)]
    [InlineData("shop.example.com", "/x", true)]
    [InlineData("other.example.com", "/x", false)]
    [InlineData("127.0.0.1:4566", "/2015-03-31/functions", false)]
    [InlineData("lambda.us-east-1.amazonaws.com", "/", false)]
    [InlineData("localhost", "/", false)]
    public void The_front_knows_what_is_its_own(string host, string path, bool isOwn)
    {
        rig.Domains["shop.example.com"] = [];

        Assert.Equal(isOwn, rig.Front.Owns(host, path));
    }
}
