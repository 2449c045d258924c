namespace Gateway.Wire.HttpApis;

/// <summary>What a REST API answers to an error instead of the usual.</summary>
public sealed record GatewayAnswer
{
    /// <summary>Null for the usual status.</summary>
    public int? Status { get; init; }

    /// <summary>Headers with their values.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Templates by content type, with <c>$context.error.message</c> and its kin.</summary>
    public IReadOnlyDictionary<string, string> Templates { get; init; } = new Dictionary<string, string>();
}
