using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;
using Gateway.Wire.Answers;

namespace Gateway.StackCompat.ApiGateway.V2;

/// <summary>The operations of version 2: HTTP APIs with routes, integrations, authorizers, stages, deployments; domain names and mappings; tags.</summary>
internal sealed partial class HttpApiOperations
{
    private const int ApiIdLetters = 10;
    private const int PartIdLetters = 7;
    private const int DeploymentIdLetters = 6;

    private readonly ApiCatalog catalog;
    private readonly TimeProvider time;
    private readonly IdMaker ids;
    private readonly Func<string, string, string> endpointOf;

    public HttpApiOperations(ApiCatalog catalog, TimeProvider time, IdMaker ids, Func<string, string, string> endpointOf)
    {
        (this.catalog, this.time, this.ids, this.endpointOf) = (catalog, time, ids, endpointOf);
        All = new Dictionary<string, Func<ApiCall, ValueTask>>(StringComparer.Ordinal)
        {
            ["CreateApi"] = CreateApiAsync,
            ["ImportApi"] = ImportAsync,
            ["ReimportApi"] = ReimportAsync,
            ["GetApi"] = GetApiAsync,
            ["GetApis"] = GetApisAsync,
            ["UpdateApi"] = UpdateApiAsync,
            ["DeleteApi"] = DeleteApiAsync,
            ["DeleteCorsConfiguration"] = call => EditAsync(call, root => root.Section("api").Remove("corsConfiguration")),
            ["CreateRoute"] = call => CreateAsync(call, "routes", "routeId", FinishRoute),
            ["UpdateRoute"] = call => UpdateAsync(call, "routes", "routeId", "Route", FinishRoute),
            ["DeleteRouteRequestParameter"] = call => EditAsync(call, root => Part(root, "routes", "Route", call.Label("routeId")).Object("requestParameters")?.Remove(call.Label("requestParameterKey"))),
            ["CreateIntegration"] = call => CreateAsync(call, "integrations", "integrationId", FinishIntegration),
            ["UpdateIntegration"] = call => UpdateAsync(call, "integrations", "integrationId", "Integration", FinishIntegration),
            ["CreateAuthorizer"] = call => CreateAsync(call, "authorizers", "authorizerId", FinishAuthorizer),
            ["UpdateAuthorizer"] = call => UpdateAsync(call, "authorizers", "authorizerId", "Authorizer", FinishAuthorizer),
            ["CreateStage"] = CreateStageAsync,
            ["UpdateStage"] = call => UpdateAsync(call, "stages", "stageName", "Stage", FinishStage),
            ["DeleteRouteSettings"] = call => EditAsync(call, root => Part(root, "stages", "Stage", call.Label("stageName")).Object("routeSettings")?.Remove(call.Label("routeKey"))),
            ["DeleteAccessLogSettings"] = call => EditAsync(call, root => Part(root, "stages", "Stage", call.Label("stageName")).Remove("accessLogSettings")),
            ["CreateDeployment"] = CreateDeploymentAsync,
            ["UpdateDeployment"] = call => UpdateAsync(call, "deployments", "deploymentId", "Deployment", static (_, _, _) => { }),
            ["CreateDomainName"] = CreateDomainAsync,
            ["GetDomainName"] = call => WriteDomainAsync(call, call.Label("domainName")),
            ["GetDomainNames"] = GetDomainsAsync,
            ["UpdateDomainName"] = UpdateDomainAsync,
            ["DeleteDomainName"] = DeleteDomainAsync,
            ["CreateApiMapping"] = CreateMappingAsync,
            ["GetApiMapping"] = GetMappingAsync,
            ["GetApiMappings"] = GetMappingsAsync,
            ["UpdateApiMapping"] = UpdateMappingAsync,
            ["DeleteApiMapping"] = DeleteMappingAsync,
            ["TagResource"] = call => TagAsync(call, tags => tags.Merge(call.Body().Section("tags"))),
            ["UntagResource"] = call => TagAsync(call, tags => Remove(tags, call.Input.Texts("TagKeys") ?? [])),
            ["GetTags"] = GetTagsAsync,
        };
        AddReads("routes", "routeId", "Route", "GetRoute", "GetRoutes", "DeleteRoute");
        AddReads("integrations", "integrationId", "Integration", "GetIntegration", "GetIntegrations", "DeleteIntegration");
        AddReads("authorizers", "authorizerId", "Authorizer", "GetAuthorizer", "GetAuthorizers", "DeleteAuthorizer");
        AddReads("stages", "stageName", "Stage", "GetStage", "GetStages", "DeleteStage");
        AddReads("deployments", "deploymentId", "Deployment", "GetDeployment", "GetDeployments", "DeleteDeployment");
    }

    /// <summary>By name.</summary>
    public Dictionary<string, Func<ApiCall, ValueTask>> All { get; }

    private string Now => WireTime.IsoSeconds(time.GetUtcNow());

    private static DocumentKey KeyOf(ApiCall call) => call.Key(DocumentKind.HttpApi, call.Label("apiId"));

    private static JsonObject Part(JsonObject root, string section, string kind, string id) => root.Section(section).Object(id) ?? throw ApiErrors.Missing(kind, id);

    /// <summary>A part as clients see it.</summary>
    private static JsonObject Shown(JsonObject part)
    {
        JsonObject shown = part.Copy();
        shown.Remove("snapshot");
        return shown;
    }

    private static void Remove(JsonObject from, IReadOnlyList<string> names)
    {
        foreach (string name in names) from.Remove(name);
    }

    private void AddReads(string section, string idName, string kind, string get, string list, string delete)
    {
        All[get] = call =>
        {
            call.Write(Read(call, root => Shown(Part(root, section, kind, call.Label(idName)))));
            return ValueTask.CompletedTask;
        };
        All[list] = call =>
        {
            Pages.WriteHttp(call, Read(call, root => root.Section(section).Select(one => Shown((JsonObject)one.Value!)).ToList()), idName);
            return ValueTask.CompletedTask;
        };
        All[delete] = call => EditAsync(call, root =>
        {
            string id = call.Label(idName);
            Part(root, section, kind, id);
            CheckUnused(root, section, id);
            root.Section(section).Remove(id);
        });
    }

    private static void CheckUnused(JsonObject root, string section, string id)
    {
        if (section == "integrations" && root.Section("routes").Any(route => ((JsonObject)route.Value!).Text("target") == $"integrations/{id}")) throw ApiErrors.Conflict($"Cannot delete Integration '{id}' due to conflict on Route");
        if (section == "deployments" && root.Section("stages").Any(stage => ((JsonObject)stage.Value!).Text("deploymentId") == id)) throw ApiErrors.Bad("Active stages pointing to this deployment must be moved or deleted");
    }

    private T Read<T>(ApiCall call, Func<JsonObject, T> read)
        where T : class => catalog.Read(KeyOf(call), read) ?? throw ApiErrors.ApiMissing(call.Account, call.Label("apiId"));

    /// <summary>Changes an API's document, and answers that it is done.</summary>
    private async ValueTask EditAsync(ApiCall call, Action<JsonObject> edit)
    {
        await ChangeAsync(call, root =>
        {
            edit(root);
            return true;
        }).ConfigureAwait(false);
        call.WriteNothing();
    }

    private ValueTask<T> ChangeAsync<T>(ApiCall call, Func<JsonObject, T> change) => catalog.ChangeAsync<T>(KeyOf(call), root =>
    {
        if (root is null) throw ApiErrors.ApiMissing(call.Account, call.Label("apiId"));
        T result = change(root);
        return (root, result);
    });

    private async ValueTask CreateAsync(ApiCall call, string section, string idName, Action<ApiCall, JsonObject, JsonObject> finish)
    {
        JsonObject made = await ChangeAsync(call, root =>
        {
            JsonObject part = call.Body();
            part[idName] = ids.Letters(PartIdLetters);
            finish(call, root, part);
            root.Section(section)[part.Text(idName)!] = part;
            return part.Copy();
        }).ConfigureAwait(false);
        call.Write(made);
    }

    private async ValueTask UpdateAsync(ApiCall call, string section, string idName, string kind, Action<ApiCall, JsonObject, JsonObject> finish)
    {
        JsonObject changed = await ChangeAsync(call, root =>
        {
            JsonObject part = Part(root, section, kind, call.Label(idName));
            part.Merge(call.Body());
            finish(call, root, part);
            return Shown(part);
        }).ConfigureAwait(false);
        call.Write(changed);
    }
}
