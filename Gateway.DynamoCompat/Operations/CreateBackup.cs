using System.Text.Json;
using Gateway.DynamoCompat.Backups;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.DynamoCompat.Wire;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Operations;

/// <summary>CreateBackup: the table as it is at the moment of the request, copied in the background. Source: model CreateBackupInput; doc API_CreateBackup.</summary>
internal sealed class CreateBackup(IKeyValueStore store, CommitLoop commits, TableCatalog tables, TableFigures figures, BackupCatalog backups, BackgroundJobs jobs, TableIds ids, TimeProvider time) : IDynamoOperation
{
    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        TableDefinition table = DescribeContinuousBackups.Find(tables, caller, TableNames.Resolve(caller, input), time);
        DateTimeOffset now = time.GetUtcNow();
        IStoreSnapshot snapshot = store.Snapshot();
        WriteBatch batch = new();
        Figure figure = figures.Of(table.Number);
        BackupDefinition backup = new()
        {
            Number = tables.TakeNumber(batch),
            Arn = BackupNames.ArnOf(table, now, ids),
            Name = input.Text("BackupName")!,
            CreatedAt = now,
            ItemCount = figure.Items,
            SizeBytes = figure.Bytes,
            Table = table,
        };
        BackupCatalog.Write(batch, backup);
        JobRecord job = jobs.Write(batch, number => new JobRecord { Number = number, Kind = JobKind.CopyBackup, Table = table.Number, Backup = backup.Number });
        await commits.Write(0, batch, static (target, _, made) => target.Append(made)).Durable.ConfigureAwait(false);
        backups.Publish(backup);
        jobs.Begin(job, snapshot);

        answer.WriteStartObject();
        BackupDescriber.WriteDetails(answer, backup, "CREATING");
        answer.WriteEndObject();
        return null;
    }
}
