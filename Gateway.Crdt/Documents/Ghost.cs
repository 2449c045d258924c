using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>A cell of slot g: the increments that an assignment or a removal has absorbed; they never count again (rule N).</summary>
/// <param name="Stamp">By which write.</param>
/// <param name="Seen">One entry for each run, ascending by run.</param>
internal readonly record struct Ghost(Stamp Stamp, SeenRun[] Seen) : ICell, IEquatable<Ghost>
{
    public bool Equals(Ghost other) => Stamp == other.Stamp && Seen.AsSpan().SequenceEqual(other.Seen);

    public override int GetHashCode() => Stamp.GetHashCode();
}
