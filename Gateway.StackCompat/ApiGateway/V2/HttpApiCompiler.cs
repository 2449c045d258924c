using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;
using Gateway.Wire.HttpApis;

namespace Gateway.StackCompat.ApiGateway.V2;

/// <summary>Makes of a HTTP API's document what the front serves.</summary>
internal static class HttpApiCompiler
{
    private const int TimeoutUsual = 30_000;

    public static HttpApi Compile(DocumentKey key, JsonObject document)
    {
        JsonObject api = document.Section("api");
        return new HttpApi
        {
            Kind = HttpApiKind.Http,
            AccountId = key.Account,
            Region = key.Region,
            ApiId = key.Id,
            IsExecuteApiDisabled = api.Flag("disableExecuteApiEndpoint"),
            Cors = api.Object("corsConfiguration") is { } cors ? CorsOf(cors) : null,
            Stages = document.Section("stages").Select(one => StageOf(document, (JsonObject)one.Value!)).ToDictionary(stage => stage.Name, StringComparer.Ordinal),
        };
    }

    private static ApiCors CorsOf(JsonObject cors) => new()
    {
        AllowCredentials = cors.Flag("allowCredentials"),
        AllowHeaders = cors.Texts("allowHeaders"),
        AllowMethods = cors.Texts("allowMethods"),
        AllowOrigins = cors.Texts("allowOrigins"),
        ExposeHeaders = cors.Texts("exposeHeaders"),
        MaxAge = cors.Number("maxAge"),
    };

    private static ApiStage StageOf(JsonObject document, JsonObject stage)
    {
        string? deployment = stage.Text("deploymentId");
        JsonObject? source = stage.Flag("autoDeploy") ? document : deployment is null ? null : document.Section("deployments").Object(deployment)?.Object("snapshot");
        return new ApiStage
        {
            Name = stage.Text("stageName")!,
            DeploymentId = deployment,
            Variables = stage.Map("stageVariables"),
            Routes = source is null ? [] : [.. source.Section("routes").Select(one => RouteOf(source, (JsonObject)one.Value!))],
        };
    }

    private static ApiRoute RouteOf(JsonObject source, JsonObject route)
    {
        string key = route.Text("routeKey")!;
        int blank = key.IndexOf(' ', StringComparison.Ordinal);
        string? target = route.Text("target");
        JsonObject? integration = target is not null && target.StartsWith("integrations/", StringComparison.Ordinal) ? source.Section("integrations").Object(target["integrations/".Length..]) : null;
        JsonObject? authorizer = route.Text("authorizerId") is { } id ? source.Section("authorizers").Object(id) : null;
        return new ApiRoute
        {
            Id = route.Text("routeId")!,
            Method = blank < 0 ? "ANY" : key[..blank],
            Path = blank < 0 ? null : key[(blank + 1)..],
            Integration = integration is null ? null : IntegrationOf(integration),
            AuthorizationType = route.Text("authorizationType") ?? "NONE",
            Authorizer = authorizer is null ? null : AuthorizerOf(authorizer),
            Scopes = route.Texts("authorizationScopes"),
        };
    }

    private static ApiIntegration IntegrationOf(JsonObject integration) => new()
    {
        Type = integration.Text("integrationType")!,
        Function = FunctionUri.Read(integration.Text("integrationUri")),
        PayloadVersion = integration.Text("payloadFormatVersion") ?? "1.0",
        Timeout = TimeSpan.FromMilliseconds(integration.Number("timeoutInMillis") ?? TimeoutUsual),
    };

    private static ApiAuthorizer AuthorizerOf(JsonObject authorizer)
    {
        JsonObject? jwt = authorizer.Object("jwtConfiguration");
        return new ApiAuthorizer
        {
            Id = authorizer.Text("authorizerId")!,
            Type = authorizer.Text("authorizerType")!,
            Function = FunctionUri.Read(authorizer.Text("authorizerUri")),
            IdentitySources = authorizer.Texts("identitySource"),
            CacheTime = TimeSpan.FromSeconds(authorizer.Number("authorizerResultTtlInSeconds") ?? 0),
            PayloadVersion = authorizer.Text("authorizerPayloadFormatVersion") ?? "1.0",
            HasSimpleAnswers = authorizer.Flag("enableSimpleResponses"),
            Issuer = jwt?.Text("issuer"),
            Audience = jwt?.Texts("audience") ?? [],
        };
    }
}
