using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;

namespace Gateway.StackCompat.ApiGateway.OpenApi;

/// <summary>An OpenAPI or Swagger document with AWS's extensions, as far as APIs are made of it.</summary>
internal sealed class OpenApiDocument
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete", "head", "options"];
    private readonly JsonObject document;

    private OpenApiDocument(JsonObject document) => this.document = document;

    public string Title => document.Object("info")?.Text("title") ?? "";

    public string? Description => document.Object("info")?.Text("description");

    public string? Version => document.Object("info")?.Text("version");

    public JsonObject? Cors => document.Object("x-amazon-apigateway-cors");

    public JsonArray? BinaryMediaTypes => document["x-amazon-apigateway-binary-media-types"] as JsonArray;

    public JsonObject? GatewayResponses => document.Object("x-amazon-apigateway-gateway-responses");

    /// <summary>Reads a document.</summary>
    public static OpenApiDocument Read(ReadOnlySpan<byte> body)
    {
        try
        {
            if (JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { MaxDepth = 64, AllowTrailingCommas = true }) is JsonObject document && (document.ContainsKey("openapi") || document.ContainsKey("swagger"))) return new OpenApiDocument(document);
        }
        catch (JsonException)
        {
        }

        throw ApiErrors.Bad("Invalid OpenAPI input. Documents must be OpenAPI 3 or Swagger 2 in JSON here.");
    }

    /// <summary>All operations: path, method in capitals, and the operation.</summary>
    public IEnumerable<(string Path, string Method, JsonObject Operation)> Operations()
    {
        foreach ((string path, JsonNode? node) in document.Object("paths") ?? [])
        {
            if (node is not JsonObject item) continue;
            foreach ((string name, JsonNode? operation) in item)
            {
                string? method = name == "x-amazon-apigateway-any-method" ? "ANY" : Methods.Contains(name) ? name.ToUpperInvariant() : null;
                if (method is not null && operation is JsonObject declared) yield return (path, method, declared);
            }
        }
    }

    /// <summary>The schemes with AWS's authorizers, by name.</summary>
    public IEnumerable<(string Name, JsonObject Scheme, JsonObject Authorizer)> Authorizers()
    {
        JsonObject schemes = document.Object("securityDefinitions") ?? document.Object("components")?.Object("securitySchemes") ?? [];
        foreach ((string name, JsonNode? node) in schemes)
        {
            if (node is JsonObject scheme && scheme.Object("x-amazon-apigateway-authorizer") is { } authorizer) yield return (name, scheme, authorizer);
        }
    }

    /// <summary>The first security scheme of an operation, and its scopes; an empty name for none.</summary>
    public (string Name, IReadOnlyList<string> Scopes) SecurityOf(JsonObject operation)
    {
        JsonArray? security = operation["security"] as JsonArray ?? document["security"] as JsonArray;
        if (security is not [JsonObject first, ..] || first.Count == 0) return ("", []);
        string name = first.First().Key;
        return (name, first.Texts(name));
    }

    /// <summary>Whether a scheme asks for an API key.</summary>
    public bool IsApiKey(string scheme)
    {
        JsonObject? found = document.Object("securityDefinitions")?.Object(scheme) ?? document.Object("components")?.Object("securitySchemes")?.Object(scheme);
        return found?.Text("type") == "apiKey" && found.Object("x-amazon-apigateway-authorizer") is null && !IsSignature(scheme);
    }

    /// <summary>Whether a scheme asks for a signature.</summary>
    public bool IsSignature(string scheme)
    {
        JsonObject? found = document.Object("securityDefinitions")?.Object(scheme) ?? document.Object("components")?.Object("securitySchemes")?.Object(scheme);
        return found?.Text("x-amazon-apigateway-authtype") == "awsSigv4";
    }
}
