namespace Gateway.Crdt.Time;

/// <summary>Per replica the highest stamp merged: what a document, or a whole store, has seen. Immutable.</summary>
/// <remarks>A version vector over hybrid times (paper Almeida 2018, delta-state CRDTs: the compressed causal context).</remarks>
public sealed class Context : IEquatable<Context>
{
    private readonly ReplicaId[] replicas;
    private readonly HlcTime[] times;

    private Context(ReplicaId[] replicas, HlcTime[] times)
    {
        this.replicas = replicas;
        this.times = times;
    }

    /// <summary>Nothing seen.</summary>
    public static Context Empty { get; } = new([], []);

    /// <summary>How many replicas it knows.</summary>
    public int Count => replicas.Length;

    /// <summary>The replicas, ascending.</summary>
    public ReadOnlySpan<ReplicaId> Replicas => replicas;

    /// <summary>For each of <see cref="Replicas"/> its highest time.</summary>
    public ReadOnlySpan<HlcTime> Times => times;

    /// <summary>The highest time of all, <see cref="HlcTime.Zero"/> if empty.</summary>
    public HlcTime Highest
    {
        get
        {
            HlcTime highest = default;
            foreach (HlcTime time in times)
            {
                if (time > highest) highest = time;
            }

            return highest;
        }
    }

    /// <summary>From pairs in any order; of two for one replica the higher counts.</summary>
    public static Context Of(IEnumerable<Stamp> stamps)
    {
        Context context = Empty;
        foreach (Stamp stamp in stamps) context = context.With(stamp);
        return context;
    }

    /// <summary>The highest time seen of that replica; zero if none.</summary>
    public HlcTime this[ReplicaId replica]
    {
        get
        {
            int index = IndexOf(replica);
            return index < 0 ? default : times[index];
        }
    }

    /// <summary>True if that write, or a later one of its replica, was merged.</summary>
    public bool Includes(Stamp stamp)
    {
        int index = IndexOf(stamp.Replica);
        return index >= 0 && times[index] >= stamp.Time;
    }

    /// <summary>True if everything that <paramref name="other"/> has seen was merged here too.</summary>
    public bool Includes(Context other)
    {
        for (int i = 0; i < other.Count; i++)
        {
            if (!Includes(new Stamp(other.times[i], other.replicas[i]))) return false;
        }

        return true;
    }

    /// <summary>This context and one write more.</summary>
    public Context With(Stamp stamp)
    {
        int index = IndexOf(stamp.Replica);
        if (index >= 0)
        {
            if (times[index] >= stamp.Time) return this;
            HlcTime[] changed = [.. times];
            changed[index] = stamp.Time;
            return new Context(replicas, changed);
        }

        int at = ~index;
        return new Context([.. replicas.AsSpan(0, at), stamp.Replica, .. replicas.AsSpan(at)], [.. times.AsSpan(0, at), stamp.Time, .. times.AsSpan(at)]);
    }

    /// <summary>What either has seen.</summary>
    public Context Union(Context other)
    {
        if (Includes(other)) return this;
        if (other.Includes(this)) return other;
        Context union = this;
        for (int i = 0; i < other.Count; i++) union = union.With(new Stamp(other.times[i], other.replicas[i]));
        return union;
    }

    /// <summary>What both have seen: how a stable cut is made from many stores.</summary>
    public Context Intersect(Context other)
    {
        Context common = Empty;
        for (int i = 0; i < Count; i++)
        {
            HlcTime theirs = other[replicas[i]];
            HlcTime both = theirs < times[i] ? theirs : times[i];
            if (both > HlcTime.Zero) common = common.With(new Stamp(both, replicas[i]));
        }

        return common;
    }

    /// <summary>Without the replicas for which <paramref name="drop"/> is true.</summary>
    public Context Without(Func<ReplicaId, bool> drop)
    {
        if (!System.Array.Exists(replicas, replica => drop(replica))) return this;
        Context rest = Empty;
        for (int i = 0; i < Count; i++)
        {
            if (!drop(replicas[i])) rest = rest.With(new Stamp(times[i], replicas[i]));
        }

        return rest;
    }

    /// <inheritdoc/>
    public bool Equals(Context? other) =>
        other is not null && replicas.AsSpan().SequenceEqual(other.replicas) && times.AsSpan().SequenceEqual(other.times);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Context);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        for (int i = 0; i < Count; i++) hash.Add(HashCode.Combine(replicas[i], times[i]));
        return hash.ToHashCode();
    }

    /// <summary>For people.</summary>
    public override string ToString() => $"{{{string.Join(", ", replicas.Zip(times, (replica, time) => $"{replica}:{time}"))}}}";

    /// <summary>True if this is <paramref name="before"/> and that one write more, and nothing else.</summary>
    internal bool IsNext(Context before, Stamp stamp)
    {
        int added = before.IndexOf(stamp.Replica) < 0 ? 1 : 0;
        if (Count != before.Count + added) return false;
        for (int i = 0; i < replicas.Length; i++)
        {
            HlcTime expected = replicas[i] == stamp.Replica ? stamp.Time : before[replicas[i]];
            if (times[i] != expected) return false;
        }

        return true;
    }

    /// <summary>The arrays themselves, for readers that keep them: never to be changed.</summary>
    internal (ReplicaId[] Replicas, HlcTime[] Times) Shared => (replicas, times);

    /// <summary>From arrays that already ascend; takes them over.</summary>
    internal static Context FromSorted(ReplicaId[] replicas, HlcTime[] times) => replicas.Length == 0 ? Empty : new Context(replicas, times);

    /// <summary>Where that replica stands, or the complement of where it would.</summary>
    internal int IndexOf(ReplicaId replica)
    {
        // A handful of entries: a straight scan beats a binary search.
        for (int i = 0; i < replicas.Length; i++)
        {
            if (replicas[i] >= replica) return replicas[i] == replica ? i : ~i;
        }

        return ~replicas.Length;
    }
}
