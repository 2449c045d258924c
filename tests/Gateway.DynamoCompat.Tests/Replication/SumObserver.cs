using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Replication;

namespace Gateway.DynamoCompat.Tests.Replication;

/// <summary>Adds up what it is told.</summary>
internal sealed class SumObserver : IItemObserver
{
    private readonly Dictionary<(UInt128 Table, string Key), (uint Hash, Context Context)> known = [];

    public int Count => known.Count;

    public void Changed(UInt128 table, ReadOnlySpan<byte> itemKey, uint partitionHash, Context? before, Context? after)
    {
        if (table == UInt128.Zero) return; // of the PoPs, not of the tests
        lock (known)
        {
            (UInt128, string) key = (table, Convert.ToHexStringLower(itemKey));
            Assert.Equal(known.TryGetValue(key, out (uint, Context Context) entry) ? entry.Context : null, before);
            if (after is null) known.Remove(key);
            else known[key] = (partitionHash, after);
        }
    }

    /// <summary>Compares with what shows of the store.</summary>
    public void Check(ReplicaPort port)
    {
        foreach (ReplicatedTable table in port.Tables.Where(table => table.Number != 0))
        {
            (ItemKey Key, Document Document)[] there = [.. port.Scan(table.Id, 0, uint.MaxValue).Where(item => item.Document.IsVisible)];
            foreach ((ItemKey key, Document document) in there) Assert.Equal((table.PartitionHash(key), document.Context), known[(table.Id, key.ToString())]);
            Assert.Equal(there.Length, known.Keys.Count(key => key.Table == table.Id));
        }
    }
}
