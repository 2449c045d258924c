using System.Text;
using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;
using Gateway.StackCompat.ApiGateway.OpenApi;

namespace Gateway.StackCompat.ApiGateway.V2;

/// <content>APIs from OpenAPI documents.</content>
internal sealed partial class HttpApiOperations
{
    private async ValueTask ImportAsync(ApiCall call)
    {
        OpenApiDocument document = OpenApiDocument.Read(Encoding.UTF8.GetBytes(call.Body().Text("body")!));
        JsonObject api = new() { ["name"] = document.Title, ["protocolType"] = "HTTP" };
        call.Write(await MakeAsync(call, api, (root, made) => Fill(call, root, made, document)).ConfigureAwait(false));
    }

    private async ValueTask ReimportAsync(ApiCall call)
    {
        OpenApiDocument document = OpenApiDocument.Read(Encoding.UTF8.GetBytes(call.Body().Text("body")!));
        call.Write(await ChangeAsync(call, root =>
        {
            foreach (string section in (string[])["routes", "integrations", "authorizers"]) root[section] = new JsonObject();
            JsonObject api = root.Section("api");
            if (document.Title.Length > 0) api["name"] = document.Title;
            Fill(call, root, api, document);
            return api.Copy();
        }).ConfigureAwait(false));
    }

    private void Fill(ApiCall call, JsonObject root, JsonObject api, OpenApiDocument document)
    {
        if (document.Description is { } description) api["description"] = description;
        if (document.Version is { } version) api["version"] = version;
        if (document.Cors is { } cors) api["corsConfiguration"] = cors.Copy();
        Dictionary<string, string> authorizers = new(StringComparer.Ordinal);
        foreach ((string name, _, JsonObject declared) in document.Authorizers())
        {
            JsonObject authorizer = declared.Copy();
            authorizer.Remove("type");
            authorizer["authorizerId"] = ids.Letters(PartIdLetters);
            authorizer["name"] = name;
            authorizer["authorizerType"] = (declared.Text("type") ?? "jwt").ToUpperInvariant();
            if (authorizer["identitySource"] is JsonValue source) authorizer["identitySource"] = new JsonArray([.. source.GetValue<string>().Split(',', StringSplitOptions.TrimEntries).Select(one => JsonValue.Create(one))]);
            FinishAuthorizer(call, root, authorizer);
            root.Section("authorizers")[authorizer.Text("authorizerId")!] = authorizer;
            authorizers[name] = authorizer.Text("authorizerId")!;
        }

        foreach ((string path, string method, JsonObject operation) in document.Operations())
        {
            JsonObject route = new() { ["routeId"] = ids.Letters(PartIdLetters), ["routeKey"] = path == "/$default" ? "$default" : $"{method} {path}" };
            if (operation.Object("x-amazon-apigateway-integration") is { } declared)
            {
                JsonObject integration = new() { ["integrationId"] = ids.Letters(PartIdLetters), ["integrationType"] = (declared.Text("type") ?? "").ToUpperInvariant(), ["integrationUri"] = declared.Text("uri") };
                foreach (string member in (string[])["payloadFormatVersion", "timeoutInMillis", "connectionType"])
                {
                    if (declared[member] is { } value) integration[member] = value.DeepClone();
                }

                FinishIntegration(call, root, integration);
                root.Section("integrations")[integration.Text("integrationId")!] = integration;
                route["target"] = $"integrations/{integration.Text("integrationId")}";
            }

            (string scheme, IReadOnlyList<string> scopes) = document.SecurityOf(operation);
            if (authorizers.TryGetValue(scheme, out string? authorizer))
            {
                route["authorizationType"] = root.Section("authorizers").Object(authorizer)!.Text("authorizerType") == "JWT" ? "JWT" : "CUSTOM";
                route["authorizerId"] = authorizer;
                if (scopes.Count > 0) route["authorizationScopes"] = new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]);
            }
            else if (document.IsSignature(scheme))
            {
                route["authorizationType"] = "AWS_IAM";
            }

            FinishRoute(call, root, route);
            root.Section("routes")[route.Text("routeId")!] = route;
        }
    }
}
