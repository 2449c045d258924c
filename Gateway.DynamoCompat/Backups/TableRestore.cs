using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Backups;

/// <summary>Fills a restored table: from a backup, or from another table as it was at a moment.</summary>
/// <remarks>The past is made from the present: all items as they are, then every change after the moment taken back, the newest first. What an item ends up
/// with is what was there before the first change that the moment does not include. The table is CREATING until then, so nobody sees the steps.</remarks>
internal sealed class TableRestore(IKeyValueStore store, CommitLoop commits, TableCatalog tables, TableFigures figures) : IJobWork
{
    public JobKind Kind => JobKind.Restore;

    public async Task RunAsync(JobRecord job, IStoreSnapshot? start, CancellationToken token)
    {
        if (tables.Find(job.Table) is not { Definition.IsRestoring: true } target) return;
        commits.Write(0, job.Table, static (batch, _, table) =>
        {
            batch.DeleteRange(ItemKeys.RangeOf(table));
            batch.DeleteRange(IndexKeys.RangeOf(table));
        });

        using IStoreSnapshot? now = start is null ? store.Snapshot() : null;
        IStoreSnapshot snapshot = start ?? now!;
        await CopyAsync(snapshot, job.Backup != 0 ? BackupKeys.RangeOf(job.Backup) : ItemKeys.RangeOf(job.Source), target.Number, token).ConfigureAwait(false);
        if (job.Moment is { } moment) await RewindAsync(snapshot, job.Source, moment, target, token).ConfigureAwait(false);
        await FinishAsync(target, token).ConfigureAwait(false);
        await tables.ChangeAsync(job.Table, (table, _) => table with { IsRestoring = false }).ConfigureAwait(false);
    }

    private async Task CopyAsync(IStoreSnapshot snapshot, KeyRange from, uint target, CancellationToken token)
    {
        ItemScan scan = new(snapshot, from);
        List<(byte[] Key, byte[] Value)> entries = [];
        while (scan.Next(entries))
        {
            token.ThrowIfCancellationRequested();
            await commits.Write(0, (target, entries), static (batch, _, state) =>
            {
                foreach ((byte[] key, byte[] value) in state.entries) batch.Put(BackupKeys.ToItem(state.target, key), value);
            }).Durable.ConfigureAwait(false);
        }
    }

    private async Task RewindAsync(IStoreSnapshot snapshot, uint source, long moment, TableSchema target, CancellationToken token)
    {
        ItemScan scan = new(snapshot, HistoryWriter.RangeFrom(source, moment + 1), ScanDirection.Backward);
        List<(byte[] Key, byte[] Value)> entries = [];
        while (scan.Next(entries))
        {
            token.ThrowIfCancellationRequested();
            await commits.Write(0, (target, entries), static (batch, _, state) =>
            {
                foreach ((byte[] key, byte[] value) in state.entries)
                {
                    byte[] place = ItemKeys.AddressOf(state.target, HistoryWriter.Read(key).ItemKey).StoreKey;
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
        foreach (SecondaryIndex index in target.Indexes)
        {
            if (IndexKeys.EntryOf(target, index, item, address) is { } entry) batch.Put(entry, []);
        }

        figures.AddItem(target, item);
    }
}
