using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Streams;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.TimeToLive;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;

namespace Gateway.DynamoCompat.Execution;

/// <summary>Writes what was planned: document, index entries, expiry, history, stream record and log entry of each change, all in one batch.</summary>
/// <remarks>Called under the locks of all its items; when it returns the change is visible, and durable when its ticket says so.</remarks>
internal sealed class WriteCommitter(CommitLoop commits, ItemLocks locks, ItemCache cache, StoreClock clock, ReplicaState replication, TransactionTokens tokens, TableFigures figures, TimeProvider time)
{
    /// <summary>Writes one change.</summary>
    public CommitTicket Commit(PlannedWrite write)
    {
        cache.Forget(write.Write.Address);
        CommitTicket ticket = commits.Write(1, (Committer: this, Write: write), static (batch, sequence, state) => state.Committer.Fill(batch, sequence, state.Write, group: null, position: 0));
        Finish(write);
        return ticket;
    }

    /// <summary>Writes a transaction; those of its writes that change nothing are left out.</summary>
    public CommitTicket Commit(IReadOnlyList<PlannedWrite> writes, TransactionToken? token)
    {
        PlannedWrite[] changes = [.. writes.Where(write => write.Changes)];
        if (changes.Length == 0 && token is null) return default;
        foreach (PlannedWrite change in changes) cache.Forget(change.Write.Address);
        CommitTicket ticket = commits.Write(changes.Length, (batch, sequence) =>
        {
            DeltaGroup? group = changes.Length > 1 ? new DeltaGroup(new UInt128(clock.Replica.Value, (ulong)sequence), changes.Length) : null;
            for (int i = 0; i < changes.Length; i++) Fill(batch, sequence + i, changes[i], group, i);
            if (token is not null) tokens.Write(batch, token);
        });
        foreach (PlannedWrite change in changes) Finish(change);
        return ticket;
    }

    /// <summary>The write is visible.</summary>
    private void Finish(PlannedWrite write)
    {
        cache.Pass(write.Write.Address);
        replication.Tell(write.Write.Table, write.Write.Address, write.DocumentBefore, write.DocumentAfter);
    }

    private void Fill(WriteBatch batch, long sequence, PlannedWrite write, DeltaGroup? group, int position)
    {
        TableSchema table = write.Write.Table;
        ItemAddress address = write.Write.Address;
        long millisecond = time.GetUtcNow().ToUnixTimeMilliseconds();
        locks.Note(address, sequence);

        if (replication.IsReplicated)
        {
            // What shows nothing is kept: a write that did not see the deletion may still be on its way.
            batch.Put(address.StoreKey, write.StoredAfter);
            Remains.Write(batch, address, write.DocumentBefore, write.DocumentAfter);
            if (group is { } transaction) TransactionIndex.Write(batch, address, write.Delta!.Stamp, transaction.Id, millisecond);
        }
        else if (!write.VisibleAfter.IsNone)
        {
            batch.Put(address.StoreKey, write.StoredAfter);
        }
        else
        {
            // With no other PoP everything is stable at once: nothing that is still to come could revive the item.
            clock.Forget(write.DocumentAfter!.Context);
            batch.Delete(address.StoreKey);
        }

        if (write.ChangesItem)
        {
            IndexWriter.Write(batch, write);
            ExpiryWriter.Write(batch, write);
            figures.Change(write);
        }

        HistoryWriter.Write(batch, table, address, write.StoredBefore, millisecond, sequence);
        StreamAppender.Write(batch, write, millisecond, sequence);
        ChangeLog.Append(batch, sequence, new LogEntry
        {
            Milliseconds = millisecond,
            Table = table.Number,
            TransactionSize = group?.Size ?? 0,
            TransactionPosition = position,
            Delta = DeltaCodec.Encode(group is null ? write.Delta! : write.Delta!.Under(write.Delta.Condition, group)),
        });
    }
}
