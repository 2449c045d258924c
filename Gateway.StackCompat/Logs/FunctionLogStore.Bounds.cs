using Gateway.StackCompat.Logs.Storage;
using Gateway.Storage;

namespace Gateway.StackCompat.Logs;

/// <content>What is dropped when there is too much or when it is too old. All of it under the lock.</content>
public sealed partial class FunctionLogStore
{
    private const int DroppedPart = 8;

    private static LogStream OldestOf(LogGroup group) => group.Streams.Values.MinBy(stream => stream.Record.LastEvent ?? stream.Record.CreationTime)!;

    private void HoldBounds(WriteBatch batch, LogGroup group)
    {
        while (group.Bytes > limits.GroupBytesMax) DropOldest(batch, group);
    }

    /// <summary>Drops the stream that was written least recently, or, if it is the only one with events, its oldest part.</summary>
    private void DropOldest(WriteBatch batch, LogGroup group)
    {
        List<LogStream> withEvents = [.. group.Streams.Values.Where(stream => stream.Record.Bytes > 0)];
        if (withEvents.Count > 1) DropStream(batch, group, withEvents.MinBy(stream => stream.Record.LastEvent)!);
        else DropEvents(batch, group, withEvents[0], group.Bytes / DroppedPart, long.MaxValue);
    }

    private void DropStream(WriteBatch batch, LogGroup group, LogStream stream)
    {
        group.Streams.Remove(stream.Record.Name);
        group.Bytes -= stream.Record.Bytes;
        bytes -= stream.Record.Bytes;
        batch.Delete(LogKeys.Stream(group.Record.Number, stream.Record.Number));
        batch.DeleteRange(LogKeys.EventsOf(group.Record.Number, stream.Record.Number));
    }

    /// <summary>Drops what is older than the group keeps.</summary>
    private void DropExpired(WriteBatch batch, LogGroup group)
    {
        if (OldestKept(group.Record) is not { } before) return;
        foreach (LogStream stream in group.Streams.Values.Where(stream => stream.Record.FirstEvent < before).ToList())
        {
            if (stream.Record.LastEvent < before) DropStream(batch, group, stream);
            else DropEvents(batch, group, stream, long.MaxValue, before);
        }
    }

    /// <summary>The time before which a group keeps nothing; null if it keeps all.</summary>
    private long? OldestKept(LogGroupRecord group) => group.RetentionDays is { } days ? (time.GetUtcNow() - TimeSpan.FromDays(days)).ToUnixTimeMilliseconds() : null;

    /// <summary>Drops events from the beginning of a stream: so many bytes, and none of a time or later.</summary>
    private void DropEvents(WriteBatch batch, LogGroup group, LogStream stream, long bytesMin, long before)
    {
        KeyRange all = LogKeys.EventsOf(group.Record.Number, stream.Record.Number);
        long dropped = 0;
        LogPosition? keptFrom = null;
        using (IStoreSnapshot snapshot = store.Snapshot())
        using (IStoreCursor cursor = snapshot.Scan(all))
        {
            while (cursor.MoveNext())
            {
                LogPosition position = LogKeys.PositionIn(cursor.Key);
                if (dropped >= bytesMin || position.Time >= before)
                {
                    keptFrom = position;
                    break;
                }

                dropped += cursor.Value.Length - sizeof(long) + EventOverheadBytes;
            }
        }

        if (keptFrom is not { } kept)
        {
            // All that is stored goes; what is only in this batch goes with it.
            DropStream(batch, group, stream);
            return;
        }

        batch.DeleteRange(LogKeys.EventsOf(group.Record.Number, stream.Record.Number, default, kept));
        stream.Record = stream.Record with { FirstEvent = kept.Time, Bytes = Math.Max(0, stream.Record.Bytes - dropped) };
        group.Bytes -= dropped;
        bytes -= dropped;
        batch.Put(LogKeys.Stream(group.Record.Number, stream.Record.Number), StreamBytes(stream.Record));
    }
}
