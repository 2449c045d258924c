namespace Gateway.Wire.HttpApis;

/// <summary>A route: method and path, and what answers there.</summary>
public sealed record ApiRoute
{
    /// <summary>The id of the route, or of the REST API's resource.</summary>
    public required string Id { get; init; }

    /// <summary>In capitals, or <c>ANY</c>.</summary>
    public required string Method { get; init; }

    /// <summary>As <c>/pets/{id}</c>, <c>/{proxy+}</c>; null for <c>$default</c>, which takes what no other route takes.</summary>
    public required string? Path { get; init; }

    /// <summary>What answers; null if nothing is set.</summary>
    public ApiIntegration? Integration { get; init; }

    /// <summary><c>NONE</c>, <c>AWS_IAM</c>, <c>JWT</c> or <c>CUSTOM</c>.</summary>
    public string AuthorizationType { get; init; } = "NONE";

    /// <summary>Of <c>JWT</c> and <c>CUSTOM</c>.</summary>
    public ApiAuthorizer? Authorizer { get; init; }

    /// <summary>Of which a token must have one; empty for any.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Whether an API key must be sent.</summary>
    public bool IsApiKeyRequired { get; init; }

    /// <summary>As <c>GET /pets/{id}</c> or <c>$default</c>.</summary>
    public string RouteKey => Path is null ? "$default" : $"{Method} {Path}";
}
