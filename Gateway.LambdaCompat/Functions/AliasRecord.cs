namespace Gateway.LambdaCompat.Functions;

/// <summary>An alias of a version, or of two with weights.</summary>
internal sealed record AliasRecord
{
    public required string Name { get; init; }

    public required string FunctionVersion { get; init; }

    public string Description { get; init; } = "";

    public required string RevisionId { get; init; }

    /// <summary>Another version and its part of the calls; null for none.</summary>
    public string? AdditionalVersion { get; init; }

    public double AdditionalWeight { get; init; }
}
