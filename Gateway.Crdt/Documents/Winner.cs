using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Documents;

/// <summary>The assignment in force at a node.</summary>
/// <param name="Stamp">Its stamp: what inherited cells below must bear to show.</param>
/// <param name="Kind">The node's type.</param>
/// <param name="Scalar">The value of a scalar; the base of a number.</param>
internal readonly record struct Winner(Stamp Stamp, ValueKind Kind, Value Scalar)
{
    /// <summary>False for "no assignment is in force".</summary>
    public bool Exists => Kind != ValueKind.None;
}
