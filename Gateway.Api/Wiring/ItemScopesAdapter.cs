using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Scopes;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Replica;

namespace Gateway.Api.Wiring;

/// <summary>Who follows what, by the rules of tables, for comparing stores; and keeps the sums that are compared.</summary>
/// <param name="port">The data.</param>
/// <param name="self">This PoP.</param>
/// <param name="isWhole">False while this PoP still fetches what it follows.</param>
internal sealed class ItemScopesAdapter(ReplicaPort port, Func<PopProfile> self, Func<bool> isWhole) : IItemScopes, IItemObserver
{
    private const string All = "all";
    private const string Local = "local";
    private const string GroupStart = "group:";
    private const string RegionsStart = "regions:";
    private const char Both = '+';

    /// <summary>Where sums are kept; null until they are.</summary>
    public BucketFingerprints? Fingerprints { get; set; }

    public string? ScopeOf(UInt128 table, ReadOnlySpan<byte> itemKey)
    {
        if (!port.TryFindTable(table, out ReplicatedTable? found)) return null;
        return found.Scope.IsEverywhere ? All : NameOf(found.Scope.ScopeOf(itemKey), found.Scope.Bounds);
    }

    public uint? HashOf(UInt128 table, ReadOnlySpan<byte> itemKey) => port.TryFindTable(table, out ReplicatedTable? found) ? found.PartitionHash(new ItemKey(itemKey.ToArray())) : null;

    public bool MayHold(UInt128 table, string scope) => !port.TryFindTable(table, out ReplicatedTable? found) || !found.Scope.IsEverywhere || scope == All;

    public bool FollowsWhole(string scope, PopProfile pop) => pop.FollowsAll || Array.TrueForAll(scope.Split(Both), part => FollowsPart(part, pop));

    public bool IsInDoubt => !isWhole();

    public bool IsComplete(UInt128 table, ReadOnlySpan<byte> itemKey) => isWhole() && port.TryFindTable(table, out ReplicatedTable? found) && !found.IsPartial && ScopeOf(table, itemKey) is { } scope && FollowsWhole(scope, self());

    public void Changed(UInt128 table, ReadOnlySpan<byte> itemKey, uint partitionHash, Context? before, Context? after)
    {
        if (Fingerprints is { } sums && ScopeOf(table, itemKey) is { } scope) sums.Change(scope, partitionHash, table, itemKey, before, after);
    }

    private static bool FollowsPart(string part, PopProfile pop)
    {
        if (part == All) return true;
        if (part.StartsWith(GroupStart, StringComparison.Ordinal)) return pop.Groups.Contains(part[GroupStart.Length..]);
        return part.StartsWith(RegionsStart, StringComparison.Ordinal) && part[RegionsStart.Length..].Split(',').Contains(pop.Region);
    }

    private static string NameOf(Scope scope, Scope? bounds) => bounds is null ? NameOf(scope) : NameOf(bounds) + Both + NameOf(scope);

    private static string NameOf(Scope scope) => scope.Kind switch
    {
        ScopeKind.All => All,
        ScopeKind.Local => Local,
        ScopeKind.Group => GroupStart + scope.Names[0],
        _ => RegionsStart + string.Join(',', scope.Names.Order(StringComparer.Ordinal)),
    };
}
