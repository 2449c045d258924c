using Gateway.Crdt.Documents;
using Gateway.Replication.Replica;

namespace Gateway.Replication.AntiEntropy;

/// <summary>Sums over what documents hold, read from the store on demand: equal at two PoPs if and only if all bytes are that matter (ADR 24).</summary>
/// <param name="replica">The data.</param>
/// <param name="rules">Which scope an item is of.</param>
public sealed class ContentHash(IReplica replica, IItemScopes rules)
{
    /// <summary>The sum of the contents of the items of a scope in some buckets that show. Reads all of them.</summary>
    /// <param name="scope">The scope's name.</param>
    /// <param name="firstBucket">The first of the 65,536 buckets.</param>
    /// <param name="lastBucket">The last one, included.</param>
    public BucketSum Of(string scope, int firstBucket = 0, int lastBucket = BucketTree.Leaves - 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)firstBucket, (uint)lastBucket, nameof(firstBucket));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lastBucket, BucketTree.Leaves, nameof(lastBucket));
        BucketSum sum = default;
        foreach (UInt128 table in replica.Tables)
        {
            if (!rules.MayHold(table, scope)) continue;
            foreach (IncomingChange change in replica.Scan(table, (uint)firstBucket << 16, ((uint)lastBucket << 16) | 0xFFFF, null))
            {
                if (change.Fragment is not Fragment.OfDocument { Document: { IsVisible: true } document } || rules.ScopeOf(table, document.Key.Bytes) != scope) continue;
                sum += new BucketSum(ItemFingerprint.OfContent(table, document), 1);
            }
        }

        return sum;
    }
}
