using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.TimeToLive;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Tables.Jobs;

/// <summary>Makes the order of expiry anew after time to live was switched on or off: what an earlier setting left goes, what the present one wants comes.</summary>
/// <remarks>Whoever removes fills as well. So the jobs of several changes may run at once and in any order.</remarks>
internal sealed class ExpiryFill(EntryFill fill, TableCatalog tables, CommitLoop commits, ItemLocks locks) : IJobWork
{
    public JobKind Kind => JobKind.FillExpiry;

    public async Task RunAsync(JobRecord job, IStoreSnapshot? start, CancellationToken token)
    {
        locks.PassAll(); // a write that was planned before the change may have left an entry of the earlier setting: the last such write is over now
        CommitTicket removed = commits.Write(0, job.Table, static (batch, _, table) => batch.DeleteRange(ExpiryKeys.RangeOf(table)));
        await fill.RunAsync(
            job.Table,
            () => tables.Find(job.Table) is { TimeToLiveAttribute: not null } table ? table : null,
            (table, item, address) => ExpiryKeys.EntryOf(table, table.TimeToLiveAttribute!, item, address),
            token).ConfigureAwait(false);
        await removed.Durable.ConfigureAwait(false);
    }
}
