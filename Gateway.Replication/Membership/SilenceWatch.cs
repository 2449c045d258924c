namespace Gateway.Replication.Membership;

/// <summary>Notices members of which nothing was heard for too long. Not for several threads.</summary>
/// <param name="patience">How long; counted anew after a restart.</param>
/// <param name="time">The clock.</param>
/// <remarks>Source: DESIGN 6 (evicted by a record, never by age of data alone), ADR 27.</remarks>
internal sealed class SilenceWatch(TimeSpan patience, TimeProvider time)
{
    private readonly Dictionary<string, (long Word, long At)> heard = [];

    /// <summary>Looks at what every member said last.</summary>
    /// <param name="members">The members that count.</param>
    /// <param name="words">What each said last, any number that changes with each word.</param>
    /// <returns>Those that were silent for too long.</returns>
    public IReadOnlyList<string> Look(IEnumerable<string> members, IReadOnlyDictionary<string, long> words)
    {
        List<string> silent = [];
        long now = time.GetTimestamp();
        foreach (string member in members)
        {
            long word = words.GetValueOrDefault(member);
            if (!heard.TryGetValue(member, out (long Word, long At) last) || last.Word != word) heard[member] = (word, now);
            else if (time.GetElapsedTime(last.At, now) > patience) silent.Add(member);
        }

        return silent;
    }
}
