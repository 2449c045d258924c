using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Replication;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Replica;

namespace Gateway.Api.Wiring;

/// <summary>Who follows what, by the rules of tables, for comparing stores; and keeps the sums that are compared.</summary>
internal sealed class ItemScopesAdapter(ReplicaPort port) : IItemScopes, IItemObserver
{
    private const string All = "all";

    /// <summary>Where sums are kept; null until they are.</summary>
    public BucketFingerprints? Fingerprints { get; set; }

    public string? ScopeOf(UInt128 table, ReadOnlySpan<byte> itemKey) => port.TryFindTable(table, out _) ? All : null;

    public uint? HashOf(UInt128 table, ReadOnlySpan<byte> itemKey) => port.TryFindTable(table, out ReplicatedTable? found) ? found.PartitionHash(new ItemKey(itemKey.ToArray())) : null;

    public bool MayHold(UInt128 table, string scope) => scope == All;

    public bool FollowsWhole(string scope, PopProfile pop) => scope == All || pop.FollowsAll;

    public bool IsComplete(UInt128 table, ReadOnlySpan<byte> itemKey) => true;

    public void Changed(UInt128 table, ReadOnlySpan<byte> itemKey, uint partitionHash, Context? before, Context? after)
    {
        if (Fingerprints is { } sums && ScopeOf(table, itemKey) is { } scope) sums.Change(scope, partitionHash, table, itemKey, before, after);
    }
}
