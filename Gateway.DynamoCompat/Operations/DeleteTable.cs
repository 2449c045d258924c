using System.Text.Json;
using Gateway.DynamoCompat.Backups;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.DynamoCompat.Wire;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DeleteTable: the name is free at once, the data goes in the background; a table that keeps its history leaves a last backup.</summary>
/// <remarks>Source: model DeleteTableInput; doc API_DeleteTable.</remarks>
internal sealed class DeleteTable(TableCatalog tables, TableDescriber describer, TableFigures figures, BackgroundJobs jobs, BackupCatalog backups, DynamoOptions options, TimeProvider time) : IDynamoOperation
{
    private static readonly TimeSpan SystemBackupLife = TimeSpan.FromDays(35);

    public async ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        string name = TableNames.Resolve(caller, input);
        DateTimeOffset now = time.GetUtcNow();
        BackupDefinition? last = null;
        JobRecord? purge = null;
        TableDefinition? deleted = await tables.ChangeAsync(caller, name, (before, batch) =>
        {
            TableDefinition table = before ?? throw new WireException(DynamoErrors.TableMissing(name));
            TableAdmission.CheckDelete(table, now);
            if (table.KeepsHistory) last = Backup(batch, table, now);
            purge = jobs.Write(batch, number => new JobRecord { Number = number, Kind = JobKind.PurgeTable, Table = table.Number, Backup = last?.Number ?? 0, NotBefore = now + options.TableDelay });
            return table with
            {
                Phase = TablePhase.Deleting,
                ReadyAt = now + options.TableDelay,
                Stream = null,
                PastStreams = table.Stream is { } stream ? [.. table.PastStreams, new PastStream(stream, now)] : table.PastStreams,
            };
        }).ConfigureAwait(false);

        answer.WriteStartObject();
        describer.Write(answer, "TableDescription", deleted!);
        answer.WriteEndObject();
        if (last is not null) backups.Publish(last);
        jobs.Begin(purge!);
        return null;
    }

    private BackupDefinition Backup(WriteBatch batch, TableDefinition table, DateTimeOffset now)
    {
        BackupDefinition backup = new()
        {
            Number = tables.TakeNumber(batch),
            Arn = BackupNames.SystemArnOf(table, now),
            Name = BackupNames.SystemNameOf(table),
            IsSystem = true,
            CreatedAt = now,
            ExpiresAt = now + SystemBackupLife,
            ItemCount = figures.Of(table.Number).Items,
            SizeBytes = figures.Of(table.Number).Bytes,
            Table = table,
        };
        BackupCatalog.Write(batch, backup);
        return backup;
    }
}
