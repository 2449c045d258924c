using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Indexes;

/// <summary>Keeps a table's indexes in step with an item, in the batch that changes the item.</summary>
internal static class IndexWriter
{
    /// <summary>Moves the item's entries.</summary>
    public static void Write(WriteBatch batch, PlannedWrite write)
    {
        TableSchema table = write.Write.Table;
        foreach (SecondaryIndex index in table.Indexes)
        {
            byte[]? old = IndexKeys.EntryOf(table, index, write.Before, write.Write.Address);
            byte[]? now = IndexKeys.EntryOf(table, index, write.After, write.Write.Address);
            if (old is not null && now is not null && old.AsSpan().SequenceEqual(now)) continue;
            if (old is not null) batch.Delete(old);
            if (now is not null) batch.Put(now, []);
        }
    }
}
