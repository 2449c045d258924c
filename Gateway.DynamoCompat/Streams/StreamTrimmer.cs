using Gateway.DynamoCompat.Tables;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Streams;

/// <summary>Removes stream records that are too old. Source: doc Streams (24 hours).</summary>
internal sealed class StreamTrimmer(IKeyValueStore store, TableCatalog tables, TimeProvider time, TimeSpan retention)
{
    /// <summary>Removes what is older than the retention by now.</summary>
    public void Trim()
    {
        long oldest = (time.GetUtcNow() - retention).ToUnixTimeMilliseconds();
        foreach (TableDefinition table in tables.All) Trim(table.Number, oldest);
    }

    private void Trim(uint table, long oldest)
    {
        KeyRange all = StreamKeys.RangeOf(table, 0, long.MaxValue);
        byte[]? end = null;
        using (IStoreSnapshot snapshot = store.Snapshot())
        using (IStoreCursor cursor = snapshot.Scan(all))
        {
            while (cursor.MoveNext() && StreamRecordCodec.MillisecondOf(cursor.Value) < oldest) end = [.. cursor.Key, 0];
        }

        if (end is null) return;
        WriteBatch batch = new();
        batch.DeleteRange(all with { End = end });
        store.Write(batch);
    }
}
