namespace Gateway.Crdt.Documents;

/// <summary>
/// The cells at one path and the nodes below it. Immutable, in one of two forms: <see cref="PlainNode"/> where everything came with an
/// ancestor's assignment, <see cref="FullNode"/> elsewhere. Equal states always have the same form (see <see cref="FullNode.Create"/>).
/// </summary>
internal abstract class Node
{
    private protected Node()
    {
    }

    /// <summary>The same cells, spelled out for this one level.</summary>
    public abstract FullNode Full();
}
