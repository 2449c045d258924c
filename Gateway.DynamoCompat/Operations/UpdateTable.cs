using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>UpdateTable. Source: model UpdateTableInput; doc API_UpdateTable; rules and order as observed, see UpdateTableTests.</summary>
internal sealed class UpdateTable(TableCatalog tables, TableDescriber describer, BackgroundJobs jobs, DynamoOptions options, TimeProvider time) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string name = TableNames.Resolve(caller, input);
        TableUpdate update = TableUpdate.Read(input, caller);
        if (input.Structures("ReplicaUpdates") is { } replicas) return RefusalOf(caller, TableNames.Known(tables, caller, input), replicas);

        DateTimeOffset now = time.GetUtcNow();
        TableUpdater updater = new(update, now, now + options.TableDelay);
        List<JobRecord> left = [];
        await tables.ChangeAsync(caller, name, (before, batch) =>
        {
            TableDefinition table = before ?? throw new WireException(DynamoErrors.TableMissing(name));
            TableDefinition after = updater.Apply(table);
            if (updater.Created is { } created) left.Add(jobs.Write(batch, number => new JobRecord { Number = number, Kind = JobKind.FillIndex, Table = table.Number, Index = created.Number }));
            if (updater.Deleted is { } deleted) left.Add(jobs.Write(batch, number => new JobRecord { Number = number, Kind = JobKind.PurgeIndex, Table = table.Number, Index = deleted.Number, NotBefore = deleted.ReadyAt }));
            return after;
        }).ConfigureAwait(false);
        foreach (JobRecord job in left) jobs.Begin(job);

        answer.WriteStartObject();
        describer.Write(answer, "TableDescription", updater.Shown!, isEncrypting: update.HasEncryption);
        answer.WriteEndObject();
        return null;
    }

    /// <summary>There is no other region here. Source: answers of DynamoDB for regions that it does not know.</summary>
    private static DynamoError RefusalOf(Caller caller, TableDefinition table, IReadOnlyList<WireStructure> replicas)
    {
        foreach (WireStructure replica in replicas)
        {
            WireStructure? action = replica.Structure("Create") ?? replica.Structure("Delete") ?? replica.Structure("Update");
            if (action is null) return DynamoErrors.NoReplicaAction;
            string region = action.Text("RegionName")!;
            if (region == table.Region) return DynamoErrors.ReplicaIsLocal;
            if (!replica.Has("Create")) return DynamoErrors.ReplicaMissing(region);
            return DynamoErrors.ReplicaRegion(region, caller.Region);
        }

        return DynamoErrors.NoReplicaAction;
    }
}
