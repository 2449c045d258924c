using System.Collections.Concurrent;
using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Backups;

/// <summary>All backups of all accounts and regions. They outlive their tables.</summary>
internal sealed class BackupCatalog
{
    private readonly ConcurrentDictionary<string, BackupDefinition> byArn = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly CommitLoop commits;

    private BackupCatalog(CommitLoop commits) => this.commits = commits;

    public static BackupCatalog Open(IKeyValueStore store, CommitLoop commits)
    {
        BackupCatalog catalog = new(commits);
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(CatalogKeys.Backups);
        while (cursor.MoveNext())
        {
            BackupDefinition backup = JsonSerializer.Deserialize(cursor.Value, CatalogJson.Default.BackupDefinition)
                ?? throw new StoreFault(StoreFaultKind.Corrupt, "A backup's entry is empty.");
            catalog.byArn[backup.Arn] = backup;
        }

        return catalog;
    }

    /// <summary>All backups, in no order.</summary>
    public IEnumerable<BackupDefinition> All => byArn.Values;

    public BackupDefinition? Find(string arn) => byArn.GetValueOrDefault(arn);

    public BackupDefinition? Find(uint number) => byArn.Values.FirstOrDefault(backup => backup.Number == number);

    /// <summary>Writes a new backup into the batch of the request that makes it.</summary>
    public static void Write(WriteBatch batch, BackupDefinition backup) =>
        batch.Put(CatalogKeys.Backup(backup.Number), JsonSerializer.SerializeToUtf8Bytes(backup, CatalogJson.Default.BackupDefinition));

    /// <summary>Shows a backup whose batch is written.</summary>
    public void Publish(BackupDefinition backup) => byArn[backup.Arn] = backup;

    /// <summary>Changes a backup, or drops it with all its documents.</summary>
    /// <param name="arn">Which.</param>
    /// <param name="change">To what; null to drop it. Throws to refuse.</param>
    /// <returns>What it was before; null if there is none.</returns>
    public async ValueTask<BackupDefinition?> ChangeAsync(string arn, Func<BackupDefinition, BackupDefinition?> change)
    {
        BackupDefinition? before;
        CommitTicket ticket;
        lock (gate)
        {
            before = Find(arn);
            if (before is null) return null;
            BackupDefinition? after = change(before);
            ticket = commits.Write(0, (Before: before, After: after), static (batch, _, state) =>
            {
                if (state.After is { } kept)
                {
                    Write(batch, kept);
                }
                else
                {
                    batch.Delete(CatalogKeys.Backup(state.Before.Number));
                    batch.DeleteRange(BackupKeys.RangeOf(state.Before.Number));
                }
            });
            if (after is null) byArn.TryRemove(arn, out _);
            else byArn[arn] = after;
        }

        await ticket.Durable.ConfigureAwait(false);
        return before;
    }
}
