using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Streams;

/// <summary>Appends a table's stream record in the batch that changes the item: one for each change that a reader can see, none for others.</summary>
internal static class StreamAppender
{
    public static void Write(WriteBatch batch, PlannedWrite planned, long millisecond, long sequence)
    {
        TableSchema table = planned.Write.Table;
        if (table.StreamView == StreamView.None || !planned.ChangesItem) return;
        StreamRecord record = new()
        {
            Sequence = sequence,
            Millisecond = millisecond,
            Cause = planned.Write.Cause,
            Key = planned.Write.Key,
            HadOld = !planned.VisibleBefore.IsNone,
            HasNew = !planned.VisibleAfter.IsNone,
            OldImage = table.StreamView is StreamView.OldImage or StreamView.NewAndOldImages ? planned.Before : default(Value),
            NewImage = table.StreamView is StreamView.NewImage or StreamView.NewAndOldImages ? planned.After : default(Value),
            Lineage = planned.Write.Lineage,
            Origin = planned.Write.Origin,
        };
        batch.Put(StreamKeys.KeyOf(table.Number, table.StreamId, sequence), StreamRecordCodec.Encode(record));
    }
}
