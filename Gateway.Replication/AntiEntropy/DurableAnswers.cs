using Gateway.Replication.Messages;

namespace Gateway.Replication.AntiEntropy;

/// <summary>Holds frames back until what they tell is durable here: what others learn must not be lost here any more. The order stays.</summary>
/// <param name="assigned">The last sequence that a write here was given.</param>
/// <param name="durable">Up to which sequence all is durable.</param>
internal sealed class DurableAnswers(Func<long> assigned, Func<long> durable)
{
    private readonly Queue<(Frame Frame, long Sequence)> waiting = new();

    /// <summary>True while something waits.</summary>
    public bool IsWaiting => waiting.Count > 0;

    /// <summary>Adds a frame that was made from what is visible now.</summary>
    public void Add(Frame frame) => waiting.Enqueue((frame, assigned()));

    /// <summary>The next frame that may leave.</summary>
    public Frame? Next() => waiting.TryPeek(out (Frame Frame, long Sequence) next) && next.Sequence <= durable() ? waiting.Dequeue().Frame : null;

    /// <summary>The link is gone, and who asked with it.</summary>
    public void Clear() => waiting.Clear();
}
