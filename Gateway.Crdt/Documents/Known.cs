using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>What a side has seen: its own context, and what is stable everywhere; without what <paramref name="except"/> has seen, if given.</summary>
internal readonly struct Known(Context seen, Context stable, Context? except = null)
{
    /// <summary>True if it includes no stamp at all.</summary>
    public bool IsNothing => seen.Count + stable.Count == 0;

    public bool Includes(Stamp stamp) =>
        (seen.Includes(stamp) || (stable.Count > 0 && stable.Includes(stamp))) && (except is null || !except.Includes(stamp));

    public bool Includes(Context other)
    {
        for (int i = 0; i < other.Count; i++)
        {
            if (!Includes(new Stamp(other.Times[i], other.Replicas[i]))) return false;
        }

        return true;
    }
}
