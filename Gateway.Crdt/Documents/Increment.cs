using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Documents;

/// <summary>A cell of slot c: what one replica has added to a number. Each replica keeps one live cell (rule N).</summary>
/// <param name="Stamp">Its last increment.</param>
/// <param name="Run">Its first one since the number was last reset there.</param>
/// <param name="Total">The sum of the run, exact.</param>
/// <param name="Count">How many increments the run has: what orders two states of it.</param>
internal readonly record struct Increment(Stamp Stamp, Stamp Run, ExactSum Total, ulong Count) : ICell;
