using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;

namespace Gateway.StackCompat.ApiGateway.V1;

/// <content>Deployments, stages, authorizers, models, gateway responses.</content>
internal sealed partial class RestApiOperations
{
    private static readonly string[] OfStage = ["cacheClusterEnabled", "cacheClusterSize", "canarySettings", "tracingEnabled", "variables", "stageDescription", "stageName"];

    private static JsonObject ShownDeployment(JsonObject deployment)
    {
        JsonObject shown = deployment.Copy();
        shown.Remove("snapshot");
        return shown;
    }

    private async ValueTask CreateDeploymentAsync(ApiCall call) => call.Write(await ChangeAsync(call, root =>
    {
        JsonObject body = call.Body();
        if (body.ContainsKey("canarySettings")) throw ApiErrors.UnsupportedValue("A canary");
        bool hasMethod = root.Section("resources").Any(one => ((JsonObject)one.Value!).Object("resourceMethods") is { Count: > 0 });
        if (!hasMethod) throw ApiErrors.Bad("The REST API doesn't contain any methods");
        bool hasAll = root.Section("resources").All(one => (((JsonObject)one.Value!).Object("resourceMethods") ?? []).All(method => ((JsonObject)method.Value!).ContainsKey("methodIntegration")));
        if (!hasAll) throw ApiErrors.Bad("No integration defined for method");

        JsonObject deployment = new() { ["id"] = ids.Letters(PartIdLetters), ["createdDate"] = Now };
        if (body.Text("description") is { } description) deployment["description"] = description;
        deployment["snapshot"] = new JsonObject { ["resources"] = root.Section("resources").Copy(), ["authorizers"] = root.Section("authorizers").Copy(), ["gatewayResponses"] = root.Section("gatewayResponses").Copy() };
        root.Section("deployments")[deployment.Text("id")!] = deployment;
        if (body.Text("stageName") is { Length: > 0 } name)
        {
            JsonObject stage = root.Section("stages").Object(name) ?? NewStage(name);
            stage["deploymentId"] = deployment.Text("id");
            stage["lastUpdatedDate"] = Now;
            foreach (string member in OfStage)
            {
                if (body[member] is { } value) stage[member == "stageDescription" ? "description" : member] = value.DeepClone();
            }

            if (!root.Section("stages").ContainsKey(name)) root.Section("stages")[name] = stage;
        }

        return ShownDeployment(deployment);
    }).ConfigureAwait(false));

    private JsonObject NewStage(string name)
    {
        if (name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-'))) throw ApiErrors.Bad("Stage name only allows a-zA-Z0-9_");
        return new JsonObject { ["stageName"] = name, ["cacheClusterEnabled"] = false, ["cacheClusterStatus"] = "NOT_AVAILABLE", ["methodSettings"] = new JsonObject(), ["tracingEnabled"] = false, ["createdDate"] = Now, ["lastUpdatedDate"] = Now };
    }

    private ValueTask DeleteDeploymentAsync(ApiCall call) => EditAsync(call, root =>
    {
        string id = call.Label("deployment_id");
        Part(root, "deployments", "Deployment", id);
        if (root.Section("stages").Any(stage => ((JsonObject)stage.Value!).Text("deploymentId") == id)) throw ApiErrors.Bad("Active stages pointing to this deployment must be moved or deleted");
        root.Section("deployments").Remove(id);
    });

    private async ValueTask CreateStageAsync(ApiCall call) => call.Write(await ChangeAsync(call, root =>
    {
        JsonObject body = call.Body();
        string name = body.Text("stageName")!;
        if (body.ContainsKey("canarySettings")) throw ApiErrors.UnsupportedValue("A canary");
        if (root.Section("stages").ContainsKey(name)) throw ApiErrors.Conflict("Stage already exists");
        Part(root, "deployments", "Deployment", body.Text("deploymentId")!);
        JsonObject stage = NewStage(name);
        stage.Merge(body);
        root.Section("stages")[name] = stage;
        return stage.Copy();
    }).ConfigureAwait(false));

    private async ValueTask UpdateStageAsync(ApiCall call) => call.Write(await ChangeAsync(call, root =>
    {
        JsonObject stage = Part(root, "stages", "stage", call.Label("stage_name"));
        StagePatches.Apply(stage, call.Input);
        Part(root, "deployments", "Deployment", stage.Text("deploymentId") ?? "");
        stage["lastUpdatedDate"] = Now;
        return stage.Copy();
    }).ConfigureAwait(false));

    private static void FinishAuthorizer(JsonObject root, JsonObject authorizer)
    {
        if (root.Section("authorizers").Any(other => ((JsonObject)other.Value!).Text("name") == authorizer.Text("name"))) throw ApiErrors.Conflict("Authorizer name must be unique. Authorizer " + authorizer.Text("name") + " already exists in this RestApi.");
        string? type = authorizer.Text("type");
        if (type == "COGNITO_USER_POOLS")
        {
            if (authorizer.Texts("providerARNs").Count != 1 || RestApiCompiler.IssuerOf(authorizer.Texts("providerARNs")[0]) is null) throw ApiErrors.Bad("Invalid Cognito user pool: one ARN of a user pool is taken here");
            authorizer.Default("identitySource", "method.request.header.Authorization");
            authorizer.Default("authType", "cognito_user_pools");
            return;
        }

        if (FunctionUri.Read(authorizer.Text("authorizerUri")) is null) throw ApiErrors.Bad("Invalid Authorizer URI: it must name a Lambda function");
        authorizer.Default("authorizerResultTtlInSeconds", 300);
        if (type == "TOKEN") authorizer.Default("identitySource", "method.request.header.Authorization");
        if (authorizer.Number("authorizerResultTtlInSeconds") is < 0 or > 3600) throw ApiErrors.Bad("Authorizer result TTL must be between 0 and 3600 seconds");
        if (string.IsNullOrEmpty(authorizer.Text("identitySource")) && authorizer.Number("authorizerResultTtlInSeconds") > 0) throw ApiErrors.Bad("Identity source cannot be empty when caching is enabled");
        authorizer.Default("authType", "custom");
    }

    private async ValueTask CreateModelAsync(ApiCall call) => call.Write(await ChangeAsync(call, root =>
    {
        JsonObject model = call.Body();
        string name = model.Text("name")!;
        if (root.Section("models").ContainsKey(name)) throw ApiErrors.Conflict($"Model name already exists for this REST API");
        model["id"] = ids.Letters(PartIdLetters);
        root.Section("models")[name] = model;
        return model.Copy();
    }).ConfigureAwait(false));

    /// <summary>What was set for a type, or the usual.</summary>
    private static JsonObject GatewayResponse(JsonObject root, string type)
    {
        if (root.Section("gatewayResponses").Object(type) is { } own) return own;
        (string Name, string? Status) known = GatewayResponseTypes.All.FirstOrDefault(one => one.Name == type);
        if (known.Name is null) throw ApiErrors.NotFound("Invalid gateway response type specified");
        JsonObject usual = new()
        {
            ["responseType"] = type,
            ["responseParameters"] = new JsonObject(),
            ["responseTemplates"] = new JsonObject { ["application/json"] = "{\"message\":$context.error.messageString}" },
            ["defaultResponse"] = true,
        };
        if (known.Status is not null) usual["statusCode"] = known.Status;
        return usual;
    }

    private async ValueTask PutGatewayResponseAsync(ApiCall call) => call.Write(await ChangeAsync(call, root =>
    {
        string type = call.Label("response_type");
        GatewayResponse(root, type);
        JsonObject own = call.Body();
        own["responseType"] = type;
        own.Default("responseParameters", new JsonObject());
        own.Default("responseTemplates", new JsonObject());
        own["defaultResponse"] = false;
        root.Section("gatewayResponses")[type] = own;
        return own.Copy();
    }).ConfigureAwait(false));

    private async ValueTask UpdateGatewayResponseAsync(ApiCall call) => call.Write(await ChangeAsync(call, root =>
    {
        string type = call.Label("response_type");
        JsonObject own = GatewayResponse(root, type).Copy();
        PatchOperations.Apply(own, call.Input, "statusCode", "responseParameters", "responseTemplates");
        own["defaultResponse"] = false;
        root.Section("gatewayResponses")[type] = own;
        return own.Copy();
    }).ConfigureAwait(false));
}
