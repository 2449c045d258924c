using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;

namespace Gateway.StackCompat.ApiGateway.V1;

/// <content>Domain names with base path mappings, and tags. A domain name is one document for both versions of the control API.</content>
internal sealed partial class RestApiOperations
{
    private const string NoBasePath = "(none)";

    private static JsonObject ShownDomain(JsonObject document)
    {
        JsonObject shown = document.Section("rest").Copy();
        shown["domainName"] = document.Text("domainName");
        if (document.Object("tags") is { Count: > 0 } tags) shown["tags"] = tags.Copy();
        return shown;
    }

    private static JsonObject ShownMapping(JsonObject mapping) => new()
    {
        ["basePath"] = mapping.Text("apiMappingKey") is { Length: > 0 } path ? path : NoBasePath,
        ["restApiId"] = mapping.Text("apiId"),
        ["stage"] = mapping.Text("stage"),
    };

    private static JsonObject FindMapping(JsonObject domain, string basePath) =>
        domain.Section("mappings").Select(one => (JsonObject)one.Value!).FirstOrDefault(mapping => (mapping.Text("apiMappingKey") is { Length: > 0 } path ? path : NoBasePath) == basePath) ?? throw ApiErrors.RestMissing("base path mapping");

    private void AddDomains()
    {
        All["CreateDomainName"] = CreateDomainAsync;
        All["GetDomainName"] = call => ShowOtherAsync(call, "domain", call.Label("domain_name"), "domain name", ShownDomain);
        All["GetDomainNames"] = call =>
        {
            Pages.WriteRest(call, catalog.All(DocumentKind.Other, call.Account, call.Region, "domain/").Select(one => ShownDomain(one.Document)), "domainName");
            return ValueTask.CompletedTask;
        };
        All["UpdateDomainName"] = async call => call.Write(await ChangeOtherAsync(call, "domain", call.Label("domain_name"), "domain name", document =>
        {
            PatchOperations.Apply(document.Section("rest"), call.Input, "certificateArn", "certificateName", "regionalCertificateArn", "regionalCertificateName", "securityPolicy", "endpointConfiguration");
            return ShownDomain(document);
        }).ConfigureAwait(false));
        All["DeleteDomainName"] = call => DropOtherAsync(call, "domain", call.Label("domain_name"), "domain name");
        All["CreateBasePathMapping"] = CreateBasePathAsync;
        All["GetBasePathMapping"] = call => ShowOtherAsync(call, "domain", call.Label("domain_name"), "domain name", domain => ShownMapping(FindMapping(domain, call.Label("base_path"))));
        All["GetBasePathMappings"] = call =>
        {
            Pages.WriteRest(call, catalog.Read(Other(call, "domain", call.Label("domain_name")), domain => domain.Section("mappings").Select(one => ShownMapping((JsonObject)one.Value!)).ToList()) ?? throw ApiErrors.RestMissing("domain name"), "basePath");
            return ValueTask.CompletedTask;
        };
        All["UpdateBasePathMapping"] = UpdateBasePathAsync;
        All["DeleteBasePathMapping"] = async call =>
        {
            await ChangeOtherAsync(call, "domain", call.Label("domain_name"), "domain name", domain => domain.Section("mappings").Remove(FindMapping(domain, call.Label("base_path")).Text("apiMappingId")!)).ConfigureAwait(false);
            call.WriteNothing();
        };
    }

    private async ValueTask CreateDomainAsync(ApiCall call)
    {
        JsonObject rest = call.Body();
        string name = rest.Text("domainName")!;
        DomainRules.Check(catalog, name);
        rest.Remove("domainName");
        JsonNode? tags = rest["tags"]?.DeepClone();
        rest.Remove("tags");
        rest.Default("endpointConfiguration", new JsonObject { ["types"] = new JsonArray("EDGE") });
        bool isRegional = rest.Object("endpointConfiguration")!.Texts("types").Contains("REGIONAL");
        rest.Default(isRegional ? "regionalDomainName" : "distributionDomainName", isRegional ? $"d-{ids.Letters(ApiIdLetters)}.execute-api.{call.Region}.amazonaws.com" : $"d{ids.Letters(13)}.cloudfront.net");
        rest.Default(isRegional ? "regionalHostedZoneId" : "distributionHostedZoneId", isRegional ? "Z1UJRXOUMOOFQ8" : "Z2FDTNDATAQYW2");
        rest.Default("domainNameStatus", "AVAILABLE");
        rest.Default("securityPolicy", "TLS_1_2");
        JsonObject document = new()
        {
            ["domainName"] = name,
            ["apiMappingSelectionExpression"] = "$request.basepath",
            ["tags"] = tags ?? new JsonObject(),
            ["rest"] = rest,
            ["domainNameArn"] = $"arn:aws:apigateway:{call.Region}::/domainnames/{name}",
            ["domainNameConfigurations"] = new JsonArray(new JsonObject { ["apiGatewayDomainName"] = rest.Text("regionalDomainName") ?? rest.Text("distributionDomainName"), ["endpointType"] = isRegional ? "REGIONAL" : "EDGE", ["domainNameStatus"] = "AVAILABLE", ["securityPolicy"] = rest.Text("securityPolicy") }),
        };
        call.Write(await catalog.ChangeAsync(Other(call, "domain", name), before => before is not null ? throw ApiErrors.Conflict("The domain name you provided already exists.") : (document, ShownDomain(document))).ConfigureAwait(false));
    }

    private async ValueTask CreateBasePathAsync(ApiCall call)
    {
        JsonObject body = call.Body();
        CheckStage(call, body.Text("restApiId")!, body.Text("stage"));
        call.Write(await ChangeOtherAsync(call, "domain", call.Label("domain_name"), "domain name", domain =>
        {
            string path = body.Text("basePath") is { Length: > 0 } given && given != NoBasePath ? given : "";
            if (domain.Section("mappings").Any(one => (((JsonObject)one.Value!).Text("apiMappingKey") ?? "") == path)) throw ApiErrors.Conflict("Base path already exists for this domain name");
            JsonObject mapping = new() { ["apiMappingId"] = ids.Letters(PartIdLetters), ["apiId"] = body.Text("restApiId"), ["apiMappingKey"] = path };
            if (body.Text("stage") is { Length: > 0 } stage) mapping["stage"] = stage;
            domain.Section("mappings")[mapping.Text("apiMappingId")!] = mapping;
            return ShownMapping(mapping);
        }).ConfigureAwait(false));
    }

    private async ValueTask UpdateBasePathAsync(ApiCall call) => call.Write(await ChangeOtherAsync(call, "domain", call.Label("domain_name"), "domain name", domain =>
    {
        JsonObject mapping = FindMapping(domain, call.Label("base_path"));
        JsonObject shown = ShownMapping(mapping);
        PatchOperations.Apply(shown, call.Input, "basePath", "restapiId", "restApiId", "stage");
        mapping["apiMappingKey"] = shown.Text("basePath") == NoBasePath ? "" : shown.Text("basePath");
        mapping["apiId"] = shown.Text("restapiId") ?? shown.Text("restApiId");
        if (shown.Text("stage") is { Length: > 0 } stage) mapping["stage"] = stage;
        CheckStage(call, mapping.Text("apiId")!, mapping.Text("stage"));
        return ShownMapping(mapping);
    }).ConfigureAwait(false));

    private void CheckStage(ApiCall call, string apiId, string? stage)
    {
        if (catalog.FindApi(apiId) is not { } api || api.AccountId != call.Account) throw ApiErrors.ApiMissing(call.Account, apiId);
        if (!string.IsNullOrEmpty(stage) && !api.Stages.ContainsKey(stage)) throw ApiErrors.RestMissing("stage");
    }

    /// <summary>The document and the part of it that an ARN names, as <c>arn:aws:apigateway:us-east-1::/restapis/ID/stages/NAME</c>.</summary>
    private static (DocumentKey Key, Func<JsonObject, JsonObject> Part) Tagged(ApiCall call)
    {
        string arn = Uri.UnescapeDataString(call.Label("resource_arn"));
        int slash = arn.IndexOf('/', StringComparison.Ordinal);
        string[] path = slash < 0 ? [] : arn[(slash + 1)..].Split('/');
        return path switch
        {
            ["restapis", var id] => (call.Key(DocumentKind.RestApi, id), root => root.Section("api")),
            ["restapis", var id, "stages", var stage] => (call.Key(DocumentKind.RestApi, id), root => Part(root, "stages", "stage", stage)),
            ["apikeys", var id] => (Other(call, "key", id), root => root),
            ["usageplans", var id] => (Other(call, "plan", id), root => root),
            ["domainnames", var name] => (Other(call, "domain", name), root => root),
            _ => throw ApiErrors.Bad("Invalid ARN specified in the request"),
        };
    }

    private async ValueTask TagAsync(ApiCall call, Action<JsonObject> change)
    {
        (DocumentKey key, Func<JsonObject, JsonObject> part) = Tagged(call);
        await catalog.ChangeAsync<bool>(key, root =>
        {
            if (root is null) throw ApiErrors.RestMissing("resource");
            change(part(root).Section("tags"));
            return (root, true);
        }).ConfigureAwait(false);
        call.WriteNothing();
    }

    private ValueTask GetTagsAsync(ApiCall call)
    {
        (DocumentKey key, Func<JsonObject, JsonObject> part) = Tagged(call);
        call.Write(catalog.Read(key, root => new JsonObject { ["tags"] = part(root).Section("tags").Copy() }) ?? throw ApiErrors.RestMissing("resource"));
        return ValueTask.CompletedTask;
    }
}
