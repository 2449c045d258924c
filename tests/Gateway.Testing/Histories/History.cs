using Gateway.Crdt.Planning;

namespace Gateway.Testing.Histories;

/// <summary>Replicas with clocks that are wrong, and all that happens to one item of theirs.</summary>
/// <param name="Seed">What made it.</param>
/// <param name="Mode">The table's put mode.</param>
/// <param name="SkewMilliseconds">For each replica how far its clock is off.</param>
/// <param name="Steps">What happens, in order.</param>
public sealed record History(int Seed, PutMode Mode, IReadOnlyList<int> SkewMilliseconds, IReadOnlyList<HistoryStep> Steps)
{
    public override string ToString() => string.Join(
        Environment.NewLine,
        [$"seed {Seed}, {Mode}, clocks off by {string.Join(", ", SkewMilliseconds)} ms", .. Steps.Select(step => "  " + step)]);
}
