namespace Gateway.Wire.HttpApis;

/// <summary>What answers at a route.</summary>
public sealed record ApiIntegration
{
    /// <summary><c>AWS_PROXY</c> calls a function, <c>MOCK</c> answers by itself.</summary>
    public required string Type { get; init; }

    /// <summary>The function: name or ARN, with its qualifier; stage variables are still in it.</summary>
    public string? Function { get; init; }

    /// <summary><c>1.0</c> or <c>2.0</c>.</summary>
    public string PayloadVersion { get; init; } = "1.0";

    /// <summary>How long is waited.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(29);

    /// <summary>Of a mock: templates of the request by content type; they give the status.</summary>
    public IReadOnlyDictionary<string, string> RequestTemplates { get; init; } = new Dictionary<string, string>();

    /// <summary>Of a mock: its answers.</summary>
    public IReadOnlyList<MockAnswer> MockAnswers { get; init; } = [];
}
