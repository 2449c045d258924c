namespace Gateway.Wire.HttpApis;

/// <summary>An answer of a mock.</summary>
public sealed record MockAnswer
{
    /// <summary>Of HTTP.</summary>
    public required int Status { get; init; }

    /// <summary>An expression that the mock's status must fit; null for the answer that is taken otherwise.</summary>
    public string? SelectionPattern { get; init; }

    /// <summary>Headers with their values.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Templates of the body by content type.</summary>
    public IReadOnlyDictionary<string, string> Templates { get; init; } = new Dictionary<string, string>();
}
