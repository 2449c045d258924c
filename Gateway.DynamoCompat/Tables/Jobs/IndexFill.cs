using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Tables.Jobs;

/// <summary>Writes a new global index's entries for the items that were there before it, while the table is written.</summary>
/// <remarks>Every write that begins after the index was published keeps it; whatever was written before is in the snapshot. An item's entry is made under
/// the item's lock, from the item as it is then.</remarks>
internal sealed class IndexFill(IKeyValueStore store, CommitLoop commits, ItemLocks locks, TableCatalog tables, TableFigures figures, TimeProvider time) : IJobWork
{
    public JobKind Kind => JobKind.FillIndex;

    public async Task RunAsync(JobRecord job, IStoreSnapshot? start, CancellationToken token)
    {
        locks.PassAll();
        if (!await FillAsync(job, token).ConfigureAwait(false)) return;

        // The table shows UPDATING for its time, whatever the speed of the filling.
        if (tables.Find(job.Table)?.Definition.Indexes.FirstOrDefault(index => index.Number == job.Index) is not { } index) return;
        TimeSpan wait = index.ReadyAt - time.GetUtcNow();
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, token).ConfigureAwait(false);

        ValueTask<TableDefinition?> published = default;
        Figure before = default;
        using IStoreSnapshot snapshot = locks.WithAll(() =>
        {
            before = figures.Of(job.Table, job.Index); // something already, if the job is done again
            published = tables.ChangeAsync(job.Table, (table, _) => table with { Indexes = [.. table.Indexes.Select(one => one.Number == job.Index ? one with { IsBackfilling = false, Phase = TablePhase.Active } : one)] });
            return store.Snapshot();
        });
        if (await published.ConfigureAwait(false) is null || tables.Find(job.Table) is not { } schema) return;

        SecondaryIndex[] filled = [.. schema.Indexes.Where(one => one.Number == job.Index)];
        Figure[] counted = await FigureRecount.CountAsync(snapshot, schema, filled, token).ConfigureAwait(false);
        if (filled.Length > 0) figures.Add(job.Table, job.Index, counted[1].Items - before.Items, counted[1].Bytes - before.Bytes);
    }

    /// <summary>Goes through the table.</summary>
    /// <returns>False if the index is gone.</returns>
    private async Task<bool> FillAsync(JobRecord job, CancellationToken token)
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        ItemScan scan = new(snapshot, ItemKeys.RangeOf(job.Table));
        List<(byte[] Key, byte[] Value)> entries = [];
        CommitTicket last = default;
        while (scan.Next(entries))
        {
            token.ThrowIfCancellationRequested();
            if (tables.Find(job.Table) is not { } table || table.Indexes.FirstOrDefault(one => one.Number == job.Index) is not { } index) return false;
            foreach ((byte[] key, _) in entries) last = FillOne(table, index, new ItemAddress(key)) ?? last;
            await Task.Yield();
        }

        await last.Durable.ConfigureAwait(false);
        return tables.Find(job.Table)?.Indexes.Any(one => one.Number == job.Index) ?? false;
    }

    private CommitTicket? FillOne(TableSchema table, SecondaryIndex index, ItemAddress address)
    {
        lock (locks.Of(address))
        {
            Value item = StoredItem.Read(store.Get(address.StoreKey), ItemKeys.KeyOf(table, address.StoreKey));
            return IndexKeys.EntryOf(table, index, item, address) is { } entry ? commits.Write(0, entry, static (batch, _, key) => batch.Put(key, [])) : null;
        }
    }
}
