namespace Gateway.Wire.HttpApis;

/// <summary>A stage of an API: the routes that were deployed to it.</summary>
public sealed record ApiStage
{
    /// <summary>As <c>$default</c>, <c>dev</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Which deployment it shows.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>Stage variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>In no order.</summary>
    public required IReadOnlyList<ApiRoute> Routes { get; init; }

    /// <summary>Of a REST API: answers of its own to errors, by type as <c>UNAUTHORIZED</c>, <c>DEFAULT_4XX</c>.</summary>
    public IReadOnlyDictionary<string, GatewayAnswer> GatewayAnswers { get; init; } = new Dictionary<string, GatewayAnswer>();

    /// <summary>Of a REST API: the API keys that usage plans let in, by value, and their ids.</summary>
    public IReadOnlyDictionary<string, string> ApiKeys { get; init; } = new Dictionary<string, string>();
}
