using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Backups;

/// <summary>Copies a table's documents into a backup, all as they were at one moment: that of the request. After a restart that moment is the restart's.</summary>
internal sealed class BackupCopy(IKeyValueStore store, CommitLoop commits, BackupCatalog backups) : IJobWork
{
    public JobKind Kind => JobKind.CopyBackup;

    public async Task RunAsync(JobRecord job, IStoreSnapshot? start, CancellationToken token)
    {
        if (backups.Find(job.Backup) is not { IsAvailable: false } backup) return;
        using IStoreSnapshot? now = start is null ? store.Snapshot() : null;
        await CopyAsync(start ?? now!, backup, token).ConfigureAwait(false);
    }

    /// <summary>Copies, from the beginning, and makes the backup available.</summary>
    public async Task CopyAsync(IStoreSnapshot snapshot, BackupDefinition backup, CancellationToken token)
    {
        commits.Write(0, BackupKeys.RangeOf(backup.Number), static (batch, _, range) => batch.DeleteRange(range));
        TableSchema schema = TableCompiler.Compile(backup.Table);
        ItemScan scan = new(snapshot, ItemKeys.RangeOf(schema.Number));
        List<(byte[] Key, byte[] Value)> entries = [];
        long items = 0;
        long bytes = 0;
        while (scan.Next(entries))
        {
            token.ThrowIfCancellationRequested();
            await commits.Write(0, (backup.Number, entries), static (batch, _, state) =>
            {
                foreach ((byte[] key, byte[] value) in state.entries) batch.Put(BackupKeys.FromItem(state.Number, key), value);
            }).Durable.ConfigureAwait(false);
            foreach ((byte[] key, byte[] value) in entries)
            {
                if (StoredItem.Read(value, ItemKeys.KeyOf(schema, key)) is not { IsNone: false } item) continue;
                items++;
                bytes += item.ItemSizeBytes;
            }
        }

        await backups.ChangeAsync(backup.Arn, one => one with { IsAvailable = true, ItemCount = items, SizeBytes = bytes }).ConfigureAwait(false);
    }
}
