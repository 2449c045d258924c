using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Documents;

/// <summary>How far a run of increments had come when a base was assigned or the number was removed.</summary>
internal readonly record struct SeenRun(Stamp Run, ExactSum Total, ulong Count);
