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
        foreach (ChangeStream stream in tables.All.Concat(tables.Gone).SelectMany(ChangeStream.Of)) Trim(stream, oldest);
    }

    private void Trim(ChangeStream stream, long oldest)
    {
        long last = 0;
        using (IStoreSnapshot snapshot = store.Snapshot())
        using (IStoreCursor cursor = snapshot.Scan(StreamKeys.RangeOf(stream.Table.Number, stream.Id, 0, long.MaxValue)))
        {
            while (cursor.MoveNext() && StreamRecordCodec.MillisecondOf(cursor.Value) < oldest) last = StreamKeys.SequenceOf(cursor.Key);
        }

        if (last == 0) return;
        WriteBatch batch = new();
        ShardReader.NoteTrimmed(batch, stream, last);
        store.Write(batch);
        store.Trim(StreamKeys.RangeOf(stream.Table.Number, stream.Id, 0, last));
    }
}
