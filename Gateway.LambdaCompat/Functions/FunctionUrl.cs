namespace Gateway.LambdaCompat.Functions;

/// <summary>A function URL, as it is now.</summary>
public sealed record FunctionUrl
{
    /// <summary>The first label of its host name.</summary>
    public required string UrlId { get; init; }

    /// <summary>The tenant: 12 digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>As <c>us-east-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Without qualifier.</summary>
    public required string FunctionName { get; init; }

    /// <summary>An alias; null for the unqualified function.</summary>
    public string? Qualifier { get; init; }

    /// <summary><c>NONE</c> or <c>AWS_IAM</c>.</summary>
    public required string AuthType { get; init; }

    /// <summary><c>BUFFERED</c> or <c>RESPONSE_STREAM</c>.</summary>
    public required string InvokeMode { get; init; }

    /// <summary>Null if the function answers preflights itself.</summary>
    public FunctionUrlCors? Cors { get; init; }

    /// <summary>Whether the function's policy lets everybody call its URL: what a call needs when <see cref="AuthType"/> is <c>NONE</c>.</summary>
    public bool IsPublic { get; init; }
}
