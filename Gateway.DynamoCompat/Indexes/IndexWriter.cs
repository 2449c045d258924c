using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Indexes;

/// <summary>Keeps a table's indexes in step with an item, in the batch that changes the item.</summary>
internal static class IndexWriter
{
    /// <summary>Moves the item's entries.</summary>
    /// <param name="before">The whole item before; none if there was none.</param>
    /// <param name="after">The whole item afterwards; none if there is none.</param>
    public static void Write(WriteBatch batch, TableSchema table, in ItemAddress address, Value before, Value after)
    {
        foreach (SecondaryIndex index in table.Indexes)
        {
            byte[]? old = IndexKeys.EntryOf(table, index, before, address);
            byte[]? now = IndexKeys.EntryOf(table, index, after, address);
            if (old is not null && now is not null && old.AsSpan().SequenceEqual(now)) continue;
            if (old is not null) batch.Delete(old);
            if (now is not null) batch.Put(now, []);
        }
    }
}
