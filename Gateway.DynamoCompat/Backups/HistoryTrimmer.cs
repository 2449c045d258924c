using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Backups;

/// <summary>Removes what no restore can ask for any more: history older than a table's recovery period, and backups whose time is over.</summary>
internal sealed class HistoryTrimmer(IKeyValueStore store, TableCatalog tables, BackupCatalog backups, TimeProvider time)
{
    public async Task TrimAsync()
    {
        DateTimeOffset now = time.GetUtcNow();
        WriteBatch batch = new();
        foreach (TableDefinition table in tables.All.Where(table => table.KeepsHistory))
        {
            long oldest = (now - TimeSpan.FromDays(table.RecoveryPeriodInDays)).ToUnixTimeMilliseconds();
            batch.DeleteRange(HistoryWriter.RangeFrom(table.Number, 0) with { End = HistoryWriter.RangeFrom(table.Number, oldest).Start });
        }

        if (batch.Count > 0) store.Write(batch);
        foreach (BackupDefinition backup in backups.All.Where(backup => backup.ExpiresAt <= now).ToArray()) await backups.ChangeAsync(backup.Arn, _ => null).ConfigureAwait(false);
    }
}
