namespace Gateway.Wire.Answers;

/// <summary>An error as it leaves on the wire.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Code">As <c>ResourceNotFoundException</c>.</param>
/// <param name="Message">Null for none.</param>
public sealed record WireError(int Status, string Code, string? Message)
{
    /// <summary>How this error spells "message".</summary>
    public string MessageName { get; init; } = "message";

    /// <summary>As <c>User</c>; null if the body does not tell.</summary>
    public string? Type { get; init; }

    /// <summary>Other members of the body, texts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Members { get; init; } = [];

    /// <summary>Other headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
