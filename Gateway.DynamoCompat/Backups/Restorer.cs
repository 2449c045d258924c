using System.Text.Json;
using Gateway.DynamoCompat.Operations;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Backups;

/// <summary>What both ways to restore a table have in common: the new table, the job that fills it, and the answer.</summary>
internal sealed class Restorer(TableCatalog tables, TableDescriber describer, BackgroundJobs jobs, TableIds ids, DynamoOptions options, TimeProvider time)
{
    /// <summary>Refuses a target that is there already.</summary>
    public void CheckTarget(Caller caller, string name)
    {
        if (tables.Find(caller, name) is not { } there)
        {
            if (tables.Sharing?.IsTaken(caller, name) == true) throw new WireException(DynamoErrors.RestoreTargetExists(name));
            return;
        }

        throw new WireException(there.IsRestoring ? DynamoErrors.RestoreTargetInUse(name, there.Restored?.BackupArn) : DynamoErrors.RestoreTargetExists(name));
    }

    /// <summary>Makes the table and begins to fill it.</summary>
    /// <param name="job">The job, but for its number and table.</param>
    /// <param name="start">The store as it is now, if the job reads another table; becomes the job's.</param>
    public async ValueTask RunAsync(Caller caller, string name, RestorePlan plan, RestoreOrigin origin, JobRecord job, IStoreSnapshot? start, Utf8JsonWriter answer)
    {
        DateTimeOffset now = time.GetUtcNow();
        JobRecord? made = null;
        TableDefinition? target;
        try
        {
            target = await tables.ChangeAsync(caller, name, (_, batch) =>
            {
                CheckTarget(caller, name);
                TableDefinition table = plan.Make(tables.TakeNumber(batch), caller, name, ids.NextTableId(), origin, now, options.ReadyAt(now));
                made = jobs.Write(batch, number => job with { Number = number, Table = table.Number });
                return table;
            }).ConfigureAwait(false);
        }
        catch
        {
            start?.Dispose();
            throw;
        }

        jobs.Begin(made!, start);
        answer.WriteStartObject();
        describer.Write(answer, "TableDescription", CreateTable.AsNew(target!), isNew: true);
        answer.WriteEndObject();
    }
}
