using Gateway.Crdt.Time;

namespace Gateway.Crdt.Documents;

/// <summary>What a side has seen: its own context, and what is stable everywhere.</summary>
internal readonly struct Known(Context seen, Context stable)
{
    public bool Includes(Stamp stamp) => seen.Includes(stamp) || (stable.Count > 0 && stable.Includes(stamp));

    public bool Includes(Context other)
    {
        for (int i = 0; i < other.Count; i++)
        {
            if (!Includes(new Stamp(other.Times[i], other.Replicas[i]))) return false;
        }

        return true;
    }
}
