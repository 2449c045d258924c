using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Backups;

/// <summary>Removes the history of a table that keeps none any more, once no restore reads it.</summary>
internal sealed class HistoryPurge(ItemLocks locks, TableCatalog tables, BackgroundJobs jobs) : IJobWork
{
    public JobKind Kind => JobKind.PurgeHistory;

    public async Task RunAsync(JobRecord job, IStoreSnapshot? start, CancellationToken token)
    {
        await jobs.WhenDoneAsync(job, other => other.Source == job.Table).ConfigureAwait(false);
        locks.PassAll(); // from here on nobody writes to it, unless it was switched on again
        await tables.ChangeAsync(job.Table, (table, batch) =>
        {
            if (!table.KeepsHistory) batch.DeleteRange(HistoryWriter.RangeFrom(job.Table, 0));
            return table;
        }).ConfigureAwait(false);
    }
}
