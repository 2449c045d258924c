namespace Gateway.Crdt.Time;

/// <summary>Names one write of an item, and ranks it: time first, then the replica. Unique, totally ordered.</summary>
/// <param name="Time">When, by the hybrid clock.</param>
/// <param name="Replica">Who.</param>
public readonly record struct Stamp(HlcTime Time, ReplicaId Replica) : IComparable<Stamp>
{
    /// <inheritdoc/>
    public int CompareTo(Stamp other)
    {
        int order = Time.CompareTo(other.Time);
        return order != 0 ? order : Replica.CompareTo(other.Replica);
    }

    /// <summary>Earlier.</summary>
    public static bool operator <(Stamp left, Stamp right) => left.CompareTo(right) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(Stamp left, Stamp right) => left.CompareTo(right) > 0;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(Stamp left, Stamp right) => left.CompareTo(right) <= 0;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(Stamp left, Stamp right) => left.CompareTo(right) >= 0;

    /// <summary>Time and replica, for people.</summary>
    public override string ToString() => $"{Time}@{Replica}";
}
