using System.Collections.Frozen;
using Gateway.Replication.Eviction;

namespace Gateway.Replication.Membership;

/// <summary>Who is in the cluster, as one PoP knows it at a moment. Never changes.</summary>
public sealed class PopMap
{
    private readonly FrozenDictionary<string, PopInfo> byName;

    /// <param name="self">The PoP that knows this.</param>
    /// <param name="members">All that were ever told of, in any state; each name once.</param>
    public PopMap(string self, IEnumerable<PopInfo> members)
    {
        Self = self;
        byName = members.ToFrozenDictionary(member => member.Name, StringComparer.Ordinal);
        Members = [.. byName.Values.OrderBy(member => member.Name, StringComparer.Ordinal)];
    }

    /// <summary>The name of this PoP.</summary>
    public string Self { get; }

    /// <summary>In the order of their names, in any state, this PoP among them.</summary>
    public IReadOnlyList<PopInfo> Members { get; }

    /// <summary>The others that take part.</summary>
    public IEnumerable<PopInfo> Peers => Members.Where(member => member.Name != Self && member.IsMember);

    /// <summary>The others that take part, and those that may come back.</summary>
    public IEnumerable<PopInfo> Reachable => Members.Where(member => member.Name != Self && member.IsTaken);

    /// <summary>The others that take part no more, or were evicted and have come back.</summary>
    public IEnumerable<Departure> Departed =>
        Members.Where(member => member.Name != Self && (!member.IsMember || member.Evictions > 0)).Select(member => new Departure(member.Name, member.Epoch, member.Evictions, member.IsMember));

    /// <summary>One of them; null if nobody has told of it.</summary>
    public PopInfo? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Of two PoPs the one with the smaller name makes the connection.</summary>
    public bool Dials(string peer) => string.CompareOrdinal(Self, peer) < 0;

    /// <summary>A certificate of this name and epoch is taken. One of a PoP that is not known yet is: its record comes by another way, and only the authority makes certificates.</summary>
    public bool Takes(string name, long epoch) => Find(name) is not { } known || (known.IsTaken && epoch >= known.Epoch);
}
