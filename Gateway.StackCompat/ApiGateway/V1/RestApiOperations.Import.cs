using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;
using Gateway.StackCompat.ApiGateway.OpenApi;

namespace Gateway.StackCompat.ApiGateway.V1;

/// <content>APIs from OpenAPI documents.</content>
internal sealed partial class RestApiOperations
{
    private async ValueTask ImportAsync(ApiCall call)
    {
        OpenApiDocument document = OpenApiDocument.Read(call.Request.Body.Span);
        JsonObject api = new() { ["name"] = document.Title };
        Describe(api, document);
        call.Write(await MakeAsync(call, api, root => Fill(root, document)).ConfigureAwait(false));
    }

    /// <summary>Puts a document in the place of what the API has, or over it.</summary>
    private async ValueTask PutAsync(ApiCall call)
    {
        OpenApiDocument document = OpenApiDocument.Read(call.Request.Body.Span);
        bool isMerge = call.Query("mode") != "overwrite";
        call.Write(await ChangeAsync(call, root =>
        {
            JsonObject api = root.Section("api");
            if (!isMerge)
            {
                string rootId = api.Text("rootResourceId")!;
                root["resources"] = new JsonObject { [rootId] = new JsonObject { ["id"] = rootId, ["path"] = "/" } };
                root["authorizers"] = new JsonObject();
                root["gatewayResponses"] = new JsonObject();
                if (document.Title.Length > 0) api["name"] = document.Title;
            }

            Describe(api, document);
            Fill(root, document);
            return api.Copy();
        }).ConfigureAwait(false));
    }

    private static void Describe(JsonObject api, OpenApiDocument document)
    {
        if (document.Description is { } description) api["description"] = description;
        if (document.Version is { } version) api["version"] = version;
        if (document.BinaryMediaTypes is { } types) api["binaryMediaTypes"] = types.DeepClone();
    }

    private void Fill(JsonObject root, OpenApiDocument document)
    {
        Dictionary<string, string> authorizers = new(StringComparer.Ordinal);
        foreach ((string name, JsonObject scheme, JsonObject declared) in document.Authorizers())
        {
            JsonObject authorizer = declared.Copy();
            authorizer["id"] = ids.Letters(PartIdLetters);
            authorizer["name"] = name;
            authorizer["type"] = (declared.Text("type") ?? "token").ToUpperInvariant();
            if (authorizer.Text("type") == "TOKEN") authorizer["identitySource"] = $"method.request.header.{scheme.Text("name") ?? "Authorization"}";
            FinishAuthorizer(root, authorizer);
            root.Section("authorizers")[authorizer.Text("id")!] = authorizer;
            authorizers[name] = authorizer.Text("id")!;
        }

        foreach ((string path, string method, JsonObject operation) in document.Operations())
        {
            JsonObject resource = ResourceAt(root, path);
            JsonObject made = new() { ["httpMethod"] = method, ["apiKeyRequired"] = false, ["authorizationType"] = "NONE" };
            if (operation.Text("operationId") is { } operationName) made["operationName"] = operationName;
            (string scheme, IReadOnlyList<string> scopes) = document.SecurityOf(operation);
            if (authorizers.TryGetValue(scheme, out string? authorizer)) (made["authorizationType"], made["authorizerId"]) = ("CUSTOM", authorizer);
            else if (document.IsSignature(scheme)) made["authorizationType"] = "AWS_IAM";
            else if (document.IsApiKey(scheme)) made["apiKeyRequired"] = true;
            if (scopes.Count > 0) made["authorizationScopes"] = new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]);
            foreach ((string status, _) in operation.Object("responses") ?? [])
            {
                if (status.Length == 3 && status.All(char.IsAsciiDigit)) made.Section("methodResponses")[status] = new JsonObject { ["statusCode"] = status };
            }

            if (operation.Object("x-amazon-apigateway-integration") is { } integration) made["methodIntegration"] = IntegrationOf(integration, resource.Text("id")!);
            resource.Section("resourceMethods")[method] = made;
        }

        foreach ((string type, JsonNode? node) in document.GatewayResponses ?? [])
        {
            GatewayResponse(root, type);
            JsonObject response = ((JsonObject)node!).Copy();
            (response["responseType"], response["defaultResponse"]) = (type, false);
            root.Section("gatewayResponses")[type] = response;
        }
    }

    private static JsonObject IntegrationOf(JsonObject declared, string resourceId)
    {
        JsonObject integration = declared.Copy();
        JsonObject responses = integration.Object("responses")?.Copy() ?? [];
        integration.Remove("responses");
        integration["type"] = (declared.Text("type") ?? "").ToUpperInvariant();
        FinishIntegration(integration, resourceId);
        foreach ((string pattern, JsonNode? node) in responses)
        {
            JsonObject response = ((JsonObject)node!).Copy();
            string status = response.Text("statusCode") ?? "200";
            response["statusCode"] = status;
            if (pattern != "default") response["selectionPattern"] = pattern;
            integration.Section("integrationResponses")[status] = response;
        }

        return integration;
    }

    /// <summary>The resource of a path, made with all above it where it is missing.</summary>
    private JsonObject ResourceAt(JsonObject root, string path)
    {
        JsonObject here = root.Section("resources").Object(root.Section("api").Text("rootResourceId")!)!;
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            string parent = here.Text("id")!;
            here = root.Section("resources").Select(one => (JsonObject)one.Value!).FirstOrDefault(one => one.Text("parentId") == parent && one.Text("pathPart") == part) ?? AddResource(root, parent, part);
        }

        return here;
    }
}
