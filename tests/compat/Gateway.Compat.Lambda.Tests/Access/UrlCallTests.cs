using System.Text;
using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;

namespace Gateway.Compat.Lambda.Tests.Access;

/// <summary>Calls of function URLs: events, answers, errors. Source: doc urls-invocation; answers as observed.</summary>
public sealed class UrlCallTests(PublicUrl url) : IClassFixture<PublicUrl>
{
    [Fact]
    public async Task An_event_has_payload_2()
    {
        Answer answer = await url.GetAsync("a/b%20c?x=1&y=2&x=3", ("X-Mine", "v"), ("Cookie", "k=1; l=2"), ("User-Agent", "me"));

        JsonObject got = answer.Json;
        Assert.Equal(("2.0", "$default", "/a/b%20c", "x=1&y=2&x=3"), ((string?)got["version"], (string?)got["routeKey"], (string?)got["rawPath"], (string?)got["rawQueryString"]));
        Assert.Equal("""{"x":"1,3","y":"2"}""", Answer.Sorted(got["queryStringParameters"]));
        Assert.Equal("""["k=1","l=2"]""", Answer.Sorted(got["cookies"]));
        Assert.Equal("v", (string?)got["headers"]!["x-mine"]);
        Assert.False((bool)got["isBase64Encoded"]!);
        JsonNode context = got["requestContext"]!;
        Assert.Equal(("GET", "HTTP/1.1", "me"), ((string?)context["http"]!["method"], (string?)context["http"]!["protocol"], (string?)context["http"]!["userAgent"]));
        Assert.Equal(answer.Header("x-amzn-requestid"), (string?)context["requestId"]);
        Assert.Equal(("anonymous", "$default", "$default"), ((string?)context["accountId"], (string?)context["routeKey"], (string?)context["stage"]));
        Assert.Matches(@"^\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000$", (string?)context["time"]);
    }

    [Theory]
    [InlineData("text/plain", "ä€", false, "ä€")]
    [InlineData("application/json", """{"a":1}""", false, """{"a":1}""")]
    [InlineData("application/octet-stream", "abc", true, "YWJj")]
    public async Task A_body_is_text_or_base64_by_its_type(string type, string body, bool isBase64, string text)
    {
        JsonObject got = (await url.SendAsync("POST", "", Encoding.UTF8.GetBytes(body), ("Content-Type", type))).Json;

        Assert.Equal((isBase64, text), ((bool)got["isBase64Encoded"]!, (string?)got["body"]));
    }

    [Theory]
    [InlineData("""["hello",3,true]""", 200, "application/json", """["hello",3,true]""")]
    [InlineData("\"bare\"", 200, "application/json", "bare")]
    [InlineData("7", 200, "application/json", "7")]
    [InlineData("""{"a":{"b":1}}""", 200, "application/json", """{"a":{"b":1}}""")]
    [InlineData("""{"statusCode":201,"body":"made","headers":{"Content-Type":"text/plain","X-A":"b"}}""", 201, "text/plain", "made")]
    [InlineData("""{"statusCode":200,"body":{"a":1}}""", 200, "application/json", """{"a":1}""")]
    [InlineData("""{"statusCode":200,"body":"YWJj","isBase64Encoded":true,"headers":{"content-type":"image/png"}}""", 200, "image/png", "abc")]
    public async Task What_the_function_gives_becomes_the_answer(string result, int status, string type, string body)
    {
        Answer answer = await url.ResultAsync(result);

        Assert.Equal((status, type, body), (answer.Status, answer.Header("content-type"), answer.Body));
    }

    [Fact]
    public async Task Headers_and_cookies_of_the_answer_arrive()
    {
        Answer answer = await url.ResultAsync("""{"statusCode":204,"headers":{"X-A":"b"},"cookies":["k=1; Secure"]}""");

        Assert.Equal((204, "b", "k=1; Secure"), (answer.Status, answer.Header("x-a"), answer.Header("set-cookie")));
    }

    [Fact]
    public async Task A_function_that_fails_is_a_bad_gateway()
    {
        Answer answer = await url.GetAsync("throw");

        Assert.Equal((502, "Internal Server Error"), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Who_may_not_call_is_sent_away()
    {
        PublicUrl closed = new(url.Service) { IsPublic = false };
        await closed.InitializeAsync();

        Answer answer = await closed.GetAsync("");

        Assert.Equal((403, "AccessDeniedException"), (answer.Status, answer.Header("x-amzn-errortype")));
        Assert.Equal("""{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}""", Answer.Sorted(answer.Json));
    }

    [Fact]
    public async Task Cors_is_answered_by_the_service()
    {
        await url.CallAsync("PUT", "/2021-10-31/functions/@F/url", """{"Cors":{"AllowOrigins":["https://a.example"],"AllowMethods":["PUT"],"AllowHeaders":["x-a"],"MaxAge":7}}""");

        Answer preflight = await url.SendAsync("OPTIONS", "", [], ("Origin", "https://a.example"), ("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "x-a"));
        Answer call = await url.SendAsync("PUT", "", [], ("Origin", "https://a.example"));

        Assert.Equal((200, "https://a.example", "7"), (preflight.Status, preflight.Header("access-control-allow-origin"), preflight.Header("access-control-max-age")));
        Assert.Equal(("PUT", "x-a"), (preflight.Header("access-control-allow-methods"), preflight.Header("access-control-allow-headers")));
        Assert.Equal((200, "https://a.example"), (call.Status, call.Header("access-control-allow-origin")));
    }
}
