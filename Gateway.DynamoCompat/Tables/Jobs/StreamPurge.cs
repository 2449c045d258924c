using Gateway.DynamoCompat.Streams;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Tables.Jobs;

/// <summary>Removes the stream records of a dropped table, and with them the last that is known of it.</summary>
internal sealed class StreamPurge(TableCatalog tables) : IJobWork
{
    public JobKind Kind => JobKind.PurgeStreams;

    public async Task RunAsync(JobRecord job, IStoreSnapshot? start, CancellationToken token) =>
        await tables.ChangeAsync(job.Table, (table, batch) =>
        {
            if (table.Phase != TablePhase.Deleting) return table;
            batch.DeleteRange(StreamKeys.RangeOf(job.Table));
            ShardReader.ForgetTrimmed(batch, job.Table);
            return null;
        }).ConfigureAwait(false);
}
