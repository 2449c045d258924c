namespace Gateway.Api.Wiring;

/// <summary>Counts writes that a full disk refuses, so that one line a minute tells of them. Safe for many threads.</summary>
internal sealed class FullDiskNotes(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long? saidAt;
    private long count;

    /// <summary>One more was refused.</summary>
    /// <returns>How many since it was said last, if it is to be said now.</returns>
    public long? Note()
    {
        lock (gate)
        {
            count++;
            if (saidAt is { } before && time.GetElapsedTime(before) < Pause) return null;
            saidAt = time.GetTimestamp();
            (long refused, count) = (count, 0);
            return refused;
        }
    }
}
