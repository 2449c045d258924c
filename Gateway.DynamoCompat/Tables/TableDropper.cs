using Gateway.DynamoCompat.Backups;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Tables;

/// <summary>Drops tables: the name is free at once, the data goes in the background; a table that keeps its history leaves a last backup.</summary>
internal sealed class TableDropper(TableCatalog tables, TableFigures figures, BackgroundJobs jobs, BackupCatalog backups)
{
    private static readonly TimeSpan SystemBackupLife = TimeSpan.FromDays(35);

    /// <summary>Plans it. Under the catalog's lock.</summary>
    /// <param name="batch">The batch that drops the table.</param>
    /// <param name="table">The table.</param>
    /// <param name="now">The moment.</param>
    /// <param name="delay">How long it shows DELETING.</param>
    /// <param name="keepsData">True for a table that nobody has deleted: all its data goes into a backup that stays.</param>
    /// <param name="purgeDelay">How long its data stays after that.</param>
    public DroppedTable Drop(WriteBatch batch, TableDefinition table, DateTimeOffset now, TimeSpan delay, bool keepsData = false, TimeSpan purgeDelay = default)
    {
        BackupDefinition? last = table.KeepsHistory || keepsData ? Backup(batch, table, now, keepsData) : null;
        JobRecord purge = jobs.Write(batch, number => new JobRecord { Number = number, Kind = JobKind.PurgeTable, Table = table.Number, Backup = last?.Number ?? 0, NotBefore = now + delay + purgeDelay });
        TableDefinition deleted = table with
        {
            Phase = TablePhase.Deleting,
            ReadyAt = delay > TimeSpan.Zero ? now + delay : default,
            Stream = null,
            PastStreams = table.Stream is { } stream ? [.. table.PastStreams, new PastStream(stream, now)] : table.PastStreams,
        };
        return new DroppedTable(deleted, purge, last);
    }

    /// <summary>Begins what <see cref="Drop"/> has planned, once its batch is written.</summary>
    public void Begin(DroppedTable dropped)
    {
        if (dropped.Backup is not null) backups.Publish(dropped.Backup);
        jobs.Begin(dropped.Purge);
    }

    private BackupDefinition Backup(WriteBatch batch, TableDefinition table, DateTimeOffset now, bool keepsData)
    {
        BackupDefinition backup = new()
        {
            Number = tables.TakeNumber(batch),
            Arn = BackupNames.SystemArnOf(table, now),
            Name = keepsData ? BackupNames.OfLost(table) : BackupNames.SystemNameOf(table),
            IsSystem = !keepsData,
            CreatedAt = now,
            ExpiresAt = keepsData ? null : now + SystemBackupLife,
            ItemCount = figures.Of(table.Number).Items,
            SizeBytes = figures.Of(table.Number).Bytes,
            Table = table,
        };
        BackupCatalog.Write(batch, backup);
        return backup;
    }
}
