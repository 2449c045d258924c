using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>Puts an element right after another one: which write did it, and its place in that write's run.</summary>
internal readonly record struct Insertion(Stamp Stamp, int Index);
