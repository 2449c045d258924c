using Gateway.DynamoCompat.Scopes;

namespace Gateway.DynamoCompat.Cluster;

/// <summary>Who takes part, as it was last said. A PoP that is alone knows nobody, not even itself.</summary>
internal sealed class ClusterView
{
    private volatile Known known = new(null, [], _ => true);

    /// <summary>This PoP; null as long as that is not known.</summary>
    public ClusterMember? Self => known.Self;

    /// <summary>All PoPs, this one too.</summary>
    public IReadOnlyList<ClusterMember> Members => known.Members;

    /// <summary>True if a PoP was heard of lately; this one always is.</summary>
    public bool IsLive(ClusterMember member) => member.Name == known.Self?.Name || known.IsLive(member.Name);

    /// <summary>True if this PoP is in a scope, or keeps everything; as long as it does not know who it is, things stay as they are.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="isHere">Whether what has this scope is here.</param>
    public bool Holds(Scope scope, bool isHere) => known.Self is { } self ? self.FollowsAll || scope.Reaches(self.Region, self.Groups) : isHere || scope.Kind == ScopeKind.All;

    /// <summary>The regions that have a PoP, in order.</summary>
    public IReadOnlyCollection<string> Regions => [.. known.Members.Select(member => member.Region).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Takes over who takes part.</summary>
    /// <returns>True if what this PoP holds may be different now.</returns>
    public bool Set(string self, IReadOnlyList<ClusterMember> members, Func<string, bool> isLive)
    {
        ClusterMember? before = known.Self;
        ClusterMember? now = members.FirstOrDefault(member => member.Name == self);
        known = new Known(now, [.. members], isLive);
        return before is null != now is null || (now is not null && (before!.Region != now.Region || before.FollowsAll != now.FollowsAll || !before.Groups.SequenceEqual(now.Groups)));
    }

    private sealed record Known(ClusterMember? Self, IReadOnlyList<ClusterMember> Members, Func<string, bool> IsLive);
}
