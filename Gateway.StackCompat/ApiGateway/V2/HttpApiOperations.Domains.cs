using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;

namespace Gateway.StackCompat.ApiGateway.V2;

/// <content>Domain names, their mappings, and tags.</content>
internal sealed partial class HttpApiOperations
{
    private static DocumentKey DomainKey(ApiCall call, string name) => call.Key(DocumentKind.Other, $"domain/{name}");

    private static JsonObject ShownDomain(JsonObject document)
    {
        JsonObject shown = document.Copy();
        shown.Remove("mappings");
        shown.Remove("rest");
        return shown;
    }

    private async ValueTask CreateDomainAsync(ApiCall call)
    {
        JsonObject domain = call.Body();
        string name = domain.Text("domainName")!;
        DomainRules.Check(catalog, name);
        FinishDomain(call, domain);
        JsonObject made = await catalog.ChangeAsync(DomainKey(call, name), before => before is not null ? throw ApiErrors.Conflict("The domain name you provided already exists.") : (domain, ShownDomain(domain))).ConfigureAwait(false);
        call.Write(made);
    }

    private void FinishDomain(ApiCall call, JsonObject domain)
    {
        domain.Default("apiMappingSelectionExpression", "$request.basepath");
        domain.Default("tags", new JsonObject());
        domain["domainNameArn"] = $"arn:aws:apigateway:{call.Region}::/domainnames/{domain.Text("domainName")}";
        domain.Default("domainNameConfigurations", new JsonArray(new JsonObject()));
        foreach (JsonObject configuration in (domain["domainNameConfigurations"] as JsonArray ?? []).OfType<JsonObject>())
        {
            configuration.Default("apiGatewayDomainName", $"d-{ids.Letters(ApiIdLetters)}.execute-api.{call.Region}.amazonaws.com");
            configuration.Default("endpointType", "REGIONAL");
            configuration.Default("hostedZoneId", "Z1UJRXOUMOOFQ8");
            configuration.Default("securityPolicy", "TLS_1_2");
            configuration.Default("domainNameStatus", "AVAILABLE");
            configuration.Default("ipAddressType", "ipv4");
        }
    }

    private ValueTask WriteDomainAsync(ApiCall call, string name)
    {
        call.Write(catalog.Read(DomainKey(call, name), ShownDomain) ?? throw ApiErrors.NotFound("Invalid domain name identifier specified"));
        return ValueTask.CompletedTask;
    }

    private ValueTask GetDomainsAsync(ApiCall call)
    {
        Pages.WriteHttp(call, catalog.All(DocumentKind.Other, call.Account, call.Region, "domain/").Select(one => ShownDomain(one.Document)), "domainName");
        return ValueTask.CompletedTask;
    }

    private async ValueTask UpdateDomainAsync(ApiCall call)
    {
        call.Write(await ChangeDomainAsync(call, domain =>
        {
            domain.Merge(call.Body());
            FinishDomain(call, domain);
            return ShownDomain(domain);
        }).ConfigureAwait(false));
    }

    private async ValueTask DeleteDomainAsync(ApiCall call)
    {
        await catalog.ChangeAsync<bool>(DomainKey(call, call.Label("domainName")), before => before is null ? throw ApiErrors.NotFound("Invalid domain name identifier specified") : (null, true)).ConfigureAwait(false);
        call.WriteNothing();
    }

    private ValueTask<T> ChangeDomainAsync<T>(ApiCall call, Func<JsonObject, T> change) => catalog.ChangeAsync<T>(DomainKey(call, call.Label("domainName")), before =>
    {
        if (before is null) throw ApiErrors.NotFound("Invalid domain name identifier specified");
        T result = change(before);
        return (before, result);
    });

    private async ValueTask CreateMappingAsync(ApiCall call) => call.Write(await ChangeDomainAsync(call, domain =>
    {
        JsonObject mapping = call.Body();
        mapping["apiMappingId"] = ids.Letters(DeploymentIdLetters);
        FinishMapping(call, domain, mapping);
        domain.Section("mappings")[mapping.Text("apiMappingId")!] = mapping;
        return mapping.Copy();
    }).ConfigureAwait(false));

    private async ValueTask UpdateMappingAsync(ApiCall call) => call.Write(await ChangeDomainAsync(call, domain =>
    {
        JsonObject mapping = domain.Section("mappings").Object(call.Label("apiMappingId")) ?? throw ApiErrors.Missing("ApiMapping", call.Label("apiMappingId"));
        mapping.Merge(call.Body());
        FinishMapping(call, domain, mapping);
        return mapping.Copy();
    }).ConfigureAwait(false));

    private void FinishMapping(ApiCall call, JsonObject domain, JsonObject mapping)
    {
        if (catalog.FindApi(mapping.Text("apiId")!) is not { } api || api.AccountId != call.Account) throw ApiErrors.ApiMissing(call.Account, mapping.Text("apiId")!);
        if (mapping.Text("stage") is { } stage && !api.Stages.ContainsKey(stage)) throw ApiErrors.Bad("Invalid stage identifier specified");
        string path = mapping.Text("apiMappingKey") ?? "";
        if (domain.Section("mappings").Any(other => other.Key != mapping.Text("apiMappingId") && (((JsonObject)other.Value!).Text("apiMappingKey") ?? "") == path)) throw ApiErrors.Conflict("ApiMapping key already exists for this domain name");
    }

    private ValueTask GetMappingAsync(ApiCall call)
    {
        string id = call.Label("apiMappingId");
        call.Write(catalog.Read(DomainKey(call, call.Label("domainName")), domain => domain.Section("mappings").Object(id)?.Copy() ?? throw ApiErrors.Missing("ApiMapping", id)) ?? throw ApiErrors.NotFound("Invalid domain name identifier specified"));
        return ValueTask.CompletedTask;
    }

    private ValueTask GetMappingsAsync(ApiCall call)
    {
        List<JsonObject> found = catalog.Read(DomainKey(call, call.Label("domainName")), domain => domain.Section("mappings").Select(one => ((JsonObject)one.Value!).Copy()).ToList()) ?? throw ApiErrors.NotFound("Invalid domain name identifier specified");
        Pages.WriteHttp(call, found, "apiMappingId");
        return ValueTask.CompletedTask;
    }

    private async ValueTask DeleteMappingAsync(ApiCall call)
    {
        await ChangeDomainAsync(call, domain => domain.Section("mappings").Remove(call.Label("apiMappingId")) ? true : throw ApiErrors.Missing("ApiMapping", call.Label("apiMappingId"))).ConfigureAwait(false);
        call.WriteNothing();
    }

    /// <summary>The document and the part of it that an ARN names, as <c>arn:aws:apigateway:us-east-1::/apis/ID/stages/NAME</c>.</summary>
    private static (DocumentKey Key, Func<JsonObject, JsonObject> Part) Resource(ApiCall call)
    {
        string arn = call.Label("resource-arn");
        int slash = arn.IndexOf('/', StringComparison.Ordinal);
        string[] path = slash < 0 ? [] : arn[(slash + 1)..].Split('/');
        return path switch
        {
            ["apis", var id] => (call.Key(DocumentKind.HttpApi, id), root => root.Section("api")),
            ["apis", var id, "stages", var stage] => (call.Key(DocumentKind.HttpApi, id), root => root.Section("stages").Object(Uri.UnescapeDataString(stage)) ?? throw ApiErrors.Missing("Stage", stage)),
            ["domainnames", var name] => (call.Key(DocumentKind.Other, $"domain/{name}"), root => root),
            _ => throw ApiErrors.NotFound("Invalid resource ARN specified"),
        };
    }

    private async ValueTask TagAsync(ApiCall call, Action<JsonObject> change)
    {
        (DocumentKey key, Func<JsonObject, JsonObject> part) = Resource(call);
        await catalog.ChangeAsync<bool>(key, root =>
        {
            if (root is null) throw ApiErrors.NotFound("Invalid resource ARN specified");
            change(part(root).Section("tags"));
            return (root, true);
        }).ConfigureAwait(false);
        if (call.Match.Operation.Status == 201) call.Write(new JsonObject());
        else call.WriteNothing();
    }

    private ValueTask GetTagsAsync(ApiCall call)
    {
        (DocumentKey key, Func<JsonObject, JsonObject> part) = Resource(call);
        call.Write(catalog.Read(key, root => new JsonObject { ["tags"] = part(root).Section("tags").Copy() }) ?? throw ApiErrors.NotFound("Invalid resource ARN specified"));
        return ValueTask.CompletedTask;
    }
}
