using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.StackCompat.Tests.Hosting;
using Gateway.Wire.HttpApis;

namespace Gateway.StackCompat.Tests.ApiGateway;

public sealed class HttpApiControlTests : IDisposable
{
    private const string Function = "arn:aws:lambda:us-east-1:000000000000:function:f";
    private readonly ApiRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task An_api_is_made_piece_by_piece_and_served_after_a_restart()
    {
        JsonNode api = await rig.DoAsync("POST", "/v2/apis", """{"name":"shop","protocolType":"HTTP","corsConfiguration":{"allowOrigins":["*"],"maxAge":5},"tags":{"a":"1"}}""");
        string id = api["apiId"]!.GetValue<string>();
        Assert.Equal($"https://{id}.execute-api.us-east-1.amazonaws.com", api["apiEndpoint"]!.GetValue<string>());
        Assert.Equal("2026-01-01T00:00:00Z", api["createdDate"]!.GetValue<string>());
        string integration = Text(await rig.DoAsync("POST", $"/v2/apis/{id}/integrations", $$"""{"integrationType":"AWS_PROXY","integrationUri":"{{Function}}","payloadFormatVersion":"2.0","timeoutInMillis":5000}"""), "integrationId");
        string authorizer = Text(await rig.DoAsync("POST", $"/v2/apis/{id}/authorizers", """{"name":"jwt","authorizerType":"JWT","identitySource":["$request.header.Authorization"],"jwtConfiguration":{"issuer":"https://i.example.com","audience":["app"]}}"""), "authorizerId");
        string route = Text(await rig.DoAsync("POST", $"/v2/apis/{id}/routes", $$"""{"routeKey":"GET /pets/{id}","target":"integrations/{{integration}}","authorizationType":"JWT","authorizerId":"{{authorizer}}","authorizationScopes":["read"]}"""), "routeId");
        await rig.DoAsync("POST", $"/v2/apis/{id}/stages", """{"stageName":"$default","autoDeploy":true,"stageVariables":{"x":"1"}}""");
        rig.Crash();

        HttpApi served = rig.Catalog.FindApi(id)!;
        ApiRoute found = Assert.Single(served.Stages["$default"].Routes);
        Assert.Equal((HttpApiKind.Http, "GET", "/pets/{id}", "JWT", Function, "2.0", 5), (served.Kind, found.Method, found.Path, found.AuthorizationType, found.Integration!.Function, found.Integration.PayloadVersion, (int)found.Integration.Timeout.TotalSeconds));
        Assert.Equal(("https://i.example.com", "app", "read", "1"), (found.Authorizer!.Issuer, found.Authorizer.Audience.Single(), found.Scopes.Single(), served.Stages["$default"].Variables["x"]));
        Assert.Equal(5, served.Cors!.MaxAge);

        JsonNode shown = await rig.DoAsync("GET", $"/v2/apis/{id}/routes/{route}");
        Assert.Equal($$"""{"authorizationScopes":["read"],"authorizationType":"JWT","authorizerId":"{{authorizer}}","routeKey":"GET /pets/{id}","target":"integrations/{{integration}}","routeId":"{{route}}","apiKeyRequired":false}""", shown.ToJsonString());
        Assert.Equal("$default", Text(await rig.DoAsync("GET", $"/v2/apis/{id}/stages/%24default"), "stageName"));
        await rig.DoAsync("PATCH", $"/v2/apis/{id}/routes/{route}", """{"routeKey":"POST /pets"}""");
        Assert.Equal("POST", rig.Catalog.FindApi(id)!.Stages["$default"].Routes[0].Method);
        Assert.Equal(204, (await rig.AskAsync("DELETE", $"/v2/apis/{id}")).Status);
        Assert.Null(rig.Catalog.FindApi(id));
        Assert.Equal((404, "NotFoundException"), await rig.RefusedAsync("GET", $"/v2/apis/{id}"));
    }

    [Fact]
    public async Task A_stage_without_automatic_deployment_shows_what_was_deployed()
    {
        string id = Text(await rig.DoAsync("POST", "/v2/apis", $$"""{"name":"a","protocolType":"HTTP"}"""), "apiId");
        string integration = Text(await rig.DoAsync("POST", $"/v2/apis/{id}/integrations", $$"""{"integrationType":"AWS_PROXY","integrationUri":"{{Function}}"}"""), "integrationId");
        string route = Text(await rig.DoAsync("POST", $"/v2/apis/{id}/routes", $$"""{"routeKey":"GET /one","target":"integrations/{{integration}}"}"""), "routeId");
        await rig.DoAsync("POST", $"/v2/apis/{id}/stages", """{"stageName":"dev"}""");
        Assert.Empty(rig.Catalog.FindApi(id)!.Stages["dev"].Routes);
        string deployment = Text(await rig.DoAsync("POST", $"/v2/apis/{id}/deployments", """{"stageName":"dev"}"""), "deploymentId");
        await rig.DoAsync("DELETE", $"/v2/apis/{id}/routes/{route}");

        Assert.Equal("/one", Assert.Single(rig.Catalog.FindApi(id)!.Stages["dev"].Routes).Path);
        Assert.Equal(deployment, Text(await rig.DoAsync("GET", $"/v2/apis/{id}/stages/dev"), "deploymentId"));
        Assert.DoesNotContain("snapshot", (await rig.DoAsync("GET", $"/v2/apis/{id}/deployments/{deployment}")).ToJsonString());
        Assert.Equal(400, (await rig.AskAsync("DELETE", $"/v2/apis/{id}/deployments/{deployment}")).Status);
    }

    [Fact]
    public async Task A_target_makes_route_integration_and_stage()
    {
        string id = Text(await rig.DoAsync("POST", "/v2/apis", $$"""{"name":"quick","protocolType":"HTTP","target":"{{Function}}"}"""), "apiId");

        ApiRoute route = Assert.Single(rig.Catalog.FindApi(id)!.Stages["$default"].Routes);
        Assert.Equal((null, Function), (route.Path, route.Integration!.Function));
        Assert.Equal("$default", Text((await rig.DoAsync("GET", $"/v2/apis/{id}/routes"))["items"]![0]!, "routeKey"));
    }

    [Fact]
    public async Task Lists_come_in_pages()
    {
        for (int i = 0; i < 5; i++) await rig.DoAsync("POST", "/v2/apis", $$"""{"name":"a{{i}}","protocolType":"HTTP"}""");
        HashSet<string> found = [];
        string? token = null;
        do
        {
            JsonNode page = await rig.DoAsync("GET", $"/v2/apis?maxResults=2{(token is null ? "" : "&nextToken=" + Uri.EscapeDataString(token))}");
            foreach (JsonNode? item in page["items"]!.AsArray()) found.Add(Text(item!, "apiId"));
            token = page["nextToken"]?.GetValue<string>();
        }
        while (token is not null);

        Assert.Equal(5, found.Count);
        Assert.Equal((400, "BadRequestException"), await rig.RefusedAsync("GET", "/v2/apis?nextToken=x"));
    }

    [Fact]
    public async Task A_domain_leads_to_a_stage()
    {
        string id = Text(await rig.DoAsync("POST", "/v2/apis", $$"""{"name":"quick","protocolType":"HTTP","target":"{{Function}}"}"""), "apiId");
        await rig.DoAsync("POST", "/v2/domainnames", """{"domainName":"shop.example.com","domainNameConfigurations":[{"certificateArn":"arn:aws:acm:us-east-1:000000000000:certificate/x","endpointType":"REGIONAL"}]}""");
        string mapping = Text(await rig.DoAsync("POST", "/v2/domainnames/shop.example.com/apimappings", $$"""{"apiId":"{{id}}","stage":"$default","apiMappingKey":"v1"}"""), "apiMappingId");
        rig.Open();

        Assert.Equal([new DomainMapping("v1", id, "$default")], rig.Catalog.FindDomain("shop.example.com")!);
        Assert.Equal((409, "ConflictException"), await rig.RefusedAsync("POST", "/v2/domainnames/shop.example.com/apimappings", $$"""{"apiId":"{{id}}","stage":"$default","apiMappingKey":"v1"}"""));
        await rig.DoAsync("DELETE", $"/v2/domainnames/shop.example.com/apimappings/{mapping}");
        Assert.Empty(rig.Catalog.FindDomain("shop.example.com")!);
        await rig.DoAsync("DELETE", "/v2/domainnames/shop.example.com");
        Assert.Null(rig.Catalog.FindDomain("shop.example.com"));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("dynamodb.us-east-1.amazonaws.com")]
    [InlineData("x.localhost")]
    [InlineData("-a.example.com")]
    [InlineData("a_b.example.com")]
    public async Task A_domain_takes_no_requests_away_from_services(string name) =>
        Assert.Equal((400, "BadRequestException"), await rig.RefusedAsync("POST", "/v2/domainnames", $$"""{"domainName":"{{name}}"}"""));

    [Fact]
    public async Task A_domain_belongs_to_the_account_that_was_first()
    {
        await rig.DoAsync("POST", "/v2/domainnames", """{"domainName":"shop.example.com"}""");

        Answered other = await Answered.AskAsync(rig.Face, "POST", "/domainnames", """{"domainName":"Shop.example.com"}""", account: "111111111111");
        Assert.Equal((409, "ConflictException"), (other.Status, other.Header("x-amzn-errortype")));
    }

    [Fact]
    public async Task Tags_are_kept_by_arn()
    {
        string id = Text(await rig.DoAsync("POST", "/v2/apis", """{"name":"a","protocolType":"HTTP","tags":{"a":"1"}}"""), "apiId");
        string arn = Uri.EscapeDataString($"arn:aws:apigateway:us-east-1::/apis/{id}");
        await rig.DoAsync("POST", $"/v2/tags/{arn}", """{"tags":{"b":"2"}}""");
        await rig.DoAsync("DELETE", $"/v2/tags/{arn}?tagKeys=a");

        Assert.Equal("""{"tags":{"b":"2"}}""", (await rig.DoAsync("GET", $"/v2/tags/{arn}")).ToJsonString());
    }

    [Fact]
    public async Task A_document_becomes_an_api()
    {
        string document = $$"""
            {"openapi":"3.0.1","info":{"title":"imported"},"x-amazon-apigateway-cors":{"allowOrigins":["*"]},
             "components":{"securitySchemes":{"fun":{"type":"apiKey","name":"X","in":"header","x-amazon-apigateway-authorizer":{"type":"request","identitySource":"$request.header.X","authorizerUri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{{Function}}/invocations","authorizerPayloadFormatVersion":"2.0","enableSimpleResponses":true} } } },
             "paths":{"/a/{id}":{"get":{"security":[{"fun":[]}],"x-amazon-apigateway-integration":{"type":"aws_proxy","uri":"{{Function}}","payloadFormatVersion":"2.0"} } },"/$default":{"x-amazon-apigateway-any-method":{"x-amazon-apigateway-integration":{"type":"aws_proxy","uri":"{{Function}}","payloadFormatVersion":"1.0"} } } } }
            """;
        JsonObject body = new() { ["body"] = document };
        string id = Text(await rig.DoAsync("PUT", "/v2/apis", body.ToJsonString()), "apiId");
        await rig.DoAsync("POST", $"/v2/apis/{id}/stages", """{"stageName":"$default","autoDeploy":true}""");

        IReadOnlyList<ApiRoute> routes = rig.Catalog.FindApi(id)!.Stages["$default"].Routes;
        ApiRoute guarded = routes.Single(route => route.Path == "/a/{id}");
        Assert.Equal(("CUSTOM", Function, true), (guarded.AuthorizationType, guarded.Authorizer!.Function, guarded.Authorizer.HasSimpleAnswers));
        Assert.Contains(routes, route => route.Path is null);
        await rig.DoAsync("PUT", $"/v2/apis/{id}", new JsonObject { ["body"] = """{"openapi":"3.0.1","info":{"title":"second"},"paths":{}}""" }.ToJsonString());
        Assert.Empty(rig.Catalog.FindApi(id)!.Stages["$default"].Routes);
        Assert.Equal((400, "BadRequestException"), await rig.RefusedAsync("PUT", "/v2/apis", """{"body":"no document"}"""));
    }

    [Theory]
    [InlineData("/v2/apis", """{"name":"a","protocolType":"WEBSOCKET"}""", 400, "BadRequestException")]
    [InlineData("/v2/apis", """{"protocolType":"HTTP"}""", 400, "BadRequestException")]
    [InlineData("/v2/apis", "nonsense", 400, "SerializationException")]
    [InlineData("/v2/apis/none/routes", """{"routeKey":"GET /a"}""", 404, "NotFoundException")]
    [InlineData("/v2/apis/API/routes", """{"routeKey":"GET a"}""", 400, "BadRequestException")]
    [InlineData("/v2/apis/API/routes", """{"routeKey":"FETCH /a"}""", 400, "BadRequestException")]
    [InlineData("/v2/apis/API/routes", """{"routeKey":"GET /{a+}/b"}""", 400, "BadRequestException")]
    [InlineData("/v2/apis/API/routes", """{"routeKey":"GET /a","target":"integrations/none"}""", 404, "NotFoundException")]
    [InlineData("/v2/apis/API/routes", """{"routeKey":"GET /a","authorizationType":"JWT"}""", 400, "BadRequestException")]
    [InlineData("/v2/apis/API/routes", """{"routeKey":"GET /taken"}""", 409, "ConflictException")]
    [InlineData("/v2/apis/API/integrations", """{"integrationType":"HTTP_PROXY","integrationUri":"https://x"}""", 400, "BadRequestException")]
    [InlineData("/v2/apis/API/integrations", """{"integrationType":"AWS_PROXY","integrationUri":"x"}""", 400, "BadRequestException")]
    [InlineData("/v2/apis/API/stages", """{"stageName":"a b"}""", 400, "BadRequestException")]
    [InlineData("/v2/apis/API/authorizers", """{"name":"a","authorizerType":"REQUEST","identitySource":[]}""", 400, "BadRequestException")]
    [InlineData("/v2/nonsense", "{}", 404, "UnknownOperationException")]
    public async Task What_is_wrong_is_refused(string path, string body, int status, string type)
    {
        string id = Text(await rig.DoAsync("POST", "/v2/apis", """{"name":"a","protocolType":"HTTP"}"""), "apiId");
        await rig.DoAsync("POST", $"/v2/apis/{id}/routes", """{"routeKey":"GET /taken"}""");

        Assert.Equal((status, type), await rig.RefusedAsync("POST", path.Replace("API", id, StringComparison.Ordinal), body));
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValueKind() == JsonValueKind.String ? node[name]!.GetValue<string>() : node[name]!.ToJsonString();
}
