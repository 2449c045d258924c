using Gateway.Crdt.Documents;

namespace Gateway.Crdt.Planning;

/// <summary>Where a path leads in a document.</summary>
/// <param name="Steps">The path in steps, list positions as lasting element ids.</param>
/// <param name="Node">The node there; null if there is none.</param>
/// <param name="Parent">The assignment in force above it.</param>
internal readonly record struct Place(PathStep[] Steps, Node? Node, Winner Parent)
{
    /// <summary>The assignment in force at the place.</summary>
    public Winner Winner => Node is null ? default : Reading.WinnerOf(Node, Parent);

    /// <summary>The node there with its cells spelled out; null if there is none.</summary>
    public FullNode? Full => Node?.Full();

    /// <summary>True if something shows there.</summary>
    public bool IsVisible => Node is not null && Reading.IsVisible(Node, Parent);
}
