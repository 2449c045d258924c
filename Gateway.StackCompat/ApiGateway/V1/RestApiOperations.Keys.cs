using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;

namespace Gateway.StackCompat.ApiGateway.V1;

/// <content>API keys, usage plans, the account, domain names, tags: what belongs to no API.</content>
internal sealed partial class RestApiOperations
{
    private const int KeyLetters = 40;

    private static DocumentKey Other(ApiCall call, string kind, string id) => call.Key(DocumentKind.Other, $"{kind}/{id}");

    private static JsonObject ShownKey(JsonObject key, bool hasValue)
    {
        JsonObject shown = key.Copy();
        if (!hasValue) shown.Remove("value");
        return shown;
    }

    private static JsonObject Without(JsonObject document, string member)
    {
        JsonObject shown = document.Copy();
        shown.Remove(member);
        return shown;
    }

    private void AddKeys()
    {
        All["CreateApiKey"] = CreateKeyAsync;
        All["GetApiKey"] = call => ShowOtherAsync(call, "key", call.Label("api_Key"), "API Key", key => ShownKey(key, call.Query("includeValue") == "true"));
        All["GetApiKeys"] = call =>
        {
            string? name = call.Query("name");
            Pages.WriteRest(call, catalog.All(DocumentKind.Other, call.Account, call.Region, "key/").Select(one => ShownKey(one.Document, call.Query("includeValues") == "true")).Where(key => name is null || key.Text("name")?.StartsWith(name, StringComparison.Ordinal) == true), "id");
            return ValueTask.CompletedTask;
        };
        All["UpdateApiKey"] = call => PatchOtherAsync(call, "key", call.Label("api_Key"), "API Key", key => ShownKey(key, hasValue: false), "name", "description", "enabled", "customerId", "value");
        All["DeleteApiKey"] = call => DropOtherAsync(call, "key", call.Label("api_Key"), "API Key");
        All["CreateUsagePlan"] = CreatePlanAsync;
        All["GetUsagePlan"] = call => ShowOtherAsync(call, "plan", call.Label("usageplanId"), "Usage Plan", plan => Without(plan, "keys"));
        All["GetUsagePlans"] = call =>
        {
            string? keyId = call.Query("keyId");
            Pages.WriteRest(call, catalog.All(DocumentKind.Other, call.Account, call.Region, "plan/").Where(one => keyId is null || one.Document.Section("keys").ContainsKey(keyId)).Select(one => Without(one.Document, "keys")), "id");
            return ValueTask.CompletedTask;
        };
        All["UpdateUsagePlan"] = UpdatePlanAsync;
        All["DeleteUsagePlan"] = call => DropOtherAsync(call, "plan", call.Label("usageplanId"), "Usage Plan");
        All["CreateUsagePlanKey"] = CreatePlanKeyAsync;
        All["GetUsagePlanKey"] = call => ShowOtherAsync(call, "plan", call.Label("usageplanId"), "Usage Plan", plan => plan.Section("keys").Object(call.Label("keyId"))?.Copy() ?? throw ApiErrors.RestMissing("Usage Plan Key"));
        All["GetUsagePlanKeys"] = call =>
        {
            Pages.WriteRest(call, catalog.Read(Other(call, "plan", call.Label("usageplanId")), plan => plan.Section("keys").Select(one => ((JsonObject)one.Value!).Copy()).ToList()) ?? throw ApiErrors.RestMissing("Usage Plan"), "id");
            return ValueTask.CompletedTask;
        };
        All["DeleteUsagePlanKey"] = async call =>
        {
            await ChangeOtherAsync(call, "plan", call.Label("usageplanId"), "Usage Plan", plan => plan.Section("keys").Remove(call.Label("keyId")) ? true : throw ApiErrors.RestMissing("Usage Plan Key")).ConfigureAwait(false);
            call.WriteNothing();
        };
    }

    private async ValueTask CreateKeyAsync(ApiCall call)
    {
        JsonObject key = call.Body();
        key.Remove("generateDistinctId");
        key["id"] = ids.Letters(ApiIdLetters);
        key.Default("value", ids.Letters(KeyLetters));
        key.Default("enabled", false);
        key.Default("stageKeys", new JsonArray());
        key["createdDate"] = Now;
        key["lastUpdatedDate"] = Now;
        if (key.Text("value")!.Length is < 20 or > 128) throw ApiErrors.Bad("API Key value should be at least 20 characters");
        bool isTaken = catalog.All(DocumentKind.Other, call.Account, call.Region, "key/").Any(one => one.Document.Text("value") == key.Text("value"));
        if (isTaken) throw ApiErrors.Conflict("API Key already exists");
        call.Write(await catalog.ChangeAsync(Other(call, "key", key.Text("id")!), _ => (key, key.Copy())).ConfigureAwait(false));
    }

    private async ValueTask CreatePlanAsync(ApiCall call)
    {
        JsonObject plan = call.Body();
        plan["id"] = ids.Letters(PartIdLetters);
        plan.Default("apiStages", new JsonArray());
        call.Write(await catalog.ChangeAsync(Other(call, "plan", plan.Text("id")!), _ => (plan, plan.Copy())).ConfigureAwait(false));
    }

    /// <summary>Stages come and go by patches whose value is <c>api:stage</c>.</summary>
    private async ValueTask UpdatePlanAsync(ApiCall call) => call.Write(await ChangeOtherAsync(call, "plan", call.Label("usageplanId"), "Usage Plan", plan =>
    {
        foreach (Gateway.Wire.Input.WireInput patch in call.Input.Structures("patchOperations") ?? [])
        {
            if (patch.Text("path") != "/apiStages")
            {
                PatchOperations.ApplyOne(plan, patch, "name", "description", "productCode", "throttle", "quota");
                continue;
            }

            string[] parts = (patch.Text("value") ?? "").Split(':', 2);
            if (parts.Length != 2) throw ApiErrors.Bad("Invalid API stage specified");
            JsonArray stages = plan["apiStages"] as JsonArray ?? [];
            List<JsonObject> rest = [.. stages.OfType<JsonObject>().Where(one => one.Text("apiId") != parts[0] || one.Text("stage") != parts[1]).Select(one => one.Copy())];
            if (patch.Text("op") == "add") rest.Add(new JsonObject { ["apiId"] = parts[0], ["stage"] = parts[1] });
            plan["apiStages"] = new JsonArray([.. rest]);
        }

        return Without(plan, "keys");
    }).ConfigureAwait(false));

    private async ValueTask CreatePlanKeyAsync(ApiCall call)
    {
        JsonObject body = call.Body();
        string id = body.Text("keyId")!;
        JsonObject key = catalog.Read(Other(call, "key", id), found => found.Copy()) ?? throw ApiErrors.RestMissing("API Key");
        call.Write(await ChangeOtherAsync(call, "plan", call.Label("usageplanId"), "Usage Plan", plan =>
        {
            if (plan.Section("keys").ContainsKey(id)) throw ApiErrors.Conflict("Usage Plan Key already exists");
            JsonObject entry = new() { ["id"] = id, ["type"] = "API_KEY", ["name"] = key.Text("name"), ["value"] = key.Text("value") };
            plan.Section("keys")[id] = entry;
            return entry.Copy();
        }).ConfigureAwait(false));
    }

    private ValueTask GetAccountAsync(ApiCall call)
    {
        JsonObject account = catalog.Read(call.Key(DocumentKind.Other, "account"), found => found.Copy()) ?? [];
        call.Write(ShownAccount(account));
        return ValueTask.CompletedTask;
    }

    private static JsonObject ShownAccount(JsonObject account)
    {
        account.Default("throttleSettings", new JsonObject { ["burstLimit"] = 5000, ["rateLimit"] = 10000.0 });
        account.Default("features", new JsonArray("UsagePlans"));
        account.Default("apiKeyVersion", "4");
        return account;
    }

    private async ValueTask UpdateAccountAsync(ApiCall call) => call.Write(await catalog.ChangeAsync(call.Key(DocumentKind.Other, "account"), before =>
    {
        JsonObject account = before ?? [];
        PatchOperations.Apply(account, call.Input, "cloudwatchRoleArn");
        return (account, ShownAccount(account.Copy()));
    }).ConfigureAwait(false));

    private ValueTask ShowOtherAsync(ApiCall call, string kind, string id, string name, Func<JsonObject, JsonObject> show)
    {
        call.Write(catalog.Read(Other(call, kind, id), show) ?? throw ApiErrors.RestMissing(name));
        return ValueTask.CompletedTask;
    }

    private ValueTask<T> ChangeOtherAsync<T>(ApiCall call, string kind, string id, string name, Func<JsonObject, T> change) => catalog.ChangeAsync<T>(Other(call, kind, id), before =>
    {
        if (before is null) throw ApiErrors.RestMissing(name);
        T result = change(before);
        return (before, result);
    });

    private async ValueTask PatchOtherAsync(ApiCall call, string kind, string id, string name, Func<JsonObject, JsonObject> show, params string[] mayChange) => call.Write(await ChangeOtherAsync(call, kind, id, name, document =>
    {
        PatchOperations.Apply(document, call.Input, mayChange);
        document["lastUpdatedDate"] = Now;
        return show(document);
    }).ConfigureAwait(false));

    private async ValueTask DropOtherAsync(ApiCall call, string kind, string id, string name)
    {
        await catalog.ChangeAsync<bool>(Other(call, kind, id), before => before is null ? throw ApiErrors.RestMissing(name) : (null, true)).ConfigureAwait(false);
        call.WriteNothing();
    }
}
