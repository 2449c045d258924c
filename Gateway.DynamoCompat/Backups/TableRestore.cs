using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Backups;

/// <summary>Fills a restored table: from a backup, or from another table as it was at a moment.</summary>
/// <remarks>The past is made from the present: all items as they are, then every change after the moment taken back, the newest first. What an item ends up
/// with is what was there before the first change that the moment does not include. The table is CREATING until then, so nobody sees the steps.</remarks>
/// <remarks>At a member each item becomes a write of its own: what was stamped long ago passes for known everywhere, and would stay here.</remarks>
internal sealed class TableRestore(IKeyValueStore store, CommitLoop commits, TableCatalog tables, TableFigures figures, WriteExecutor writes, ReplicaState replication) : IJobWork
{
    private const int WritesAtOnce = 64;

    public JobKind Kind => JobKind.Restore;

    public async Task RunAsync(JobRecord job, IStoreSnapshot? start, CancellationToken token)
    {
        if (tables.Find(job.Table) is not { Definition.IsRestoring: true } target) return;
        using IStoreSnapshot? now = start is null ? store.Snapshot() : null;
        IStoreSnapshot snapshot = start ?? now!;
        KeyRange source = job.Backup != 0 ? BackupKeys.RangeOf(job.Backup) : ItemKeys.RangeOf(job.Source);
        if (replication.IsReplicated) await RestoreByWritesAsync(job, snapshot, source, target, token).ConfigureAwait(false);
        else await RestoreInPlaceAsync(job, snapshot, source, target, token).ConfigureAwait(false);
        await tables.ChangeAsync(job.Table, (table, _) => table with { IsRestoring = false }).ConfigureAwait(false);
    }

    private async Task RestoreInPlaceAsync(JobRecord job, IStoreSnapshot snapshot, KeyRange source, TableSchema target, CancellationToken token)
    {
        commits.Write(0, job.Table, static (batch, _, table) =>
        {
            batch.DeleteRange(ItemKeys.RangeOf(table));
            batch.DeleteRange(IndexKeys.RangeOf(table));
        });

        await CopyAsync(snapshot, source, key => BackupKeys.ToItem(target.Number, key), token).ConfigureAwait(false);
        if (job.Moment is { } moment) await RewindAsync(snapshot, job.Source, moment, target, key => key, token).ConfigureAwait(false);
        await FinishAsync(target, token).ConfigureAwait(false);
    }

    /// <summary>The items are put together aside, under the job's own number, which no backup has; then written. A second run writes only what is missing.</summary>
    private async Task RestoreByWritesAsync(JobRecord job, IStoreSnapshot snapshot, KeyRange source, TableSchema target, CancellationToken token)
    {
        KeyRange aside = BackupKeys.RangeOf(job.Number);
        commits.Write(0, aside, static (batch, _, range) => batch.DeleteRange(range));
        await CopyAsync(snapshot, source, key => BackupKeys.FromItem(job.Number, BackupKeys.ToItem(target.Number, key)), token).ConfigureAwait(false);
        if (job.Moment is { } moment) await RewindAsync(snapshot, job.Source, moment, target, key => BackupKeys.FromItem(job.Number, key), token).ConfigureAwait(false);

        using IStoreSnapshot whole = store.Snapshot();
        ItemScan scan = new(whole, aside);
        List<(byte[] Key, byte[] Value)> entries = [];
        while (scan.Next(entries))
        {
            foreach ((byte[] Key, byte[] Value)[] some in entries.Chunk(WritesAtOnce))
            {
                token.ThrowIfCancellationRequested();
                await Task.WhenAll(some.Select(entry => PutAsync(target, BackupKeys.ToItem(target.Number, entry.Key), entry.Value))).ConfigureAwait(false);
            }
        }

        commits.Write(0, aside, static (batch, _, range) => batch.DeleteRange(range));
    }

    private async Task PutAsync(TableSchema target, byte[] place, byte[] stored)
    {
        Value key = ItemKeys.KeyOf(target, place);
        if (StoredItem.Read(stored, key) is not { IsNone: false } item) return;
        await writes.RunAsync(new ItemWrite { Table = target, Address = new ItemAddress(place), Key = key, Change = new ItemChange.Put(item) }).ConfigureAwait(false);
    }

    private async Task CopyAsync(IStoreSnapshot snapshot, KeyRange from, Func<byte[], byte[]> placeOf, CancellationToken token)
    {
        ItemScan scan = new(snapshot, from);
        List<(byte[] Key, byte[] Value)> entries = [];
        while (scan.Next(entries))
        {
            token.ThrowIfCancellationRequested();
            await commits.Write(0, (placeOf, entries), static (batch, _, state) =>
            {
                foreach ((byte[] key, byte[] value) in state.entries) batch.Put(state.placeOf(key), value);
            }).Durable.ConfigureAwait(false);
        }
    }

    private async Task RewindAsync(IStoreSnapshot snapshot, uint source, long moment, TableSchema target, Func<byte[], byte[]> placeOf, CancellationToken token)
    {
        ItemScan scan = new(snapshot, HistoryWriter.RangeFrom(source, moment + 1), ScanDirection.Backward);
        List<(byte[] Key, byte[] Value)> entries = [];
        while (scan.Next(entries))
        {
            token.ThrowIfCancellationRequested();
            await commits.Write(0, (target, placeOf, entries), static (batch, _, state) =>
            {
                foreach ((byte[] key, byte[] value) in state.entries)
                {
                    byte[] place = state.placeOf(ItemKeys.AddressOf(state.target, HistoryWriter.Read(key).ItemKey).StoreKey);
                    if (value[0] == HistoryWriter.Present) batch.Put(place, value.AsSpan(1));
                    else batch.Delete(place);
                }
            }).Durable.ConfigureAwait(false);
        }
    }

    /// <summary>Writes the index entries and counts.</summary>
    private async Task FinishAsync(TableSchema target, CancellationToken token)
    {
        figures.Forget(target.Number);
        using IStoreSnapshot snapshot = store.Snapshot();
        ItemScan scan = new(snapshot, ItemKeys.RangeOf(target.Number));
        List<(byte[] Key, byte[] Value)> entries = [];
        while (scan.Next(entries))
        {
            token.ThrowIfCancellationRequested();
            await commits.Write(0, (Restore: this, target, entries), static (batch, _, state) =>
            {
                foreach ((byte[] key, byte[] value) in state.entries) state.Restore.Finish(batch, state.target, new ItemAddress(key), value);
            }).Durable.ConfigureAwait(false);
        }
    }

    private void Finish(WriteBatch batch, TableSchema target, ItemAddress address, byte[] stored)
    {
        Value item = StoredItem.Read(stored, ItemKeys.KeyOf(target, address.StoreKey));
        if (item.IsNone)
        {
            batch.Delete(address.StoreKey); // of a time when this PoP was a member
            return;
        }

        foreach (SecondaryIndex index in target.Indexes)
        {
            if (IndexKeys.EntryOf(target, index, item, address) is { } entry) batch.Put(entry, []);
        }

        figures.AddItem(target, item);
    }
}
