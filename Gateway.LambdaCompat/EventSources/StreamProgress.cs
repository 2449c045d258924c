namespace Gateway.LambdaCompat.EventSources;

/// <summary>Which records of a stream are done with, while several lanes work on them: the position is the last one that has none open before it.</summary>
internal sealed class StreamProgress
{
    private readonly Lock gate = new();
    private readonly LinkedList<(string Sequence, bool IsDone)> open = new();
    private readonly Dictionary<string, LinkedListNode<(string Sequence, bool IsDone)>> bySequence = new(StringComparer.Ordinal);

    /// <summary>All records up to this one are done with; null for none.</summary>
    public string? Position { get; private set; }

    /// <summary>Notes a record that was read. In the order of the stream.</summary>
    public void Begin(string sequence)
    {
        lock (gate) bySequence[sequence] = open.AddLast((sequence, false));
    }

    /// <summary>Notes records that are done with.</summary>
    /// <param name="sequences">Which ones.</param>
    /// <param name="moved">Called under the lock with the new position, if it has moved.</param>
    public void End(IEnumerable<string> sequences, Action<string> moved)
    {
        lock (gate)
        {
            foreach (string sequence in sequences)
            {
                if (bySequence.Remove(sequence, out LinkedListNode<(string Sequence, bool IsDone)>? node)) node.Value = (sequence, true);
            }

            string? before = Position;
            while (open.First is { Value: { IsDone: true } first })
            {
                Position = first.Sequence;
                open.RemoveFirst();
            }

            if (Position is { } now && now != before) moved(now);
        }
    }
}
