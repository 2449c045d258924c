using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;

namespace Gateway.DynamoCompat.TimeToLive;

/// <summary>Keeps the order of expiry in step with an item, in the batch that changes the item.</summary>
internal static class ExpiryWriter
{
    public static void Write(WriteBatch batch, PlannedWrite write)
    {
        TableSchema table = write.Write.Table;
        if (table.TimeToLiveAttribute is not { } attribute) return;
        byte[]? old = ExpiryKeys.EntryOf(table, attribute, write.Before, write.Write.Address);
        byte[]? now = ExpiryKeys.EntryOf(table, attribute, write.After, write.Write.Address);
        if (old is not null && now is not null && old.AsSpan().SequenceEqual(now)) return;
        if (old is not null) batch.Delete(old);
        if (now is not null) batch.Put(now, []);
    }
}
