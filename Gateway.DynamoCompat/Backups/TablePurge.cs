using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.DynamoCompat.TimeToLive;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Backups;

/// <summary>Removes what a deleted table left: first into a last backup if it kept its history, then from the store. Records of its streams stay for their day.</summary>
internal sealed class TablePurge(IKeyValueStore store, ItemLocks locks, TableCatalog tables, TableFigures figures, BackgroundJobs jobs, BackupCatalog backups, BackupCopy copy, TimeSpan streamRetention) : IJobWork
{
    public JobKind Kind => JobKind.PurgeTable;

    public async Task RunAsync(JobRecord job, IStoreSnapshot? start, CancellationToken token)
    {
        await tables.TellAsync(job.Table).ConfigureAwait(false); // before what is to be told goes
        await jobs.WhenDoneAsync(job, other => other.Source == job.Table).ConfigureAwait(false);
        tables.Retire(job.Table);
        locks.PassAll(); // from here on nobody writes to it any more
        if (tables.Gone.FirstOrDefault(table => table.Number == job.Table) is null) return;

        if (job.Backup != 0 && backups.Find(job.Backup) is { IsAvailable: false } backup)
        {
            using IStoreSnapshot snapshot = store.Snapshot();
            await copy.CopyAsync(snapshot, backup, token).ConfigureAwait(false);
        }

        JobRecord? later = null;
        await tables.ChangeAsync(job.Table, (table, batch) =>
        {
            batch.DeleteRange(ItemKeys.RangeOf(job.Table));
            batch.DeleteRange(IndexKeys.RangeOf(job.Table));
            batch.DeleteRange(ExpiryKeys.RangeOf(job.Table));
            batch.DeleteRange(HistoryWriter.RangeFrom(job.Table, 0));
            if (table.PastStreams.Count == 0) return null;

            DateTimeOffset end = table.PastStreams.Max(stream => stream.EndedAt) + streamRetention;
            later = jobs.Write(batch, number => new JobRecord { Number = number, Kind = JobKind.PurgeStreams, Table = job.Table, NotBefore = end });
            return table;
        }).ConfigureAwait(false);
        figures.Forget(job.Table);
        if (later is not null) jobs.Begin(later);
    }
}
