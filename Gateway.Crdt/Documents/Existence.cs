using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>A cell of slot x: an item was touched, or a set or list element exists.</summary>
/// <param name="Stamp">By which write.</param>
/// <param name="Inherited">It came with its container's assignment.</param>
internal readonly record struct Existence(Stamp Stamp, bool Inherited) : ICell;
