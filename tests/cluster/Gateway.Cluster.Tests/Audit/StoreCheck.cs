using System.Text.Json;
using Gateway.Cluster.Tests.Pops;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Replication.AntiEntropy;
using Gateway.Robustness.Tests.Stores;
using Gateway.Storage;
using Gateway.Storage.RocksDb;

namespace Gateway.Cluster.Tests.Audit;

/// <summary>Looks into the stores of PoPs that have stopped: each must be sound, and what anti-entropy compares must be the same in all.</summary>
internal static class StoreCheck
{
    /// <param name="folders">The data folders, the first PoP's first.</param>
    public static void Check(IReadOnlyList<string> folders)
    {
        Dictionary<(string Table, string Item), (UInt128 Fingerprint, string Shown)>? first = null;
        for (int i = 0; i < folders.Count; i++)
        {
            string name = RunningCluster.NameOf(i + 1);
            using RocksDbStore store = RocksDbStore.Open(Path.Combine(folders[i], "store"));
            IReadOnlyList<string> faults = StoreChecker.FaultsOf(store, isMember: true);
            Assert.True(faults.Count == 0, $"{name}: {string.Join('\n', faults.Take(10))}");

            Dictionary<(string Table, string Item), (UInt128 Fingerprint, string Shown)> found = FingerprintsOf(store);
            first ??= found;
            (string Table, string Item)[] different = [.. first.Keys.Union(found.Keys).Where(item => first.GetValueOrDefault(item).Fingerprint != found.GetValueOrDefault(item).Fingerprint)];
            Assert.True(different.Length == 0, $"pop-1 and {name}: the fingerprints of {different.Length} of {first.Count} items differ, as of {different.FirstOrDefault()}:\n{first.GetValueOrDefault(different.FirstOrDefault()).Shown}\n{found.GetValueOrDefault(different.FirstOrDefault()).Shown}");
        }

        Assert.NotEmpty(first!);
    }

    /// <summary>Of what each item that shows holds, and that for a reader.</summary>
    private static Dictionary<(string Table, string Item), (UInt128 Fingerprint, string Shown)> FingerprintsOf(RocksDbStore store)
    {
        StoreIdentity identity = StoreIdentity.Open(store, ReplicaId.Create);
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor tables = snapshot.Scan(CatalogKeys.Tables);
        Dictionary<(string Table, string Item), (UInt128 Fingerprint, string Shown)> found = [];
        while (tables.MoveNext())
        {
            TableSchema table = TableCompiler.Compile(JsonSerializer.Deserialize(tables.Value, CatalogJson.Default.TableDefinition)!);
            using IStoreCursor items = snapshot.Scan(ItemKeys.RangeOf(table.Number));
            while (items.MoveNext())
            {
                ItemAddress address = new(items.Key.ToArray());
                Document document = DocumentCodec.Decode(address.Key, items.Value.ToArray(), identity.Replicas);
                if (document.IsVisible) found[(table.Name, Convert.ToHexString(address.KeyBytes.Span))] = (ItemFingerprint.OfContent(1, document), $"{document.Visible} {document.Context} {Convert.ToHexString(items.Value)}");
            }
        }

        return found;
    }
}
