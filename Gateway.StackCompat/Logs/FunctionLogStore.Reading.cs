using System.Buffers.Binary;
using System.Text;
using Gateway.StackCompat.Logs.Storage;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.StackCompat.Logs;

/// <content>What the face asks and changes.</content>
public sealed partial class FunctionLogStore
{
    /// <summary>All groups of an account in a region, by name, with their sizes.</summary>
    internal IReadOnlyList<(LogGroupRecord Group, long Bytes)> Groups(string account, string region)
    {
        lock (gate)
        {
            Drain();
            return [.. groups.Values.Where(group => group.Record.AccountId == account && group.Record.Region == region)
                .OrderBy(group => group.Record.Name, StringComparer.Ordinal).Select(group => (group.Record, group.Bytes))];
        }
    }

    internal LogGroupRecord? FindGroup(string account, string region, string name)
    {
        lock (gate)
        {
            Drain();
            return groups.GetValueOrDefault((account, region, name))?.Record;
        }
    }

    /// <summary>The streams of a group, by name; null if there is no such group.</summary>
    internal IReadOnlyList<LogStreamRecord>? Streams(string account, string region, string name)
    {
        lock (gate)
        {
            Drain();
            return groups.TryGetValue((account, region, name), out LogGroup? group)
                ? [.. group.Streams.Values.Select(stream => stream.Record).OrderBy(stream => stream.Name, StringComparer.Ordinal)]
                : null;
        }
    }

    /// <summary>Makes a group, changes it, or drops it with all its events.</summary>
    /// <param name="change">From what is there, or null, to what shall be, or null. Throws to refuse.</param>
    internal async ValueTask ChangeGroupAsync(string account, string region, string name, Func<LogGroupRecord?, LogGroupRecord?> change)
    {
        CommitTicket ticket;
        lock (gate)
        {
            Drain();
            WriteBatch batch = new();
            LogGroup? group = groups.GetValueOrDefault((account, region, name));
            LogGroupRecord? after = change(group?.Record);
            if (after is null)
            {
                if (group is null) return;
                groups.Remove((account, region, name));
                bytes -= group.Bytes;
                batch.Delete(LogKeys.Group(group.Record.Number));
                batch.DeleteRange(LogKeys.StreamsOf(group.Record.Number));
                batch.DeleteRange(LogKeys.EventsOf(group.Record.Number));
            }
            else
            {
                group ??= GroupOf(batch, account, region, name, time.GetUtcNow().ToUnixTimeMilliseconds());
                group.Record = after with { Number = group.Record.Number };
                batch.Put(LogKeys.Group(group.Record.Number), GroupBytes(group.Record));
                DropExpired(batch, group);
            }

            ticket = commits.Write(0, batch, static (target, _, source) => target.Append(source));
        }

        await ticket.Durable.ConfigureAwait(false);
    }

    /// <returns>Null if there is no such group; false if the stream is there.</returns>
    internal async ValueTask<bool?> CreateStreamAsync(string account, string region, string groupName, string name)
    {
        CommitTicket ticket;
        lock (gate)
        {
            Drain();
            if (!groups.TryGetValue((account, region, groupName), out LogGroup? group)) return null;
            if (group.Streams.ContainsKey(name)) return false;
            WriteBatch batch = new();
            StreamOf(batch, group, name, time.GetUtcNow().ToUnixTimeMilliseconds());
            ticket = commits.Write(0, batch, static (target, _, source) => target.Append(source));
        }

        await ticket.Durable.ConfigureAwait(false);
        return true;
    }

    /// <returns>Null if there is no such group; false if there is no such stream.</returns>
    internal async ValueTask<bool?> DeleteStreamAsync(string account, string region, string groupName, string name)
    {
        CommitTicket ticket;
        lock (gate)
        {
            Drain();
            if (!groups.TryGetValue((account, region, groupName), out LogGroup? group)) return null;
            if (!group.Streams.TryGetValue(name, out LogStream? stream)) return false;
            WriteBatch batch = new();
            DropStream(batch, group, stream);
            ticket = commits.Write(0, batch, static (target, _, source) => target.Append(source));
        }

        await ticket.Durable.ConfigureAwait(false);
        return true;
    }

    /// <summary>The events of some streams of a group between two positions, in order, one after the other as the caller asks for them.</summary>
    /// <param name="from">Included.</param>
    /// <param name="to">Not included.</param>
    /// <param name="direction">Forward: the oldest first. Backward for one stream only.</param>
    internal IEnumerable<(LogStreamRecord Stream, LogEvent Event)> Read(LogGroupRecord group, IReadOnlyList<LogStreamRecord> streams, LogPosition from, LogPosition to, ScanDirection direction = ScanDirection.Forward)
    {
        if (OldestKept(group) is { } kept && from.Time < kept) from = new LogPosition(kept, 0);
        using IStoreSnapshot snapshot = store.Snapshot();
        PriorityQueue<(LogStreamRecord Stream, IStoreCursor Cursor), LogPosition> next = new();
        try
        {
            foreach (LogStreamRecord stream in streams)
            {
                if (stream.LastEvent is null || stream.LastEvent < from.Time || stream.FirstEvent > to.Time) continue;
                Enqueue(stream, snapshot.Scan(LogKeys.EventsOf(group.Number, stream.Number, from, to), direction));
            }

            while (next.TryDequeue(out (LogStreamRecord Stream, IStoreCursor Cursor) first, out LogPosition position))
            {
                (LogStreamRecord, LogEvent) found;
                try
                {
                    found = (first.Stream, new LogEvent(position, BinaryPrimitives.ReadInt64LittleEndian(first.Cursor.Value), Encoding.UTF8.GetString(first.Cursor.Value[sizeof(long)..])));
                }
                finally
                {
                    Enqueue(first.Stream, first.Cursor);
                }

                yield return found;
            }
        }
        finally
        {
            while (next.TryDequeue(out (LogStreamRecord Stream, IStoreCursor Cursor) left, out _)) left.Cursor.Dispose();
        }

        void Enqueue(LogStreamRecord stream, IStoreCursor cursor)
        {
            if (cursor.MoveNext()) next.Enqueue((stream, cursor), LogKeys.PositionIn(cursor.Key));
            else cursor.Dispose();
        }
    }
}
