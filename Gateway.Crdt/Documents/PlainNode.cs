using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Documents;

/// <summary>
/// A whole subtree of inherited cells with one stamp, kept as the bytes of the value: what costs nothing over the visible value.
/// </summary>
/// <param name="stamp">The assignment that all cells came with.</param>
/// <param name="value">The value; none for a set element, and for a list element whose value was assigned anew.</param>
/// <param name="exists">True for elements of sets and lists, which have a cell of slot x.</param>
internal sealed class PlainNode(Stamp stamp, Value value, bool exists) : Node
{
    public Stamp Stamp => stamp;

    public Value Value => value;

    public bool Exists => exists;

    public override FullNode Full() => FullNode.Expand(this);
}
