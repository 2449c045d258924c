using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;
using Gateway.Wire.HttpApis;

namespace Gateway.StackCompat.ApiGateway.V1;

/// <summary>Makes of a REST API's document what the front serves.</summary>
internal static class RestApiCompiler
{
    private const int TimeoutUsual = 29_000;
    private const string HeaderParameter = "method.response.header.";
    private const string GatewayHeader = "gatewayresponse.header.";

    /// <param name="plans">The account's usage plans.</param>
    /// <param name="keys">The account's API keys.</param>
    public static HttpApi Compile(DocumentKey key, JsonObject document, IReadOnlyList<JsonObject> plans, IReadOnlyList<JsonObject> keys)
    {
        JsonObject api = document.Section("api");
        return new HttpApi
        {
            Kind = HttpApiKind.Rest,
            AccountId = key.Account,
            Region = key.Region,
            ApiId = key.Id,
            IsExecuteApiDisabled = api.Flag("disableExecuteApiEndpoint"),
            BinaryMediaTypes = api.Texts("binaryMediaTypes"),
            Stages = document.Section("stages").Select(one => StageOf(document, key.Id, (JsonObject)one.Value!, plans, keys)).ToDictionary(stage => stage.Name, StringComparer.Ordinal),
        };
    }

    /// <summary>Who makes the tokens of a user pool, by its ARN as <c>arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_abc</c>; null if it is none.</summary>
    public static string? IssuerOf(string poolArn)
    {
        string[] parts = poolArn.Split(':');
        return parts is ["arn", _, "cognito-idp", var region, _, var pool] && pool.StartsWith("userpool/", StringComparison.Ordinal) ? $"https://cognito-idp.{region}.amazonaws.com/{pool["userpool/".Length..]}" : null;
    }

    private static ApiStage StageOf(JsonObject document, string apiId, JsonObject stage, IReadOnlyList<JsonObject> plans, IReadOnlyList<JsonObject> keys)
    {
        string name = stage.Text("stageName")!;
        string? deployment = stage.Text("deploymentId");
        JsonObject? source = deployment is null ? null : document.Section("deployments").Object(deployment)?.Object("snapshot");
        return new ApiStage
        {
            Name = name,
            DeploymentId = deployment,
            Variables = stage.Map("variables"),
            Routes = source is null ? [] : [.. source.Section("resources").SelectMany(one => RoutesOf(source, (JsonObject)one.Value!))],
            GatewayAnswers = source is null ? new Dictionary<string, GatewayAnswer>() : source.Section("gatewayResponses").ToDictionary(one => one.Key, one => GatewayAnswerOf((JsonObject)one.Value!), StringComparer.Ordinal),
            ApiKeys = KeysOf(apiId, name, plans, keys),
        };
    }

    private static Dictionary<string, string> KeysOf(string apiId, string stage, IReadOnlyList<JsonObject> plans, IReadOnlyList<JsonObject> keys)
    {
        IEnumerable<string> allowed = plans
            .Where(plan => (plan["apiStages"] as JsonArray ?? []).OfType<JsonObject>().Any(one => one.Text("apiId") == apiId && one.Text("stage") == stage))
            .SelectMany(plan => plan.Section("keys").Select(one => one.Key));
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (string id in allowed)
        {
            if (keys.FirstOrDefault(key => key.Text("id") == id) is { } key && key.Flag("enabled") && key.Text("value") is { } value) found[value] = id;
        }

        return found;
    }

    private static IEnumerable<ApiRoute> RoutesOf(JsonObject source, JsonObject resource)
    {
        foreach ((string method, JsonNode? node) in resource.Section("resourceMethods"))
        {
            JsonObject declared = (JsonObject)node!;
            string type = declared.Text("authorizationType") ?? "NONE";
            JsonObject? authorizer = declared.Text("authorizerId") is { } id ? source.Section("authorizers").Object(id) : null;
            yield return new ApiRoute
            {
                Id = resource.Text("id")!,
                Method = method,
                Path = resource.Text("path")!,
                Integration = declared.Object("methodIntegration") is { } integration ? IntegrationOf(integration, declared) : null,
                AuthorizationType = type == "COGNITO_USER_POOLS" ? "JWT" : type,
                Authorizer = authorizer is null ? null : AuthorizerOf(authorizer),
                Scopes = declared.Texts("authorizationScopes"),
                IsApiKeyRequired = declared.Flag("apiKeyRequired"),
            };
        }
    }

    private static ApiIntegration IntegrationOf(JsonObject integration, JsonObject method) => new()
    {
        Type = integration.Text("type")!,
        Function = FunctionUri.Read(integration.Text("uri")),
        Timeout = TimeSpan.FromMilliseconds(integration.Number("timeoutInMillis") ?? TimeoutUsual),
        RequestTemplates = integration.Map("requestTemplates"),
        MockAnswers = [.. integration.Section("integrationResponses").Select(one => AnswerOf(one.Key, (JsonObject)one.Value!))],
    };

    private static MockAnswer AnswerOf(string status, JsonObject answer) => new()
    {
        Status = int.Parse(status, NumberStyles.None, CultureInfo.InvariantCulture),
        SelectionPattern = answer.Text("selectionPattern") is { Length: > 0 } pattern ? pattern : null,
        Headers = answer.Map("responseParameters").Where(one => one.Key.StartsWith(HeaderParameter, StringComparison.Ordinal) && Literal(one.Value) is not null)
            .ToDictionary(one => one.Key[HeaderParameter.Length..], one => Literal(one.Value)!, StringComparer.OrdinalIgnoreCase),
        Templates = answer.Map("responseTemplates").Where(one => one.Value.Length > 0).ToDictionary(StringComparer.Ordinal),
    };

    private static GatewayAnswer GatewayAnswerOf(JsonObject answer) => new()
    {
        Status = int.TryParse(answer.Text("statusCode"), NumberStyles.None, CultureInfo.InvariantCulture, out int status) ? status : null,
        Headers = answer.Map("responseParameters").Where(one => one.Key.StartsWith(GatewayHeader, StringComparison.Ordinal) && Literal(one.Value) is not null)
            .ToDictionary(one => one.Key[GatewayHeader.Length..], one => Literal(one.Value)!, StringComparer.OrdinalIgnoreCase),
        Templates = answer.Map("responseTemplates"),
    };

    /// <summary>The text between single quotation marks; null for a mapping.</summary>
    private static string? Literal(string value) => value is ['\'', .., '\''] ? value[1..^1] : null;

    private static ApiAuthorizer AuthorizerOf(JsonObject authorizer)
    {
        bool isPool = authorizer.Text("type") == "COGNITO_USER_POOLS";
        return new ApiAuthorizer
        {
            Id = authorizer.Text("id")!,
            Type = isPool ? "JWT" : authorizer.Text("type")!,
            Function = FunctionUri.Read(authorizer.Text("authorizerUri")),
            IdentitySources = [.. (authorizer.Text("identitySource") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            TokenPattern = authorizer.Text("identityValidationExpression"),
            CacheTime = TimeSpan.FromSeconds(authorizer.Number("authorizerResultTtlInSeconds") ?? 300),
            Issuer = isPool && authorizer.Texts("providerARNs") is [var pool, ..] ? IssuerOf(pool) : null,
        };
    }
}
