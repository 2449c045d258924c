namespace Gateway.Wire.Answers;

/// <summary>Refuses a request. One place of each face catches it.</summary>
public sealed class WireException(WireError error) : Exception(error.Message)
{
    /// <summary>What the client is told.</summary>
    public WireError Error { get; } = error;
}
