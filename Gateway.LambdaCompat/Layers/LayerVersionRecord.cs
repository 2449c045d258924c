using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Layers;

/// <summary>A version of a layer.</summary>
internal sealed record LayerVersionRecord
{
    public required long Version { get; init; }

    public string Description { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CodeHash { get; init; }

    public required long CodeSize { get; init; }

    /// <summary>Null if never given.</summary>
    public IReadOnlyList<string>? Runtimes { get; init; }

    /// <summary>Null if never given.</summary>
    public IReadOnlyList<string>? Architectures { get; init; }

    public string? License { get; init; }

    public PolicyRecord? Policy { get; init; }
}
