namespace Gateway.Crdt;

/// <summary>The one error of this library: names what is wrong and where.</summary>
public sealed class DocumentFault : Exception
{
    /// <summary>Makes a fault.</summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="message">One sentence for people: what and where. Holds no item values.</param>
    public DocumentFault(DocumentFaultKind kind, string message)
        : base(message) => Kind = kind;

    /// <summary>What is wrong.</summary>
    public DocumentFaultKind Kind { get; }

    internal static DocumentFault Malformed(string what, int at) => new(DocumentFaultKind.Malformed, $"{what} at byte {at}.");

    internal static DocumentFault Truncated(string what, int at) => new(DocumentFaultKind.Truncated, $"The bytes end inside {what} at byte {at}.");
}
