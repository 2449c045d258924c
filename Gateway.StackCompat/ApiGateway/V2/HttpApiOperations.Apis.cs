using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;

namespace Gateway.StackCompat.ApiGateway.V2;

/// <content>APIs and their parts.</content>
internal sealed partial class HttpApiOperations
{
    private static readonly string[] Methods = ["ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    private async ValueTask CreateApiAsync(ApiCall call)
    {
        JsonObject body = call.Body();
        if (body.Text("protocolType") != "HTTP") throw ApiErrors.UnsupportedValue($"Protocol type {body.Text("protocolType")}");
        call.Write(await MakeAsync(call, body, static (_, _) => { }).ConfigureAwait(false));
    }

    /// <summary>Makes an API; with a target also a route, an integration and a stage.</summary>
    private async ValueTask<JsonObject> MakeAsync(ApiCall call, JsonObject api, Action<JsonObject, JsonObject> fill)
    {
        string id = ids.Letters(ApiIdLetters);
        while (catalog.FindApi(id) is not null) id = ids.Letters(ApiIdLetters);
        string? target = api.Text("target");
        string routeKey = api.Text("routeKey") ?? "$default";
        api.Remove("target");
        api.Remove("routeKey");
        api.Remove("credentialsArn");
        api["apiId"] = id;
        FinishApi(call, api);
        return await catalog.ChangeAsync<JsonObject>(call.Key(DocumentKind.HttpApi, id), _ =>
        {
            JsonObject root = new() { ["api"] = api };
            if (target is not null) QuickCreate(call, root, target, routeKey);
            fill(root, api);
            return (root, api.Copy());
        }).ConfigureAwait(false);
    }

    private void FinishApi(ApiCall call, JsonObject api)
    {
        api.Default("apiEndpoint", endpointOf(api.Text("apiId")!, call.Region));
        api.Default("apiKeySelectionExpression", "$request.header.x-api-key");
        api.Default("routeSelectionExpression", "${request.method} ${request.path}");
        api.Default("disableExecuteApiEndpoint", false);
        api.Default("ipAddressType", "ipv4");
        api.Default("protocolType", "HTTP");
        api.Default("tags", new JsonObject());
        api.Default("createdDate", Now);
        if (api.Object("corsConfiguration") is { } cors && cors.Flag("allowCredentials") && cors.Texts("allowOrigins").Contains("*")) throw ApiErrors.Bad("allowCredentials is not supported when allowOrigins is *");
    }

    private void QuickCreate(ApiCall call, JsonObject root, string target, string routeKey)
    {
        JsonObject integration = new() { ["integrationId"] = ids.Letters(PartIdLetters), ["integrationType"] = "AWS_PROXY", ["integrationUri"] = target, ["payloadFormatVersion"] = "2.0", ["apiGatewayManaged"] = true };
        FinishIntegration(call, root, integration);
        root.Section("integrations")[integration.Text("integrationId")!] = integration;
        JsonObject route = new() { ["routeId"] = ids.Letters(PartIdLetters), ["routeKey"] = routeKey, ["target"] = $"integrations/{integration.Text("integrationId")}", ["apiGatewayManaged"] = true };
        FinishRoute(call, root, route);
        root.Section("routes")[route.Text("routeId")!] = route;
        JsonObject stage = new() { ["stageName"] = "$default", ["autoDeploy"] = true, ["apiGatewayManaged"] = true };
        root.Section("stages")["$default"] = stage;
        FinishStage(call, root, stage);
    }

    private ValueTask GetApiAsync(ApiCall call)
    {
        call.Write(Read(call, root => root.Section("api").Copy()));
        return ValueTask.CompletedTask;
    }

    private ValueTask GetApisAsync(ApiCall call)
    {
        Pages.WriteHttp(call, catalog.All(DocumentKind.HttpApi, call.Account, call.Region).Select(one => one.Document.Section("api")), "apiId");
        return ValueTask.CompletedTask;
    }

    private async ValueTask UpdateApiAsync(ApiCall call)
    {
        JsonObject changed = await ChangeAsync(call, root =>
        {
            JsonObject api = root.Section("api");
            JsonObject body = call.Body();
            foreach (string managed in (string[])["target", "routeKey", "credentialsArn"]) body.Remove(managed);
            api.Merge(body);
            FinishApi(call, api);
            return api.Copy();
        }).ConfigureAwait(false);
        call.Write(changed);
    }

    private async ValueTask DeleteApiAsync(ApiCall call)
    {
        await catalog.ChangeAsync<bool>(KeyOf(call), root => root is null ? throw ApiErrors.ApiMissing(call.Account, call.Label("apiId")) : (null, true)).ConfigureAwait(false);
        call.WriteNothing();
    }

    private void FinishRoute(ApiCall call, JsonObject root, JsonObject route)
    {
        string key = route.Text("routeKey")!;
        int blank = key.IndexOf(' ', StringComparison.Ordinal);
        if (key != "$default" && (blank < 0 || !Methods.Contains(key[..blank]) || !IsPath(key[(blank + 1)..]))) throw ApiErrors.RouteKeyInvalid;
        if (root.Section("routes").Any(other => other.Key != route.Text("routeId") && ((JsonObject)other.Value!).Text("routeKey") == key)) throw ApiErrors.RouteExists(key);
        route.Default("apiKeyRequired", false);
        route.Default("authorizationType", "NONE");
        if (route.Text("target") is { } target)
        {
            string id = target.StartsWith("integrations/", StringComparison.Ordinal) ? target["integrations/".Length..] : throw ApiErrors.Bad("Invalid target specified: only integrations/{integrationId} is a target");
            Part(root, "integrations", "Integration", id);
        }

        if (route.Text("authorizationType") is "JWT" or "CUSTOM")
        {
            string? authorizer = route.Text("authorizerId");
            if (string.IsNullOrEmpty(authorizer)) throw ApiErrors.Bad("No authorizerId was specified for the route");
            Part(root, "authorizers", "Authorizer", authorizer);
        }
    }

    private static bool IsPath(string path) => path.StartsWith('/') && !path.Contains(' ', StringComparison.Ordinal)
        && path.Split('/').All(part => !part.Contains('{', StringComparison.Ordinal) || (part.StartsWith('{') && part.EndsWith('}') && part.Length > 2))
        && path.IndexOf("+}", StringComparison.Ordinal) is var greedy && (greedy < 0 || greedy == path.Length - 2);

    private void FinishIntegration(ApiCall call, JsonObject root, JsonObject integration)
    {
        string? type = integration.Text("integrationType");
        if (type != "AWS_PROXY" || integration.ContainsKey("integrationSubtype")) throw ApiErrors.UnsupportedValue($"Integration type {type} {integration.Text("integrationSubtype")}".TrimEnd());
        if (FunctionUri.Read(integration.Text("integrationUri")) is null) throw ApiErrors.Bad("Invalid integration URI specified: AWS_PROXY integrations need the ARN of a Lambda function");
        integration.Default("connectionType", "INTERNET");
        integration.Default("integrationMethod", "POST");
        integration.Default("payloadFormatVersion", "1.0");
        integration.Default("timeoutInMillis", 30_000);
        if (integration.Text("payloadFormatVersion") is not ("1.0" or "2.0")) throw ApiErrors.Bad("Invalid payload format version specified: it must be 1.0 or 2.0");
        if (integration.Text("connectionType") != "INTERNET") throw ApiErrors.UnsupportedValue("Connection type VPC_LINK");
        if (integration.ContainsKey("requestParameters") || integration.ContainsKey("responseParameters")) throw ApiErrors.UnsupportedValue("Parameter mapping");
    }

    private static void FinishAuthorizer(ApiCall call, JsonObject root, JsonObject authorizer)
    {
        if (root.Section("authorizers").Any(other => other.Key != authorizer.Text("authorizerId") && ((JsonObject)other.Value!).Text("name") == authorizer.Text("name"))) throw ApiErrors.Conflict($"Authorizer with name {authorizer.Text("name")} already exists");
        if (authorizer.Text("authorizerType") == "JWT")
        {
            if (authorizer.Object("jwtConfiguration")?.Text("issuer") is not { } issuer || !Uri.TryCreate(issuer, UriKind.Absolute, out _)) throw ApiErrors.Bad("Invalid issuer: it must be an address");
            if (authorizer.Texts("identitySource").Count != 1) throw ApiErrors.Bad("A JWT authorizer needs one identity source");
            return;
        }

        if (FunctionUri.Read(authorizer.Text("authorizerUri")) is null) throw ApiErrors.Bad("Invalid Authorizer URI: it must name a Lambda function");
        if (authorizer.Text("authorizerPayloadFormatVersion") is not ("1.0" or "2.0")) throw ApiErrors.Bad("AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer");
        authorizer.Default("authorizerResultTtlInSeconds", 300);
        authorizer.Default("enableSimpleResponses", false);
        if (authorizer.Number("authorizerResultTtlInSeconds") > 0 && authorizer.Texts("identitySource").Count == 0) throw ApiErrors.Bad("Identity source is required when caching is enabled");
    }

    private async ValueTask CreateStageAsync(ApiCall call)
    {
        JsonObject made = await ChangeAsync(call, root =>
        {
            JsonObject stage = call.Body();
            string name = stage.Text("stageName")!;
            if (root.Section("stages").ContainsKey(name)) throw ApiErrors.Conflict($"Stage already exists");
            if (name != "$default" && name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-'))) throw ApiErrors.Bad("Stage name only allows a-zA-Z0-9_-");
            root.Section("stages")[name] = stage;
            FinishStage(call, root, stage);
            return stage.Copy();
        }).ConfigureAwait(false);
        call.Write(made);
    }

    private void FinishStage(ApiCall call, JsonObject root, JsonObject stage)
    {
        stage.Default("autoDeploy", false);
        stage.Default("defaultRouteSettings", new JsonObject { ["detailedMetricsEnabled"] = false });
        stage.Default("routeSettings", new JsonObject());
        stage.Default("stageVariables", new JsonObject());
        stage.Default("tags", new JsonObject());
        stage.Default("createdDate", Now);
        stage["lastUpdatedDate"] = Now;
        if (stage.Text("deploymentId") is { } deployment) Part(root, "deployments", "Deployment", deployment);
        if (!stage.Flag("autoDeploy") || stage.ContainsKey("deploymentId")) return;
        JsonObject automatic = Deploy(root, new JsonObject { ["autoDeployed"] = true, ["description"] = "Automatic deployment triggered by changes to the Api configuration" });
        automatic.Remove("snapshot"); // such a stage shows the API as it is now
        stage["deploymentId"] = automatic.Text("deploymentId");
    }

    private async ValueTask CreateDeploymentAsync(ApiCall call)
    {
        JsonObject made = await ChangeAsync(call, root =>
        {
            JsonObject body = call.Body();
            string? stageName = body.Text("stageName");
            body.Remove("stageName");
            JsonObject deployment = Deploy(root, body);
            if (stageName is not null)
            {
                JsonObject stage = Part(root, "stages", "Stage", stageName);
                stage["deploymentId"] = deployment.Text("deploymentId");
                stage["lastUpdatedDate"] = Now;
            }

            return Shown(deployment);
        }).ConfigureAwait(false);
        call.Write(made);
    }

    private JsonObject Deploy(JsonObject root, JsonObject deployment)
    {
        deployment["deploymentId"] = ids.Letters(DeploymentIdLetters);
        deployment["deploymentStatus"] = "DEPLOYED";
        deployment.Default("autoDeployed", false);
        deployment["createdDate"] = Now;
        deployment["snapshot"] = new JsonObject { ["routes"] = root.Section("routes").Copy(), ["integrations"] = root.Section("integrations").Copy(), ["authorizers"] = root.Section("authorizers").Copy() };
        root.Section("deployments")[deployment.Text("deploymentId")!] = deployment;
        return deployment;
    }
}
