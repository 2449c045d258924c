using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;
using Gateway.Wire.Answers;

namespace Gateway.StackCompat.ApiGateway.V1;

/// <summary>The operations of version 1: REST APIs with resources, methods, integrations, authorizers, deployments, stages; keys, plans, domain names; tags.</summary>
internal sealed partial class RestApiOperations
{
    private const int ApiIdLetters = 10;
    private const int PartIdLetters = 6;

    private readonly ApiCatalog catalog;
    private readonly TimeProvider time;
    private readonly IdMaker ids;

    public RestApiOperations(ApiCatalog catalog, TimeProvider time, IdMaker ids)
    {
        (this.catalog, this.time, this.ids) = (catalog, time, ids);
        All = new Dictionary<string, Func<ApiCall, ValueTask>>(StringComparer.Ordinal)
        {
            ["CreateRestApi"] = CreateApiAsync,
            ["ImportRestApi"] = ImportAsync,
            ["PutRestApi"] = PutAsync,
            ["GetRestApi"] = call => ShowAsync(call, root => root.Section("api")),
            ["GetRestApis"] = GetApisAsync,
            ["UpdateRestApi"] = UpdateApiAsync,
            ["DeleteRestApi"] = DeleteApiAsync,
            ["CreateResource"] = CreateResourceAsync,
            ["GetResource"] = call => ShowAsync(call, root => ShownResource(Resource(root, call), WantsMethods(call))),
            ["GetResources"] = GetResourcesAsync,
            ["UpdateResource"] = UpdateResourceAsync,
            ["DeleteResource"] = call => EditAsync(call, root => DeleteResource(root, call.Label("resource_id"))),
            ["PutMethod"] = PutMethodAsync,
            ["GetMethod"] = call => ShowAsync(call, root => Method(root, call)),
            ["UpdateMethod"] = call => PatchAsync(call, root => Method(root, call), "authorizationType", "authorizerId", "apiKeyRequired", "requestParameters", "requestModels", "operationName", "requestValidatorId", "authorizationScopes"),
            ["DeleteMethod"] = call => EditAsync(call, root => { Method(root, call); Resource(root, call).Section("resourceMethods").Remove(call.Label("http_method")); }),
            ["PutMethodResponse"] = call => PutResponseAsync(call, root => Method(root, call).Section("methodResponses")),
            ["GetMethodResponse"] = call => ShowAsync(call, root => Response(Method(root, call).Section("methodResponses"), call)),
            ["UpdateMethodResponse"] = call => PatchAsync(call, root => Response(Method(root, call).Section("methodResponses"), call), "responseParameters", "responseModels"),
            ["DeleteMethodResponse"] = call => EditAsync(call, root => { Response(Method(root, call).Section("methodResponses"), call); Method(root, call).Section("methodResponses").Remove(call.Label("status_code")); }),
            ["PutIntegration"] = PutIntegrationAsync,
            ["GetIntegration"] = call => ShowAsync(call, root => Integration(root, call)),
            ["UpdateIntegration"] = call => PatchAsync(call, root => Integration(root, call), "uri", "httpMethod", "credentials", "requestParameters", "requestTemplates", "passthroughBehavior", "cacheNamespace", "cacheKeyParameters", "contentHandling", "timeoutInMillis"),
            ["DeleteIntegration"] = call => EditAsync(call, root => { Integration(root, call); Method(root, call).Remove("methodIntegration"); }),
            ["PutIntegrationResponse"] = call => PutResponseAsync(call, root => Integration(root, call).Section("integrationResponses")),
            ["GetIntegrationResponse"] = call => ShowAsync(call, root => Response(Integration(root, call).Section("integrationResponses"), call)),
            ["UpdateIntegrationResponse"] = call => PatchAsync(call, root => Response(Integration(root, call).Section("integrationResponses"), call), "selectionPattern", "responseParameters", "responseTemplates", "contentHandling"),
            ["DeleteIntegrationResponse"] = call => EditAsync(call, root => { Response(Integration(root, call).Section("integrationResponses"), call); Integration(root, call).Section("integrationResponses").Remove(call.Label("status_code")); }),
            ["CreateDeployment"] = CreateDeploymentAsync,
            ["GetDeployment"] = call => ShowAsync(call, root => ShownDeployment(Part(root, "deployments", "Deployment", call.Label("deployment_id")))),
            ["GetDeployments"] = call => ListAsync(call, root => root.Section("deployments").Select(one => ShownDeployment((JsonObject)one.Value!)), "id"),
            ["UpdateDeployment"] = call => PatchAsync(call, root => Part(root, "deployments", "Deployment", call.Label("deployment_id")), "description"),
            ["DeleteDeployment"] = DeleteDeploymentAsync,
            ["CreateStage"] = CreateStageAsync,
            ["UpdateStage"] = UpdateStageAsync,
            ["CreateAuthorizer"] = call => CreateAsync(call, "authorizers", FinishAuthorizer),
            ["UpdateAuthorizer"] = call => PatchAsync(call, root => Part(root, "authorizers", "Authorizer", call.Label("authorizer_id")), "name", "authorizerUri", "authorizerCredentials", "identitySource", "identityValidationExpression", "authorizerResultTtlInSeconds", "providerARNs", "authType"),
            ["CreateModel"] = CreateModelAsync,
            ["UpdateModel"] = call => PatchAsync(call, root => Part(root, "models", "Model", call.Label("model_name")), "description", "schema"),
            ["CreateRequestValidator"] = call => CreateAsync(call, "requestValidators", static (_, validator) => Defaults(validator, "validateRequestBody", "validateRequestParameters")),
            ["UpdateRequestValidator"] = call => PatchAsync(call, root => Part(root, "requestValidators", "Request Validator", call.Label("requestvalidator_id")), "name", "validateRequestBody", "validateRequestParameters"),
            ["PutGatewayResponse"] = PutGatewayResponseAsync,
            ["GetGatewayResponse"] = call => ShowAsync(call, root => GatewayResponse(root, call.Label("response_type"))),
            ["GetGatewayResponses"] = call => ListAsync(call, root => GatewayResponseTypes.All.Select(type => GatewayResponse(root, type.Name)), "responseType"),
            ["UpdateGatewayResponse"] = UpdateGatewayResponseAsync,
            ["DeleteGatewayResponse"] = call => EditAsync(call, root => root.Section("gatewayResponses").Remove(call.Label("response_type"))),
            ["GetAccount"] = GetAccountAsync,
            ["UpdateAccount"] = UpdateAccountAsync,
            ["TagResource"] = call => TagAsync(call, tags => tags.Merge(call.Body().Section("tags"))),
            ["UntagResource"] = call => TagAsync(call, tags => { foreach (string name in call.Input.Texts("tagKeys") ?? []) tags.Remove(name); }),
            ["GetTags"] = GetTagsAsync,
        };
        AddReads("stages", "stageName", "stage", "stage_name", "GetStage", "GetStages", "DeleteStage");
        AddReads("authorizers", "id", "Authorizer", "authorizer_id", "GetAuthorizer", "GetAuthorizers", "DeleteAuthorizer");
        AddReads("models", "name", "Model", "model_name", "GetModel", "GetModels", "DeleteModel");
        AddReads("requestValidators", "id", "Request Validator", "requestvalidator_id", "GetRequestValidator", "GetRequestValidators", "DeleteRequestValidator");
        AddKeys();
        AddDomains();
    }

    /// <summary>By name.</summary>
    public Dictionary<string, Func<ApiCall, ValueTask>> All { get; }

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    private static DocumentKey KeyOf(ApiCall call) => call.Key(DocumentKind.RestApi, call.Label("restapi_id"));

    private static JsonObject Part(JsonObject root, string section, string kind, string id) => root.Section(section).Object(id) ?? throw ApiErrors.RestMissing(kind);

    private static void Defaults(JsonObject part, params ReadOnlySpan<string> flags)
    {
        foreach (string flag in flags) part.Default(flag, false);
    }

    private void AddReads(string section, string idName, string kind, string label, string get, string list, string delete)
    {
        All[get] = call => ShowAsync(call, root => Part(root, section, kind, call.Label(label)));
        if (section == "stages") All[list] = WriteStages;
        else All[list] = call => ListAsync(call, root => root.Section(section).Select(one => (JsonObject)one.Value!), idName);
        All[delete] = call => EditAsync(call, root =>
        {
            Part(root, section, kind, call.Label(label));
            root.Section(section).Remove(call.Label(label));
        });
    }

    private T Read<T>(ApiCall call, Func<JsonObject, T> read)
        where T : class => catalog.Read(KeyOf(call), read) ?? throw ApiErrors.ApiMissing(call.Account, call.Label("restapi_id"));

    private ValueTask ShowAsync(ApiCall call, Func<JsonObject, JsonObject> read)
    {
        call.Write(Read(call, root => read(root).Copy()));
        return ValueTask.CompletedTask;
    }

    private ValueTask ListAsync(ApiCall call, Func<JsonObject, IEnumerable<JsonObject>> read, string idName)
    {
        Pages.WriteRest(call, Read(call, root => read(root).Select(one => one.Copy()).ToList()), idName);
        return ValueTask.CompletedTask;
    }

    /// <summary>Stages come whole, under a name of their own.</summary>
    private ValueTask WriteStages(ApiCall call)
    {
        string? deployment = call.Query("deploymentId");
        call.Write(Read(call, root => new JsonObject
        {
            ["item"] = new JsonArray([.. root.Section("stages").Select(one => (JsonObject)one.Value!).Where(stage => deployment is null || stage.Text("deploymentId") == deployment).Select(stage => stage.Copy())]),
        }));
        return ValueTask.CompletedTask;
    }

    private ValueTask<T> ChangeAsync<T>(ApiCall call, Func<JsonObject, T> change) => catalog.ChangeAsync<T>(KeyOf(call), root =>
    {
        if (root is null) throw ApiErrors.ApiMissing(call.Account, call.Label("restapi_id"));
        T result = change(root);
        return (root, result);
    });

    private async ValueTask EditAsync(ApiCall call, Action<JsonObject> edit)
    {
        await ChangeAsync(call, root =>
        {
            edit(root);
            return true;
        }).ConfigureAwait(false);
        call.WriteNothing();
    }

    private async ValueTask PatchAsync(ApiCall call, Func<JsonObject, JsonObject> find, params string[] mayChange) => call.Write(await ChangeAsync(call, root =>
    {
        JsonObject part = find(root);
        PatchOperations.Apply(part, call.Input, mayChange);
        JsonObject shown = part.Copy();
        shown.Remove("snapshot");
        return shown;
    }).ConfigureAwait(false));

    private async ValueTask CreateAsync(ApiCall call, string section, Action<JsonObject, JsonObject> finish) => call.Write(await ChangeAsync(call, root =>
    {
        JsonObject part = call.Body();
        part["id"] = ids.Letters(PartIdLetters);
        finish(root, part);
        root.Section(section)[part.Text("id")!] = part;
        return part.Copy();
    }).ConfigureAwait(false));
}
