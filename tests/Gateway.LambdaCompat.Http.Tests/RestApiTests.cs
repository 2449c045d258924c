using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Engine;
using Gateway.Testing.Faces;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http.Tests;

public sealed class RestApiTests
{
    private const string ByPath = "/_aws/execute-api/api1/dev";
    private readonly FrontRig rig = new();

    [Fact]
    public async Task The_event_is_payload_1_of_the_proxy()
    {
        rig.AddApi(HttpApiKind.Rest, "dev", FrontRig.Route("ANY", "/pets/{id}"));
        rig.Answers("f", """{"statusCode":200,"body":"x"}""");

        MemoryAnswer answer = await rig.AskAsync("POST", "/dev/pets/7?a=1&a=2", "body"u8.ToArray(), ["X-Case: A", "x-case: B"], host: "api1.execute-api.us-east-1.amazonaws.com");
        JsonNode seen = rig.Seen["f"];
        Assert.Equal((200, "application/json"), (answer.Status, answer.Header("Content-Type")));
        Assert.Null(seen["version"]);
        Assert.Equal(("/pets/{id}", "/pets/7", "body", "7", "blue"), (seen["resource"]!.GetValue<string>(), seen["path"]!.GetValue<string>(), seen["body"]!.GetValue<string>(), seen["pathParameters"]!["id"]!.GetValue<string>(), seen["stageVariables"]!["color"]!.GetValue<string>()));
        Assert.Equal("""["A","B"]""", seen["multiValueHeaders"]!["X-Case"]!.ToJsonString());
        Assert.Equal("B", seen["headers"]!["X-Case"]!.GetValue<string>());
        JsonNode context = seen["requestContext"]!;
        Assert.Equal("000000000000 api1 dep1 api1.execute-api.us-east-1.amazonaws.com api1 POST /dev/pets/7 id-ANY-/pets/{id} /pets/{id} dev", string.Join(' ', ((string[])["accountId", "apiId", "deploymentId", "domainName", "domainPrefix", "httpMethod", "path", "resourceId", "resourcePath", "stage"]).Select(name => context[name]!.ToString())));
        Assert.Equal("10.0.0.7", context["identity"]!["sourceIp"]!.GetValue<string>());
        await rig.AskAsync("GET", ByPath + "/pets/7");
        Assert.True(rig.Seen["f"].AsObject().ContainsKey("body"));
        Assert.Null(rig.Seen["f"]["body"]);
        Assert.Null(rig.Seen["f"]["queryStringParameters"]);
    }

    [Theory]
    [InlineData("{}", 502)]
    [InlineData("\"text\"", 502)]
    [InlineData("[]", 502)]
    [InlineData("""{"statusCode":200,"unknown":1}""", 502)]
    [InlineData("""{"statusCode":200,"body":{}}""", 502)]
    [InlineData("""{"statusCode":"201","body":"x"}""", 201)]
    [InlineData("""{"body":"x"}""", 200)]
    [InlineData("""{"statusCode":200,"headers":{"X-A":"1"},"multiValueHeaders":{"X-A":["2"]},"body":null}""", 200)]
    public async Task Answers_are_read_as_the_service_reads_them(string payload, int status)
    {
        rig.AddApi(HttpApiKind.Rest, "dev", FrontRig.Route("GET", "/x"));
        rig.Answers("f", payload);

        MemoryAnswer answer = await rig.AskAsync("GET", ByPath + "/x");
        Assert.Equal(status, answer.Status);
        if (status == 502) Assert.Equal(("""{"message":"Internal server error"}""", "InternalServerErrorException"), (answer.Text, answer.Header("x-amzn-ErrorType")));
        if (payload.Contains("X-A")) Assert.Equal(["1", "2"], answer.Headers.Where(header => header.Key == "X-A").Select(header => header.Value).Order());
    }

    [Fact]
    public async Task Errors_are_those_of_rest_apis()
    {
        rig.AddApi(HttpApiKind.Rest, "dev", FrontRig.Route("GET", "/x"), FrontRig.Route("GET", "/x/y") with { Integration = null });
        MemoryAnswer missing = await rig.AskAsync("GET", ByPath + "/y");
        Assert.Equal((403, """{"message":"Missing Authentication Token"}""", "MissingAuthenticationTokenException"), (missing.Status, missing.Text, missing.Header("x-amzn-ErrorType")));
        Assert.Equal(403, (await rig.AskAsync("POST", ByPath + "/x")).Status);
        Assert.Equal("""{"message":"Forbidden"}""", (await rig.AskAsync("GET", "/_aws/execute-api/api1/prod/x")).Text);
        Assert.Equal(500, (await rig.AskAsync("GET", ByPath + "/x/y")).Status);
        rig.Functions["f"] = _ =>
        {
            rig.Time.Advance(TimeSpan.FromSeconds(29));
            return new TaskCompletionSource<InvocationOutcome>().Task;
        };
        MemoryAnswer late = await rig.AskAsync("GET", ByPath + "/x");
        Assert.Equal((504, """{"message":"Endpoint request timed out"}"""), (late.Status, late.Text));
    }

    [Fact]
    public async Task Bytes_travel_only_where_binary_media_types_say_so()
    {
        rig.AddApi(HttpApiKind.Rest, "dev", FrontRig.Route("POST", "/x"));
        rig.Answers("f", """{"statusCode":200,"body":"aGk=","isBase64Encoded":true}""");
        Assert.Equal("aGk=", (await rig.AskAsync("POST", ByPath + "/x", "hi"u8.ToArray(), ["Content-Type: image/png"])).Text);
        Assert.Equal("hi", rig.Seen["f"]["body"]!.GetValue<string>());

        rig.AddApi(HttpApiKind.Rest, "dev", api => api with { BinaryMediaTypes = ["image/*"] }, FrontRig.Route("POST", "/x"));
        Assert.Equal("hi", (await rig.AskAsync("POST", ByPath + "/x", "hi"u8.ToArray(), ["Content-Type: image/png", "Accept: image/png"])).Text);
        Assert.Equal(("aGk=", true), (rig.Seen["f"]["body"]!.GetValue<string>(), rig.Seen["f"]["isBase64Encoded"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_mock_answers_preflights_as_deploy_tools_define_them()
    {
        const string Template = """
            #set($origin = $input.params("Origin"))
            #if($origin == "") #set($origin = $input.params("origin")) #end
            #if($origin.matches("https://a.com") || $origin.matches("https://b.com")) #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin) #end
            """;
        ApiIntegration mock = new()
        {
            Type = "MOCK",
            RequestTemplates = new Dictionary<string, string> { ["application/json"] = "{statusCode:200}" },
            MockAnswers = [new MockAnswer { Status = 200, Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "https://a.com", ["Access-Control-Allow-Methods"] = "OPTIONS,GET" }, Templates = new Dictionary<string, string> { ["application/json"] = Template } }],
        };
        rig.AddApi(HttpApiKind.Rest, "dev", FrontRig.Route("OPTIONS", "/x") with { Integration = mock });

        MemoryAnswer answer = await rig.AskAsync("OPTIONS", ByPath + "/x", "Origin: https://b.com");
        Assert.Equal((200, "https://b.com", "OPTIONS,GET", ""), (answer.Status, answer.Header("Access-Control-Allow-Origin"), answer.Header("Access-Control-Allow-Methods"), answer.Text));
        Assert.Equal("https://a.com", (await rig.AskAsync("OPTIONS", ByPath + "/x", "Origin: https://evil.com")).Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("""{"statusCode": 404}""", 404, """{"path":"/dev/x","q":"1"}""")]
    [InlineData("""{"statusCode": 200}""", 200, "usual")]
    public async Task A_mock_chooses_its_answer_by_status(string template, int status, string body)
    {
        ApiIntegration mock = new()
        {
            Type = "MOCK",
            RequestTemplates = new Dictionary<string, string> { ["application/json"] = template },
            MockAnswers =
            [
                new MockAnswer { Status = 200, Templates = new Dictionary<string, string> { ["text/plain"] = "usual" } },
                new MockAnswer { Status = 404, SelectionPattern = "4\\d\\d", Templates = new Dictionary<string, string> { ["application/json"] = """{"path":"$context.path","q":"$input.params('q')"}""" } },
            ],
        };
        rig.AddApi(HttpApiKind.Rest, "dev", FrontRig.Route("GET", "/x") with { Integration = mock });

        MemoryAnswer answer = await rig.AskAsync("GET", ByPath + "/x?q=1");
        Assert.Equal((status, body), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task A_key_is_asked_for_where_a_method_wants_one_and_errors_may_be_dressed_up()
    {
        rig.AddApi(
            HttpApiKind.Rest,
            "dev",
            api => api with
            {
                Stages = new Dictionary<string, ApiStage>
                {
                    ["dev"] = api.Stages["dev"] with
                    {
                        ApiKeys = new Dictionary<string, string> { ["secret"] = "key1" },
                        GatewayAnswers = new Dictionary<string, GatewayAnswer>
                        {
                            ["DEFAULT_4XX"] = new() { Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" }, Templates = new Dictionary<string, string> { ["application/json"] = """{"m":$context.error.messageString,"t":"$context.error.responseType"}""" } },
                        },
                    },
                },
            },
            FrontRig.Route("GET", "/x") with { IsApiKeyRequired = true });
        rig.Answers("f", """{"body":"in"}""");

        MemoryAnswer refused = await rig.AskAsync("GET", ByPath + "/x");
        Assert.Equal((403, """{"m":"Forbidden","t":"INVALID_API_KEY"}""", "*"), (refused.Status, refused.Text, refused.Header("Access-Control-Allow-Origin")));
        Assert.Equal("in", (await rig.AskAsync("GET", ByPath + "/x", "x-api-key: secret")).Text);
        Assert.Equal("key1", rig.Seen["f"]["requestContext"]!["identity"]!["apiKeyId"]!.GetValue<string>());
    }
}
