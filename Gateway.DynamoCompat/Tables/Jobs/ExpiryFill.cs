using Gateway.DynamoCompat.TimeToLive;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Tables.Jobs;

/// <summary>Writes when the items expire that were there before time to live was switched on.</summary>
internal sealed class ExpiryFill(EntryFill fill, TableCatalog tables) : IJobWork
{
    public JobKind Kind => JobKind.FillExpiry;

    public Task RunAsync(JobRecord job, IStoreSnapshot? start, CancellationToken token) => fill.RunAsync(
        job.Table,
        () => tables.Find(job.Table) is { TimeToLiveAttribute: not null } table ? table : null,
        (table, item, address) => ExpiryKeys.EntryOf(table, table.TimeToLiveAttribute!, item, address),
        token);
}
