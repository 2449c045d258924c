namespace Gateway.Replication.Status;

/// <summary>How quickly joins and repairs go on, and when they will be done: seen from the first look at each. Safe for several threads.</summary>
/// <param name="time">The clock.</param>
public sealed class WorkPace(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Kind, string Peer), (long At, long Done)> begun = [];

    /// <summary>Adds pace and rest to what is known of one.</summary>
    public WorkStatus Look(WorkStatus work)
    {
        ArgumentNullException.ThrowIfNull(work);
        lock (gate)
        {
            (string Kind, string Peer) key = (work.Kind, work.Peer);
            if (work.IsDone)
            {
                begun.Remove(key);
                return work;
            }

            if (!begun.TryGetValue(key, out (long At, long Done) first) || work.Done < first.Done)
            {
                begun[key] = (time.GetTimestamp(), work.Done); // it begins, or begins anew
                return work;
            }

            double seconds = time.GetElapsedTime(first.At).TotalSeconds;
            double pace = seconds > 0 ? (work.Done - first.Done) / seconds : 0;
            return work with { PerSecond = pace, SecondsLeft = pace > 0 && work.Total >= work.Done ? (work.Total - work.Done) / pace : null };
        }
    }
}
