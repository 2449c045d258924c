using System.Collections.Concurrent;
using Gateway.Crdt.Time;

namespace Gateway.Replication.AntiEntropy;

/// <summary>The sums of all scopes. Safe for many threads.</summary>
internal sealed class SumTable : ConcurrentDictionary<string, ScopeSums>
{
    /// <summary>Takes away what was, and adds what is.</summary>
    public void Change(string scope, uint hash, UInt128 table, ReadOnlySpan<byte> itemKey, Context? before, Context? after)
    {
        if (before is null && after is null) return;
        UInt128 sum = 0;
        int count = 0;
        if (before is not null)
        {
            sum = unchecked(sum - ItemFingerprint.Of(table, itemKey, before));
            count--;
        }

        if (after is not null)
        {
            sum = unchecked(sum + ItemFingerprint.Of(table, itemKey, after));
            count++;
        }

        GetOrAdd(scope, _ => new ScopeSums()).Add(BucketTree.LeafOf(hash), sum, count);
    }
}
