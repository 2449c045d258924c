namespace Gateway.LambdaCompat.Functions;

/// <summary>How a function logs.</summary>
internal sealed record LogSettings
{
    /// <summary><c>Text</c> or <c>JSON</c>.</summary>
    public string Format { get; init; } = "Text";

    /// <summary>Null if not set.</summary>
    public string? ApplicationLevel { get; init; }

    /// <summary>Null if not set.</summary>
    public string? SystemLevel { get; init; }

    /// <summary>Null for the usual one.</summary>
    public string? Group { get; init; }
}
