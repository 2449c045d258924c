using System.Text.Json;

namespace Gateway.LambdaCompat.Http.Events;

/// <summary>What an event tells beside the request itself.</summary>
internal sealed record EventScope
{
    public required string AccountId { get; init; }

    public required string ApiId { get; init; }

    public required string Stage { get; init; }

    /// <summary>As <c>GET /pets/{id}</c>.</summary>
    public required string RouteKey { get; init; }

    /// <summary>As <c>/pets/{id}</c>; of $default <c>$default</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>Of a REST API.</summary>
    public string ResourceId { get; init; } = "";

    public string? DeploymentId { get; init; }

    /// <summary>The path that the client sees: with the stage where the address has it. Decoded for APIs, as sent for function URLs.</summary>
    public required string ClientPath { get; init; }

    public IReadOnlyDictionary<string, string> PathParameters { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> StageVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>Writes the value of <c>requestContext.authorizer</c>; null for none.</summary>
    public Action<Utf8JsonWriter>? Authorizer { get; init; }

    /// <summary>Of a signed request.</summary>
    public SignedCaller? Caller { get; init; }

    /// <summary>The id of the API key that was sent.</summary>
    public string? ApiKeyId { get; init; }

    /// <summary>The API key that was sent.</summary>
    public string? ApiKey { get; init; }
}
