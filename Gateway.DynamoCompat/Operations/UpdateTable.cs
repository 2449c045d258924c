using System.Text.Json;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>UpdateTable. Source: model UpdateTableInput; doc API_UpdateTable; rules and order as observed, see UpdateTableTests.</summary>
internal sealed class UpdateTable(TableCatalog tables, TableDescriber describer, BackgroundJobs jobs, ClusterView cluster, DynamoOptions options, TimeProvider time) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string name = TableNames.Resolve(caller, input);
        TableUpdate update = TableUpdate.Read(input, caller);
        ReplicaUpdates.Check(input, caller);
        if (input.Structures("ReplicaUpdates") is { } replicas) return await ReplicateAsync(caller, name, update, replicas, answer).ConfigureAwait(false);

        DateTimeOffset now = time.GetUtcNow();
        TableUpdater updater = new(update, now, options.ReadyAt(now));
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

    private async ValueTask<DynamoError?> ReplicateAsync(Caller caller, string name, TableUpdate update, IReadOnlyList<WireStructure> replicas, Utf8JsonWriter answer)
    {
        DateTimeOffset now = time.GetUtcNow();
        TableDefinition? changed = await tables.ChangeAsync(caller, name, (before, _) =>
        {
            TableDefinition table = before ?? throw new WireException(DynamoErrors.TableMissing(name));
            TableAdmission.Check(table, update, now);
            return ReplicaUpdates.Apply(table, replicas, cluster, region => tables.Sharing?.IsTaken(new Caller(caller.AccountId, region), name) == true) with { Phase = TablePhase.Updating, ReadyAt = options.ReadyAt(now) };
        }).ConfigureAwait(false);

        answer.WriteStartObject();
        describer.Write(answer, "TableDescription", changed! with { ReadyAt = DateTimeOffset.MaxValue });
        answer.WriteEndObject();
        return null;
    }
}
