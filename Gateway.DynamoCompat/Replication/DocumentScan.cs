using System.Buffers.Binary;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Replication;

/// <summary>Walks the documents of a table as they are at one moment.</summary>
internal static class DocumentScan
{
    public static IEnumerable<(ItemKey Key, Document Document)> Run(DynamoServices services, TableSchema table, uint fromHash, uint toHash, ItemKey? after)
    {
        byte[] prefix = ItemKeys.TablePrefix(table.Number);
        byte[] start = after is { } last ? [.. ItemKeys.AddressOf(table, last.Bytes).StoreKey, 0] : Bound(prefix, fromHash);
        byte[] end = KeyRange.After(Bound(prefix, toHash));
        return Run(services, new KeyRange(start, end));
    }

    private static IEnumerable<(ItemKey Key, Document Document)> Run(DynamoServices services, KeyRange range)
    {
        using IStoreSnapshot snapshot = services.Store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(range);
        while (cursor.MoveNext())
        {
            ItemKey key = new(cursor.Key[ItemKeys.PrefixBytes..].ToArray());
            yield return (key, DocumentCodec.Decode(key, cursor.Value.ToArray(), services.Identity.Replicas));
        }
    }

    private static byte[] Bound(byte[] prefix, uint hash)
    {
        byte[] bound = [.. prefix, .. new byte[sizeof(uint)]];
        BinaryPrimitives.WriteUInt32BigEndian(bound.AsSpan(prefix.Length), hash);
        return bound;
    }
}
