using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Indexes;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Tables.Jobs;

/// <summary>Writes a new global index's entries for the items that were there before it, while the table is written.</summary>
/// <remarks>Every write that begins after the index was published keeps it; whatever was written before is found by the fill.</remarks>
internal sealed class IndexFill(IKeyValueStore store, ItemLocks locks, EntryFill fill, TableCatalog tables, TableFigures figures, Turns turns, Hop hop, TimeProvider time) : IJobWork
{
    public JobKind Kind => JobKind.FillIndex;

    public async Task RunAsync(JobRecord job, IStoreSnapshot? start, CancellationToken token)
    {
        bool isWanted = await fill.RunAsync(
            job.Table,
            () => tables.Find(job.Table) is { } table && IndexOf(table, job) is not null ? table : null,
            (table, item, address) => IndexKeys.EntryOf(table, IndexOf(table, job)!, item, address),
            token).ConfigureAwait(false);
        if (!isWanted) return;

        // The table shows UPDATING for its time, whatever the speed of the filling.
        if (tables.Find(job.Table)?.Definition.Indexes.FirstOrDefault(index => index.Number == job.Index) is not { } index) return;
        TimeSpan wait = index.ReadyAt - time.GetUtcNow();
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, token).ConfigureAwait(false);

        TaskCompletionSource turn = await turns.TakeAsync().ConfigureAwait(false);
        try
        {
            await PublishAsync(job, token).ConfigureAwait(false);
        }
        finally
        {
            turn.SetResult();
        }
    }

    /// <summary>From here on the index is read, and has a figure.</summary>
    private async Task PublishAsync(JobRecord job, CancellationToken token)
    {
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
        Figure[] counted = await FigureRecount.CountAsync(snapshot, schema, filled, hop, token).ConfigureAwait(false);
        if (filled.Length > 0) figures.Add(job.Table, job.Index, counted[1].Items - before.Items, counted[1].Bytes - before.Bytes);
    }

    private static SecondaryIndex? IndexOf(TableSchema table, JobRecord job) => table.Indexes.FirstOrDefault(index => index.Number == job.Index);
}
