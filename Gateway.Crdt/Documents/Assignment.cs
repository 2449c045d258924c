using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Documents;

/// <summary>A cell of slot v: a node was given a value.</summary>
/// <param name="Stamp">By which write.</param>
/// <param name="Kind">The value's type.</param>
/// <param name="Scalar">The value itself; none for containers, whose content lies in cells below.</param>
/// <param name="Inherited">It came inside a container that was assigned, and shows only while that assignment does (rule A).</param>
/// <param name="Default">An initialiser that never beats a hard value (rule F).</param>
internal readonly record struct Assignment(Stamp Stamp, ValueKind Kind, Value Scalar, bool Inherited, bool Default) : ICell;
