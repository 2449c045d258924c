namespace Gateway.Wire.HttpApis;

/// <summary>Who decides whether a request may pass.</summary>
public sealed record ApiAuthorizer
{
    /// <summary>Names it in caches; unique within its API.</summary>
    public required string Id { get; init; }

    /// <summary><c>JWT</c>, <c>REQUEST</c> or <c>TOKEN</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Of <c>REQUEST</c> and <c>TOKEN</c>: the function, name or ARN.</summary>
    public string? Function { get; init; }

    /// <summary>As <c>$request.header.Authorization</c> or <c>method.request.header.Authorization</c>.</summary>
    public IReadOnlyList<string> IdentitySources { get; init; } = [];

    /// <summary>Of a <c>TOKEN</c>: an expression that the token must fit; null for none.</summary>
    public string? TokenPattern { get; init; }

    /// <summary>How long its answer holds; zero for one request.</summary>
    public TimeSpan CacheTime { get; init; }

    /// <summary>Of a function: <c>1.0</c> or <c>2.0</c>.</summary>
    public string PayloadVersion { get; init; } = "1.0";

    /// <summary>Whether the function answers <c>{"isAuthorized": …}</c> instead of a policy.</summary>
    public bool HasSimpleAnswers { get; init; }

    /// <summary>Of <c>JWT</c>: who makes the tokens.</summary>
    public string? Issuer { get; init; }

    /// <summary>Of <c>JWT</c>: for whom tokens must be.</summary>
    public IReadOnlyList<string> Audience { get; init; } = [];
}
