using System.Text.Json.Nodes;
using Gateway.Wire.HttpApis;

namespace Gateway.StackCompat.Tests.ApiGateway;

public sealed class RestApiControlTests : IAsyncLifetime
{
    private const string Function = "arn:aws:lambda:us-east-1:000000000000:function:f";
    private const string Uri = $"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{Function}/invocations";
    private readonly ApiRig rig = new();
    private string api = "";
    private string root = "";

    public async ValueTask InitializeAsync()
    {
        JsonNode made = await rig.DoAsync("POST", "/restapis", """{"name":"rest","binaryMediaTypes":["image/png"],"tags":{"a":"1"}}""");
        (api, root) = (Text(made, "id"), Text(made, "rootResourceId"));
        Assert.Equal(1767225600, made["createdDate"]!.GetValue<long>());
    }

    public ValueTask DisposeAsync()
    {
        rig.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_api_is_made_piece_by_piece_and_served_when_it_is_deployed()
    {
        string pets = await ResourceAsync(root, "pets");
        string one = await ResourceAsync(pets, "{id}");
        await rig.DoAsync("PUT", $"/restapis/{api}/resources/{one}/methods/GET", """{"authorizationType":"NONE","apiKeyRequired":true,"requestParameters":{"method.request.path.id":true}}""");
        JsonNode integration = await rig.DoAsync("PUT", $"/restapis/{api}/resources/{one}/methods/GET/integration", $$"""{"type":"AWS_PROXY","httpMethod":"POST","uri":"{{Uri}}"}""");
        Assert.Equal(("AWS_PROXY", "POST", "WHEN_NO_MATCH"), (Text(integration, "type"), Text(integration, "httpMethod"), Text(integration, "passthroughBehavior")));
        await rig.DoAsync("PUT", $"/restapis/{api}/resources/{pets}/methods/OPTIONS", """{"authorizationType":"NONE"}""");
        await rig.DoAsync("PUT", $"/restapis/{api}/resources/{pets}/methods/OPTIONS/integration", """{"type":"MOCK","requestTemplates":{"application/json":"{statusCode:200}"}}""");
        await rig.DoAsync("PUT", $"/restapis/{api}/resources/{pets}/methods/OPTIONS/responses/200", """{"responseParameters":{"method.response.header.Access-Control-Allow-Origin":true}}""");
        await rig.DoAsync("PUT", $"/restapis/{api}/resources/{pets}/methods/OPTIONS/integration/responses/200", """{"responseParameters":{"method.response.header.Access-Control-Allow-Origin":"'*'"}}""");
        JsonNode deployment = await rig.DoAsync("POST", $"/restapis/{api}/deployments", """{"stageName":"dev","variables":{"color":"blue"}}""");
        await rig.DoAsync("DELETE", $"/restapis/{api}/resources/{pets}/methods/OPTIONS");
        rig.Open();

        HttpApi served = rig.Catalog.FindApi(api)!;
        ApiStage stage = served.Stages["dev"];
        Assert.Equal((HttpApiKind.Rest, "image/png", "blue", Text(deployment, "id")), (served.Kind, served.BinaryMediaTypes.Single(), stage.Variables["color"], stage.DeploymentId));
        ApiRoute get = stage.Routes.Single(route => route.Method == "GET");
        Assert.Equal(("/pets/{id}", Function, true, one), (get.Path, get.Integration!.Function, get.IsApiKeyRequired, get.Id));
        MockAnswer mock = stage.Routes.Single(route => route.Method == "OPTIONS").Integration!.MockAnswers.Single();
        Assert.Equal("*", mock.Headers["Access-Control-Allow-Origin"]);
        JsonNode shown = (await rig.DoAsync("GET", $"/restapis/{api}/resources?embed=methods"))["item"]!.AsArray().Single(item => Text(item!, "id") == one)!;
        Assert.Equal(Uri, Text(shown["resourceMethods"]!["GET"]!["methodIntegration"]!, "uri"));
        Assert.Equal(("/pets/{id}", pets, "{id}"), (Text(shown, "path"), Text(shown, "parentId"), Text(shown, "pathPart")));
        Assert.Equal("""{"item":[{"stageName":"dev","cacheClusterEnabled":false""", (await rig.DoAsync("GET", $"/restapis/{api}/stages")).ToJsonString()[..55]);
    }

    [Fact]
    public async Task Patches_change_what_they_name()
    {
        await MethodAsync(root, "GET");
        await rig.DoAsync("POST", $"/restapis/{api}/deployments", """{"stageName":"dev"}""");
        JsonNode changed = await rig.DoAsync("PATCH", $"/restapis/{api}", """{"patchOperations":[{"op":"replace","path":"/name","value":"new"},{"op":"add","path":"/binaryMediaTypes/image~1gif"},{"op":"remove","path":"/binaryMediaTypes/image~1png"},{"op":"replace","path":"/disableExecuteApiEndpoint","value":"true"}]}""");
        Assert.Equal(("new", """["image/gif"]""", true), (Text(changed, "name"), changed["binaryMediaTypes"]!.ToJsonString(), changed["disableExecuteApiEndpoint"]!.GetValue<bool>()));
        JsonNode stage = await rig.DoAsync("PATCH", $"/restapis/{api}/stages/dev", """{"patchOperations":[{"op":"replace","path":"/variables/x","value":"1"},{"op":"replace","path":"/*/*/throttling/rateLimit","value":"5"},{"op":"replace","path":"/~1pets/GET/logging/loglevel","value":"INFO"}]}""");
        Assert.Equal("""{"x":"1"}""", stage["variables"]!.ToJsonString());
        Assert.Equal("""{"*/*":{"throttlingRateLimit":5},"/pets/GET":{"loggingLevel":"INFO"}}""", stage["methodSettings"]!.ToJsonString());
        Assert.Equal("1", rig.Catalog.FindApi(api)!.Stages["dev"].Variables["x"]);
        JsonNode method = await rig.DoAsync("PATCH", $"/restapis/{api}/resources/{root}/methods/GET", """{"patchOperations":[{"op":"replace","path":"/apiKeyRequired","value":"true"},{"op":"add","path":"/requestParameters/method.request.header.X","value":"false"}]}""");
        Assert.True(method["apiKeyRequired"]!.GetValue<bool>());
        Assert.Equal((400, "BadRequestException"), await rig.RefusedAsync("PATCH", $"/restapis/{api}", """{"patchOperations":[{"op":"replace","path":"/id","value":"x"}]}"""));
        Assert.Equal((400, "BadRequestException"), await rig.RefusedAsync("PATCH", $"/restapis/{api}", """{"patchOperations":[{"op":"copy","path":"/name","from":"/id"}]}"""));
    }

    [Fact]
    public async Task A_moved_resource_takes_those_below_it_along()
    {
        string a = await ResourceAsync(root, "a");
        string b = await ResourceAsync(a, "b");
        string c = await ResourceAsync(b, "c");
        await rig.DoAsync("PATCH", $"/restapis/{api}/resources/{a}", """{"patchOperations":[{"op":"replace","path":"/pathPart","value":"x"}]}""");
        Assert.Equal("/x/b/c", Text(await rig.DoAsync("GET", $"/restapis/{api}/resources/{c}"), "path"));
        Assert.Equal(400, (await rig.AskAsync("PATCH", $"/restapis/{api}/resources/{a}", $$"""{"patchOperations":[{"op":"replace","path":"/parentId","value":"{{c}}"}] }""")).Status);
        await rig.DoAsync("DELETE", $"/restapis/{api}/resources/{a}");
        Assert.Equal((404, "NotFoundException"), await rig.RefusedAsync("GET", $"/restapis/{api}/resources/{c}"));
    }

    [Fact]
    public async Task Keys_open_the_stages_of_their_plans()
    {
        await MethodAsync(root, "GET");
        await rig.DoAsync("POST", $"/restapis/{api}/deployments", """{"stageName":"dev"}""");
        JsonNode key = await rig.DoAsync("POST", "/apikeys", """{"name":"k","enabled":true,"value":"01234567890123456789"}""");
        string plan = Text(await rig.DoAsync("POST", "/usageplans", $$"""{"name":"p","apiStages":[{"apiId":"{{api}}","stage":"dev"}],"throttle":{"rateLimit":5,"burstLimit":2} }"""), "id");
        await rig.DoAsync("POST", $"/usageplans/{plan}/keys", $$"""{"keyId":"{{Text(key, "id")}}","keyType":"API_KEY"}""");
        rig.Open();

        Assert.Equal(Text(key, "id"), rig.Catalog.FindApi(api)!.Stages["dev"].ApiKeys["01234567890123456789"]);
        Assert.Null((await rig.DoAsync("GET", $"/apikeys/{Text(key, "id")}"))["value"]);
        Assert.Equal("01234567890123456789", Text(await rig.DoAsync("GET", $"/apikeys/{Text(key, "id")}?includeValue=true"), "value"));
        await rig.DoAsync("PATCH", $"/usageplans/{plan}", $$"""{"patchOperations":[{"op":"remove","path":"/apiStages","value":"{{api}}:dev"}]}""");
        Assert.Empty(rig.Catalog.FindApi(api)!.Stages["dev"].ApiKeys);
    }

    [Fact]
    public async Task Authorizers_and_gateway_responses_are_served_as_deployed()
    {
        string authorizer = Text(await rig.DoAsync("POST", $"/restapis/{api}/authorizers", $$"""{"name":"a","type":"TOKEN","authorizerUri":"{{Uri}}","authorizerResultTtlInSeconds":60}"""), "id");
        string pool = Text(await rig.DoAsync("POST", $"/restapis/{api}/authorizers", """{"name":"pool","type":"COGNITO_USER_POOLS","providerARNs":["arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_abc"]}"""), "id");
        await rig.DoAsync("PUT", $"/restapis/{api}/resources/{root}/methods/GET", $$"""{"authorizationType":"CUSTOM","authorizerId":"{{authorizer}}"}""");
        await rig.DoAsync("PUT", $"/restapis/{api}/resources/{root}/methods/GET/integration", $$"""{"type":"AWS_PROXY","httpMethod":"POST","uri":"{{Uri}}"}""");
        await rig.DoAsync("PUT", $"/restapis/{api}/resources/{root}/methods/POST", $$"""{"authorizationType":"COGNITO_USER_POOLS","authorizerId":"{{pool}}"}""");
        await rig.DoAsync("PUT", $"/restapis/{api}/resources/{root}/methods/POST/integration", $$"""{"type":"AWS_PROXY","httpMethod":"POST","uri":"{{Uri}}"}""");
        await rig.DoAsync("PUT", $"/restapis/{api}/gatewayresponses/UNAUTHORIZED", """{"statusCode":"418","responseParameters":{"gatewayresponse.header.X":"'1'"},"responseTemplates":{"application/json":"{}"}}""");
        await rig.DoAsync("POST", $"/restapis/{api}/deployments", """{"stageName":"dev"}""");

        ApiStage stage = rig.Catalog.FindApi(api)!.Stages["dev"];
        ApiAuthorizer served = stage.Routes.Single(route => route.Method == "GET").Authorizer!;
        Assert.Equal(("TOKEN", Function, "method.request.header.Authorization", 60), (served.Type, served.Function, served.IdentitySources.Single(), (int)served.CacheTime.TotalSeconds));
        Assert.Equal("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_abc", stage.Routes.Single(route => route.Method == "POST").Authorizer!.Issuer);
        Assert.Equal((418, "1"), (stage.GatewayAnswers["UNAUTHORIZED"].Status, stage.GatewayAnswers["UNAUTHORIZED"].Headers["X"]));
        Assert.True((await rig.DoAsync("GET", $"/restapis/{api}/gatewayresponses/THROTTLED"))["defaultResponse"]!.GetValue<bool>());
        Assert.Equal(21, (await rig.DoAsync("GET", $"/restapis/{api}/gatewayresponses"))["item"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_domain_of_this_version_leads_to_a_stage()
    {
        await MethodAsync(root, "GET");
        await rig.DoAsync("POST", $"/restapis/{api}/deployments", """{"stageName":"dev"}""");
        await rig.DoAsync("POST", "/domainnames", """{"domainName":"api.example.com","regionalCertificateArn":"arn:aws:acm:us-east-1:000000000000:certificate/x","endpointConfiguration":{"types":["REGIONAL"]}}""");
        Assert.Equal("(none)", Text(await rig.DoAsync("POST", "/domainnames/api.example.com/basepathmappings", $$"""{"restApiId":"{{api}}","stage":"dev"}"""), "basePath"));

        Assert.Equal([new DomainMapping("", api, "dev")], rig.Catalog.FindDomain("api.example.com")!);
        Assert.Equal(api, Text(await rig.DoAsync("GET", "/domainnames/api.example.com/basepathmappings/%28none%29"), "restApiId"));
        await rig.DoAsync("DELETE", "/domainnames/api.example.com/basepathmappings/(none)");
        Assert.Empty(rig.Catalog.FindDomain("api.example.com")!);
    }

    [Fact]
    public async Task A_document_becomes_an_api()
    {
        string document = $$"""
            {"swagger":"2.0","info":{"title":"imported","version":"1"},"x-amazon-apigateway-binary-media-types":["*/*"],
             "securityDefinitions":{"auth":{"type":"apiKey","name":"X-Token","in":"header","x-amazon-apigateway-authorizer":{"type":"token","authorizerUri":"{{Uri}}"} },"key":{"type":"apiKey","name":"x-api-key","in":"header"} },
             "paths":{"/a/{proxy+}":{"x-amazon-apigateway-any-method":{"security":[{"auth":[]}],"responses":{"200":{"description":"ok"} },"x-amazon-apigateway-integration":{"type":"aws_proxy","httpMethod":"POST","uri":"{{Uri}}"} } },
              "/m":{"get":{"security":[{"key":[]}],"x-amazon-apigateway-integration":{"type":"mock","requestTemplates":{"application/json":"{\"statusCode\":200}"},"responses":{"default":{"statusCode":"200","responseParameters":{"method.response.header.X":"'1'"} } } } } } } }
            """;
        string id = Text(await rig.DoAsync("POST", "/restapis?mode=import", document), "id");
        await rig.DoAsync("POST", $"/restapis/{id}/deployments", """{"stageName":"dev"}""");

        IReadOnlyList<ApiRoute> routes = rig.Catalog.FindApi(id)!.Stages["dev"].Routes;
        ApiRoute any = routes.Single(route => route.Path == "/a/{proxy+}");
        Assert.Equal(("ANY", "CUSTOM", "method.request.header.X-Token"), (any.Method, any.AuthorizationType, any.Authorizer!.IdentitySources.Single()));
        ApiRoute mock = routes.Single(route => route.Path == "/m");
        Assert.Equal((true, "1"), (mock.IsApiKeyRequired, mock.Integration!.MockAnswers.Single().Headers["X"]));
        await rig.DoAsync("PUT", $"/restapis/{id}?mode=overwrite", """{"openapi":"3.0.1","info":{"title":"over"},"paths":{"/b":{}}}""");
        Assert.Equal("over", Text(await rig.DoAsync("GET", $"/restapis/{id}"), "name"));
        Assert.Single((await rig.DoAsync("GET", $"/restapis/{id}/resources"))["item"]!.AsArray());
    }

    [Theory]
    [InlineData("POST", "/restapis/none/deployments", "{}", 404, "NotFoundException")]
    [InlineData("POST", "/restapis/API/deployments", """{"stageName":"dev"}""", 400, "BadRequestException")]
    [InlineData("POST", "/restapis/API/resources/ROOT", """{"pathPart":"a b"}""", 400, "BadRequestException")]
    [InlineData("POST", "/restapis/API/resources/ROOT", """{"pathPart":"taken"}""", 409, "ConflictException")]
    [InlineData("PUT", "/restapis/API/resources/ROOT/methods/FETCH", """{"authorizationType":"NONE"}""", 400, "BadRequestException")]
    [InlineData("PUT", "/restapis/API/resources/ROOT/methods/GET/integration", """{"type":"MOCK"}""", 404, "NotFoundException")]
    [InlineData("PUT", "/restapis/API/resources/ROOT/methods/GET", """{}""", 400, "BadRequestException")]
    [InlineData("POST", "/restapis/API/stages", """{"stageName":"x","deploymentId":"none"}""", 404, "NotFoundException")]
    [InlineData("DELETE", "/restapis/API/resources/ROOT", null, 400, "BadRequestException")]
    [InlineData("GET", "/restapis/API/stages/none", null, 404, "NotFoundException")]
    [InlineData("PUT", "/restapis/API/gatewayresponses/NONSENSE", "{}", 400, "BadRequestException")]
    public async Task What_is_wrong_is_refused(string method, string path, string? body, int status, string type)
    {
        await ResourceAsync(root, "taken");

        Assert.Equal((status, type), await rig.RefusedAsync(method, path.Replace("API", api, StringComparison.Ordinal).Replace("ROOT", root, StringComparison.Ordinal), body));
    }

    [Fact]
    public async Task Kinds_of_integration_that_are_not_here_are_refused()
    {
        await rig.DoAsync("PUT", $"/restapis/{api}/resources/{root}/methods/GET", """{"authorizationType":"NONE"}""");
        foreach (string type in (string[])["AWS", "HTTP", "HTTP_PROXY"])
        {
            Assert.Equal((400, "BadRequestException"), await rig.RefusedAsync("PUT", $"/restapis/{api}/resources/{root}/methods/GET/integration", $$"""{"type":"{{type}}","uri":"{{Uri}}"}"""));
        }
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private async Task<string> ResourceAsync(string parent, string part) => Text(await rig.DoAsync("POST", $"/restapis/{api}/resources/{parent}", $$"""{"pathPart":"{{part}}"}"""), "id");

    private async Task MethodAsync(string resource, string method)
    {
        await rig.DoAsync("PUT", $"/restapis/{api}/resources/{resource}/methods/{method}", """{"authorizationType":"NONE"}""");
        await rig.DoAsync("PUT", $"/restapis/{api}/resources/{resource}/methods/{method}/integration", $$"""{"type":"AWS_PROXY","httpMethod":"POST","uri":"{{Uri}}"}""");
    }
}
