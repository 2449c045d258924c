using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;

namespace Gateway.StackCompat.ApiGateway.V1;

/// <content>APIs, resources, methods and integrations.</content>
internal sealed partial class RestApiOperations
{
    private static readonly string[] Methods = ["ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    private async ValueTask CreateApiAsync(ApiCall call)
    {
        JsonObject api = call.Body();
        if (api.ContainsKey("cloneFrom")) throw ApiErrors.UnsupportedValue("Cloning of APIs");
        call.Write(await MakeAsync(call, api, static _ => { }).ConfigureAwait(false));
    }

    private async ValueTask<JsonObject> MakeAsync(ApiCall call, JsonObject api, Action<JsonObject> fill)
    {
        CheckKeySource(api);
        string id = NewApiId();
        string rootId = ids.Letters(ApiIdLetters);
        api["id"] = id;
        api.Default("createdDate", Now);
        api.Default("apiKeySource", "HEADER");
        api.Default("endpointConfiguration", new JsonObject { ["types"] = new JsonArray("EDGE"), ["ipAddressType"] = "ipv4" });
        api.Default("disableExecuteApiEndpoint", false);
        api["rootResourceId"] = rootId;
        return await catalog.ChangeAsync<JsonObject>(call.Key(DocumentKind.RestApi, id), _ =>
        {
            JsonObject root = new() { ["api"] = api, ["resources"] = new JsonObject { [rootId] = new JsonObject { ["id"] = rootId, ["path"] = "/" } } };
            JsonObject models = root.Section("models");
            foreach ((string name, string schema) in ((string, string)[])[("Empty", "{\n  \"$schema\": \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Empty Schema\",\n  \"type\" : \"object\"\n}"), ("Error", "{\n  \"$schema\" : \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Error Schema\",\n  \"type\" : \"object\",\n  \"properties\" : {\n    \"message\" : { \"type\" : \"string\" }\n  }\n}")])
            {
                models[name] = new JsonObject { ["id"] = ids.Letters(PartIdLetters), ["name"] = name, ["description"] = $"This is a default {name.ToLowerInvariant()} schema model", ["schema"] = schema, ["contentType"] = "application/json" };
            }

            fill(root);
            return (root, api.Copy());
        }).ConfigureAwait(false);
    }

    private static void CheckKeySource(JsonObject api)
    {
        if (api.Text("apiKeySource") is not (null or "HEADER")) throw ApiErrors.UnsupportedValue("API key source AUTHORIZER");
    }

    /// <summary>An id that no API of any account has.</summary>
    private string NewApiId()
    {
        string id = ids.Letters(ApiIdLetters);
        while (catalog.FindApi(id) is not null) id = ids.Letters(ApiIdLetters);
        return id;
    }

    private async ValueTask UpdateApiAsync(ApiCall call) => call.Write(await ChangeAsync(call, root =>
    {
        JsonObject api = root.Section("api");
        PatchOperations.Apply(api, call.Input, "name", "description", "binaryMediaTypes", "minimumCompressionSize", "apiKeySource", "disableExecuteApiEndpoint", "policy", "endpointConfiguration");
        CheckKeySource(api);
        return api.Copy();
    }).ConfigureAwait(false));

    private ValueTask GetApisAsync(ApiCall call)
    {
        Pages.WriteRest(call, catalog.All(DocumentKind.RestApi, call.Account, call.Region).Select(one => one.Document.Section("api")), "id");
        return ValueTask.CompletedTask;
    }

    private async ValueTask DeleteApiAsync(ApiCall call)
    {
        await catalog.ChangeAsync<bool>(KeyOf(call), root => root is null ? throw ApiErrors.ApiMissing(call.Account, call.Label("restapi_id")) : (null, true)).ConfigureAwait(false);
        call.WriteNothing();
    }

    private static JsonObject Resource(JsonObject root, ApiCall call) => Part(root, "resources", "Resource", call.Label("resource_id"));

    private static JsonObject Method(JsonObject root, ApiCall call) => Resource(root, call).Section("resourceMethods").Object(call.Label("http_method")) ?? throw ApiErrors.RestMissing("Method");

    private static JsonObject Integration(JsonObject root, ApiCall call) => Method(root, call).Object("methodIntegration") ?? throw ApiErrors.NotFound("No integration defined for method");

    private static JsonObject Response(JsonObject section, ApiCall call) => section.Object(call.Label("status_code")) ?? throw ApiErrors.RestMissing("Response status code");

    private static bool WantsMethods(ApiCall call) => call.Match.Query.Any(one => one is { Key: "embed", Value: "methods" });

    private static JsonObject ShownResource(JsonObject resource, bool hasMethods)
    {
        JsonObject shown = resource.Copy();
        if (hasMethods || shown.Object("resourceMethods") is not { } methods) return shown;
        if (methods.Count == 0) shown.Remove("resourceMethods");
        else shown["resourceMethods"] = new JsonObject(methods.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)new JsonObject())));
        return shown;
    }

    private ValueTask GetResourcesAsync(ApiCall call)
    {
        bool hasMethods = WantsMethods(call);
        return ListAsync(call, root => root.Section("resources").Select(one => ShownResource((JsonObject)one.Value!, hasMethods)), "id");
    }

    private async ValueTask CreateResourceAsync(ApiCall call) => call.Write(await ChangeAsync(call, root =>
    {
        JsonObject resource = AddResource(root, call.Label("parent_id"), call.Body().Text("pathPart")!);
        return resource.Copy();
    }).ConfigureAwait(false));

    private JsonObject AddResource(JsonObject root, string parentId, string pathPart)
    {
        JsonObject parent = Part(root, "resources", "Resource", parentId);
        CheckPart(root, parent, pathPart, except: null);
        JsonObject resource = new()
        {
            ["id"] = ids.Letters(PartIdLetters),
            ["parentId"] = parentId,
            ["pathPart"] = pathPart,
            ["path"] = $"{parent.Text("path")!.TrimEnd('/')}/{pathPart}",
        };
        root.Section("resources")[resource.Text("id")!] = resource;
        return resource;
    }

    private static void CheckPart(JsonObject root, JsonObject parent, string pathPart, string? except)
    {
        bool isParameter = pathPart.StartsWith('{') && pathPart.EndsWith('}') && pathPart.Length > 2;
        bool isPlain = pathPart.Length > 0 && pathPart.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or ':' or '@' or '$' or '~' or '+' or ',');
        if (!isParameter && !isPlain) throw ApiErrors.Bad("Resource's path part only allow a-zA-Z0-9._-:@ or a valid greedy path variable and curly braces at the beginning and the end.");
        if (parent.Text("path")!.EndsWith("+}", StringComparison.Ordinal)) throw ApiErrors.Bad("Cannot create a child of a resource with a greedy path variable");
        IEnumerable<JsonObject> siblings = root.Section("resources").Select(one => (JsonObject)one.Value!).Where(one => one.Text("parentId") == parent.Text("id") && one.Text("id") != except);
        foreach (JsonObject sibling in siblings)
        {
            string other = sibling.Text("pathPart")!;
            if (other == pathPart) throw ApiErrors.Conflict($"Another resource with the same parent already has this name: {pathPart}");
            if (isParameter && other.StartsWith('{') && other.EndsWith("+}", StringComparison.Ordinal) == pathPart.EndsWith("+}", StringComparison.Ordinal)) throw ApiErrors.Bad($"A sibling ({other}) of this resource already has a variable path part -- only one is allowed");
        }
    }

    private async ValueTask UpdateResourceAsync(ApiCall call) => call.Write(await ChangeAsync(call, root =>
    {
        JsonObject resource = Resource(root, call);
        if (resource.Text("parentId") is null) throw ApiErrors.Bad("Cannot update the root resource");
        PatchOperations.Apply(resource, call.Input, "pathPart", "parentId");
        JsonObject parent = Part(root, "resources", "Resource", resource.Text("parentId")!);
        if (IsBelow(root, parent, resource.Text("id")!)) throw ApiErrors.Bad("A resource cannot be moved below itself");
        CheckPart(root, parent, resource.Text("pathPart")!, resource.Text("id"));
        SetPaths(root, resource, parent);
        return ShownResource(resource, hasMethods: false);
    }).ConfigureAwait(false));

    private static bool IsBelow(JsonObject root, JsonObject resource, string id)
    {
        for (JsonObject? here = resource; here is not null; here = here.Text("parentId") is { } parent ? root.Section("resources").Object(parent) : null)
        {
            if (here.Text("id") == id) return true;
        }

        return false;
    }

    private static void SetPaths(JsonObject root, JsonObject resource, JsonObject parent)
    {
        Queue<(JsonObject Resource, JsonObject Parent)> open = new([(resource, parent)]);
        while (open.TryDequeue(out (JsonObject Resource, JsonObject Parent) next))
        {
            next.Resource["path"] = $"{next.Parent.Text("path")!.TrimEnd('/')}/{next.Resource.Text("pathPart")}";
            IEnumerable<JsonObject> children = root.Section("resources").Select(one => (JsonObject)one.Value!).Where(one => one.Text("parentId") == next.Resource.Text("id"));
            foreach (JsonObject child in children) open.Enqueue((child, next.Resource));
        }
    }

    private static void DeleteResource(JsonObject root, string id)
    {
        JsonObject resource = Part(root, "resources", "Resource", id);
        if (resource.Text("parentId") is null) throw ApiErrors.Bad("Root resource cannot be deleted");
        List<string> below = [.. root.Section("resources").Where(one => IsBelow(root, (JsonObject)one.Value!, id)).Select(one => one.Key)];
        foreach (string gone in below) root.Section("resources").Remove(gone);
    }

    private async ValueTask PutMethodAsync(ApiCall call) => call.Write(await ChangeAsync(call, root =>
    {
        JsonObject methods = Resource(root, call).Section("resourceMethods");
        string name = call.Label("http_method");
        if (!Methods.Contains(name)) throw ApiErrors.Bad("Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY");
        if (methods.ContainsKey(name)) throw ApiErrors.Conflict("Method already exists for this resource");
        JsonObject method = call.Body();
        method["httpMethod"] = name;
        Defaults(method, "apiKeyRequired");
        if (method.Text("authorizationType") is "CUSTOM" or "COGNITO_USER_POOLS") Part(root, "authorizers", "Authorizer", method.Text("authorizerId") ?? "");
        methods[name] = method;
        return method.Copy();
    }).ConfigureAwait(false));

    private async ValueTask PutIntegrationAsync(ApiCall call) => call.Write(await ChangeAsync(call, root =>
    {
        JsonObject integration = call.Body();
        FinishIntegration(integration, call.Label("resource_id"));
        if (Method(root, call).Object("methodIntegration")?.Object("integrationResponses") is { } responses) integration["integrationResponses"] = responses.Copy();
        Method(root, call)["methodIntegration"] = integration;
        return integration.Copy();
    }).ConfigureAwait(false));

    private static void FinishIntegration(JsonObject integration, string resourceId)
    {
        string? type = integration.Text("type");
        if (type is not ("AWS_PROXY" or "MOCK")) throw ApiErrors.UnsupportedValue($"Integration type {type}");
        if (type == "AWS_PROXY" && FunctionUri.Read(integration.Text("uri")) is null) throw ApiErrors.Bad("Invalid ARN specified in the request: AWS_PROXY integrations need the address of a Lambda function");
        if (integration.Text("connectionType") is not (null or "INTERNET")) throw ApiErrors.UnsupportedValue("Connection type VPC_LINK");
        integration.Default("passthroughBehavior", "WHEN_NO_MATCH");
        integration.Default("timeoutInMillis", 29_000);
        integration.Default("cacheNamespace", resourceId);
        integration.Default("cacheKeyParameters", new JsonArray());
    }

    private async ValueTask PutResponseAsync(ApiCall call, Func<JsonObject, JsonObject> find) => call.Write(await ChangeAsync(call, root =>
    {
        string status = call.Label("status_code");
        if (status.Length != 3 || !status.All(char.IsAsciiDigit)) throw ApiErrors.Bad("Invalid status code specified");
        JsonObject response = call.Body();
        response["statusCode"] = status;
        find(root)[status] = response;
        return response.Copy();
    }).ConfigureAwait(false));
}
