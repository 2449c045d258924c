using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;

namespace Gateway.DynamoCompat.TimeToLive;

/// <summary>Keeps the order of expiry in step with an item, in the batch that changes the item.</summary>
internal static class ExpiryWriter
{
    public static void Write(WriteBatch batch, TableSchema table, in ItemAddress address, Value before, Value after)
    {
        if (table.TimeToLiveAttribute is not { } attribute) return;
        byte[]? old = ExpiryKeys.EntryOf(table, attribute, before, address);
        byte[]? now = ExpiryKeys.EntryOf(table, attribute, after, address);
        if (old is not null && now is not null && old.AsSpan().SequenceEqual(now)) return;
        if (old is not null) batch.Delete(old);
        if (now is not null) batch.Put(now, []);
    }
}
