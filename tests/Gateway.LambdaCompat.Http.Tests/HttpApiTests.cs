using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Engine;
using Gateway.Testing.Faces;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http.Tests;

public sealed class HttpApiTests
{
    private const string ByPath = "/_aws/execute-api/api1";
    private readonly FrontRig rig = new();

    [Theory]
    [InlineData("GET", "/pets", "GET /pets", null)]
    [InlineData("GET", "/pets/", "GET /pets", null)]
    [InlineData("POST", "/pets", "ANY /pets", null)]
    [InlineData("GET", "/pets/7", "GET /pets/{id}", """{"id":"7"}""")]
    [InlineData("GET", "/pets/dog", "GET /pets/dog", null)]
    [InlineData("PUT", "/pets/dog", "ANY /pets/{proxy+}", """{"proxy":"dog"}""")]
    [InlineData("GET", "/pets/a%2Fb/c%20d", "ANY /pets/{proxy+}", """{"proxy":"a/b/c d"}""")]
    [InlineData("GET", "/pets/7/toys/9", "GET /pets/{pet}/toys/{toy}", """{"pet":"7","toy":"9"}""")]
    [InlineData("GET", "/", "$default", null)]
    [InlineData("GET", "/other", "$default", null)]
    public async Task The_most_specific_route_wins(string method, string path, string routeKey, string? parameters)
    {
        rig.AddApi(
            HttpApiKind.Http,
            "$default",
            FrontRig.Route("GET", "/pets"),
            FrontRig.Route("ANY", "/pets"),
            FrontRig.Route("GET", "/pets/{id}"),
            FrontRig.Route("GET", "/pets/dog"),
            FrontRig.Route("ANY", "/pets/{proxy+}"),
            FrontRig.Route("GET", "/pets/{pet}/toys/{toy}"),
            FrontRig.Route("ANY", null));
        rig.Answers("f", "null");

        await rig.AskAsync(method, ByPath + path);
        Assert.Equal(routeKey, rig.Seen["f"]["routeKey"]!.GetValue<string>());
        Assert.Equal(parameters, rig.Seen["f"]["pathParameters"]?.ToJsonString());
    }

    [Fact]
    public async Task The_event_tells_stage_variables_and_the_path_with_a_named_stage()
    {
        rig.AddApi(HttpApiKind.Http, "dev", FrontRig.Route("GET", "/a/{x}"));
        rig.Answers("f", "null");

        await rig.AskAsync("GET", "/dev/a/1?q=%41", default, [], host: "api1.execute-api.us-east-1.amazonaws.com");
        JsonNode seen = rig.Seen["f"];
        Assert.Equal("/dev/a/1", seen["rawPath"]!.GetValue<string>());
        Assert.Equal("q=%41", seen["rawQueryString"]!.GetValue<string>());
        Assert.Equal("blue", seen["stageVariables"]!["color"]!.GetValue<string>());
        Assert.Equal(("dev", FrontRig.Account, "api1"), (seen["requestContext"]!["stage"]!.GetValue<string>(), seen["requestContext"]!["accountId"]!.GetValue<string>(), seen["requestContext"]!["domainPrefix"]!.GetValue<string>()));
        Assert.Equal(404, (await rig.AskAsync("GET", ByPath + "/a/1")).Status);
    }

    [Fact]
    public async Task Payload_1_is_given_where_it_is_wanted()
    {
        rig.AddApi(HttpApiKind.Http, "$default", FrontRig.Route("POST", "/a", "1.0"));
        rig.Answers("f", """{"statusCode":200,"multiValueHeaders":{"X-M":["1","2"]},"body":"x"}""");

        MemoryAnswer answer = await rig.AskAsync("POST", ByPath + "/a?x=1&x=2", "{}"u8.ToArray(), ["Content-Type: application/json", "X-Case: A"]);
        JsonNode seen = rig.Seen["f"];
        Assert.Equal(["1", "2"], answer.Headers.Where(header => header.Key == "X-M").Select(header => header.Value));
        Assert.Equal(("1.0", "/a", "/a", "POST", "2"), (seen["version"]!.GetValue<string>(), seen["resource"]!.GetValue<string>(), seen["path"]!.GetValue<string>(), seen["httpMethod"]!.GetValue<string>(), seen["queryStringParameters"]!["x"]!.GetValue<string>()));
        Assert.Equal("""["1","2"]""", seen["multiValueQueryStringParameters"]!["x"]!.ToJsonString());
        Assert.Equal("""["A"]""", seen["multiValueHeaders"]!["X-Case"]!.ToJsonString());
    }

    [Fact]
    public async Task Errors_are_those_of_http_apis()
    {
        Assert.Equal((403, """{"message":"Forbidden"}"""), await TextAsync("GET", ByPath + "/x"));
        rig.AddApi(HttpApiKind.Http, "$default", FrontRig.Route("GET", "/x"));
        Assert.Equal((404, """{"message":"Not Found"}"""), await TextAsync("GET", ByPath + "/y"));
        Assert.Equal((500, """{"message":"Internal Server Error"}"""), await TextAsync("GET", ByPath + "/x")); // no such function
        rig.Functions["f"] = _ => Task.FromResult(FrontRig.Failed());
        Assert.Equal((500, """{"message":"Internal Server Error"}"""), await TextAsync("GET", ByPath + "/x"));
        rig.Answers("f", """{"statusCode":200,"body":{"a":1}}""");
        Assert.Equal((500, """{"message":"Internal Server Error"}"""), await TextAsync("GET", ByPath + "/x"));
        TaskCompletionSource<InvocationOutcome> never = new();
        rig.Functions["f"] = _ =>
        {
            rig.Time.Advance(TimeSpan.FromSeconds(30));
            return never.Task;
        };
        Assert.Equal((503, """{"message":"Service Unavailable"}"""), await TextAsync("GET", ByPath + "/x"));
    }

    [Fact]
    public async Task Cors_answers_preflights_and_overrides_the_function()
    {
        rig.AddApi(HttpApiKind.Http, "$default", api => api with { Cors = new ApiCors { AllowOrigins = ["https://*"], AllowMethods = ["*"], AllowHeaders = ["a", "b"], MaxAge = 5 } }, FrontRig.Route("GET", "/x"), FrontRig.Route("ANY", null));
        rig.Answers("f", """{"statusCode":200,"headers":{"access-control-allow-origin":"wrong"},"body":""}""");

        MemoryAnswer preflight = await rig.AskAsync("OPTIONS", ByPath + "/x", "Origin: https://a.com", "Access-Control-Request-Method: GET");
        Assert.Equal((204, "https://a.com", "*", "a,b"), (preflight.Status, preflight.Header("access-control-allow-origin"), preflight.Header("access-control-allow-methods"), preflight.Header("access-control-allow-headers")));
        Assert.Equal(["https://a.com"], (await rig.AskAsync("GET", ByPath + "/x", "Origin: https://a.com")).Headers.Where(header => header.Key.Equals("access-control-allow-origin", StringComparison.OrdinalIgnoreCase)).Select(header => header.Value));
        Assert.Null((await rig.AskAsync("GET", ByPath + "/x", "Origin: http://a.com")).Header("access-control-allow-origin"));
    }

    [Fact]
    public async Task A_custom_domain_leads_to_the_stage_of_the_longest_base_path()
    {
        rig.AddApi(HttpApiKind.Http, "dev", FrontRig.Route("GET", "/x"), FrontRig.Route("GET", "/"));
        rig.Domains["shop.example.com"] = [new DomainMapping("", "none", null), new DomainMapping("v1/api", "api1", "dev")];
        rig.Answers("f", "\"hit\"");

        Assert.Equal("hit", (await rig.AskAsync("GET", "/v1/api/x", default, [], host: "shop.example.com:8080")).Text);
        Assert.Equal("/x", rig.Seen["f"]["rawPath"]!.GetValue<string>());
        Assert.Equal("hit", (await rig.AskAsync("GET", "/v1/api", default, [], host: "Shop.Example.com")).Text);
        Assert.Equal(403, (await rig.AskAsync("GET", "/v1/apis/x", default, [], host: "shop.example.com")).Status);
    }

    [Fact]
    public async Task An_api_may_be_served_under_its_domains_only()
    {
        rig.AddApi(HttpApiKind.Http, "$default", api => api with { IsExecuteApiDisabled = true }, FrontRig.Route("GET", "/x"));
        rig.Domains["shop.example.com"] = [new DomainMapping("", "api1", "$default")];
        rig.Answers("f", "\"hit\"");

        Assert.Equal(403, (await rig.AskAsync("GET", ByPath + "/x")).Status);
        Assert.Equal("hit", (await rig.AskAsync("GET", "/x", default, [], host: "shop.example.com")).Text);
    }

    [Fact]
    public async Task The_name_of_a_function_may_hold_a_stage_variable()
    {
        rig.AddApi(HttpApiKind.Http, "$default", FrontRig.Route("GET", "/x", function: "f:${stageVariables.color}"));
        rig.Answers("f:blue", "\"blue\"");

        Assert.Equal("blue", (await rig.AskAsync("GET", ByPath + "/x")).Text);
    }

    [Fact]
    public async Task A_stage_with_many_routes_is_routed_without_looking_at_all()
    {
        rig.AddApi(HttpApiKind.Http, "$default", [.. Enumerable.Range(0, 300).Select(i => FrontRig.Route("GET", $"/r{i}/{{a}}/{{b}}/{{c+}}"))]);
        rig.Answers("f", "null");

        await rig.AskAsync("GET", ByPath + "/r299/1/2/" + string.Join('/', Enumerable.Range(0, 500)));
        Assert.Equal("GET /r299/{a}/{b}/{c+}", rig.Seen["f"]["routeKey"]!.GetValue<string>());
    }

    private async Task<(int, string)> TextAsync(string method, string target)
    {
        MemoryAnswer answer = await rig.AskAsync(method, target);
        return (answer.Status, answer.Text);
    }
}
