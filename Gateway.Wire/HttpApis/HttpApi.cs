namespace Gateway.Wire.HttpApis;

/// <summary>An API as the HTTP front serves it.</summary>
public sealed record HttpApi
{
    /// <summary>HTTP or REST.</summary>
    public required HttpApiKind Kind { get; init; }

    /// <summary>The tenant: 12 digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>As <c>us-east-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The first label of its host name.</summary>
    public required string ApiId { get; init; }

    /// <summary>Whether it is served under its custom domain names only.</summary>
    public bool IsExecuteApiDisabled { get; init; }

    /// <summary>What an HTTP API answers to other origins; null for nothing.</summary>
    public ApiCors? Cors { get; init; }

    /// <summary>Of a REST API: content types whose bodies travel as base64, as <c>image/png</c> or <c>*/*</c>.</summary>
    public IReadOnlyList<string> BinaryMediaTypes { get; init; } = [];

    /// <summary>By name, as <c>$default</c>, <c>dev</c>.</summary>
    public IReadOnlyDictionary<string, ApiStage> Stages { get; init; } = new Dictionary<string, ApiStage>();
}
