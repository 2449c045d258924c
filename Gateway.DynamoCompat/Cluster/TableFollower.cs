using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.DynamoCompat.TimeToLive;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Cluster;

/// <summary>Makes, changes and drops tables as their records say. What it does is never told again.</summary>
/// <param name="onConflict">Told of a table that lost against another one of the same name, made at the same time with another key, and of the backup that keeps its data.</param>
internal sealed class TableFollower(TableCatalog tables, TableDropper dropper, BackgroundJobs jobs, ItemLocks locks, TimeProvider time, Action<string> onConflict)
{
    /// <summary>Follows one record.</summary>
    /// <param name="id">The record's id.</param>
    /// <param name="record">The record, with all that was untold.</param>
    /// <param name="told">The tables of this name whose changes have just been told, as they were then.</param>
    /// <returns>False if something was changed here meanwhile: it is to be told first.</returns>
    public async Task<bool> FollowAsync(string id, TableRecord record, IReadOnlyList<TableDefinition> told)
    {
        foreach (TableDefinition deleted in told.Where(table => table.Phase == TablePhase.Deleting))
        {
            await tables.AdoptAsync(deleted.Number, (table, _) => table with { Untold = null }).ConfigureAwait(false);
        }

        if (Find(id) is { } table && table.TableId != record.Current?.TableId)
        {
            if (!table.IsShared && told.All(one => one.Number != table.Number)) return table.Untold is null; // not told yet
            await DropAsync(table, record).ConfigureAwait(false);
        }

        if (record.Current is not { } current) return true;
        SharedSettings settings = new(record.Settings.GetValueOrDefault(current.TableId));
        return Find(id) is { } there
            ? await ChangeAsync(there.Number, settings, told.FirstOrDefault(one => one.Number == there.Number)).ConfigureAwait(false)
            : await MakeAsync(id, current, settings).ConfigureAwait(false);
    }

    /// <summary>The table here that a record is about.</summary>
    private TableDefinition? Find(string id)
    {
        (string accountId, string region, string name) = TableRecord.ReadId(id);
        return tables.Find(new Caller(accountId, region), name) is { Phase: not TablePhase.Deleting } table && table.RecordId == id ? table : null;
    }

    private async Task<bool> MakeAsync(string id, TableIdentity identity, SharedSettings settings)
    {
        (string accountId, string region, string name) = TableRecord.ReadId(id);
        TableAdoption adoption = new(settings, time.GetUtcNow());
        bool isMade = false;
        TableDefinition? made = await tables.AdoptAsync(new Caller(accountId, region), name, (before, batch) =>
        {
            if (before is { Phase: not TablePhase.Deleting }) return before; // made here meanwhile
            isMade = true;
            return adoption.Make(identity, accountId, region, name, tables.TakeNumber(batch));
        }).ConfigureAwait(false);
        if (isMade) await FinishAsync(made!, adoption).ConfigureAwait(false);
        return isMade;
    }

    private async Task<bool> ChangeAsync(uint number, SharedSettings settings, TableDefinition? told)
    {
        TableAdoption adoption = new(settings, time.GetUtcNow());
        List<JobRecord> left = [];
        bool isUntold = false;
        TableDefinition? changed = await tables.AdoptAsync(number, (before, batch) =>
        {
            isUntold = before.Untold is not null && (told is null || SharedForm.Of(before) != SharedForm.Of(told));
            if (isUntold) return told is null ? before : before with { IsShared = true, Untold = SharedForm.Of(told).Bytes.ToArray() };

            TableDefinition after = adoption.Apply(before with { IsShared = true, Untold = null });
            foreach (uint index in adoption.Filled) Leave(batch, JobKind.FillIndex, index);
            foreach (uint index in adoption.Purged) Leave(batch, JobKind.PurgeIndex, index);
            if (adoption.EndsHistory) Leave(batch, JobKind.PurgeHistory);
            if (adoption.ChangesExpiry)
            {
                batch.DeleteRange(ExpiryKeys.RangeOf(number));
                if (after.TimeToLiveAttribute is not null) Leave(batch, JobKind.FillExpiry);
            }

            return after == before ? before : after;
        }).ConfigureAwait(false);
        if (isUntold) return false;
        foreach (JobRecord job in left) jobs.Begin(job);
        if (changed is not null) await FinishAsync(changed, adoption).ConfigureAwait(false);
        return true;

        void Leave(WriteBatch batch, JobKind kind, uint index = 0) => left.Add(jobs.Write(batch, job => new JobRecord { Number = job, Kind = kind, Table = number, Index = index }));
    }

    /// <summary>The past begins when the last write is over that did not keep any.</summary>
    private async Task FinishAsync(TableDefinition table, TableAdoption adoption)
    {
        if (!adoption.BeginsHistory) return;
        locks.PassAll();
        await tables.AdoptAsync(table.Number, (before, _) => before.KeepsHistory && before.HistorySince is null ? before with { HistorySince = time.GetUtcNow() } : before).ConfigureAwait(false);
    }

    /// <summary>A table that was deleted elsewhere, or that lost its name to another one: then its data is kept.</summary>
    private async Task DropAsync(TableDefinition table, TableRecord record)
    {
        bool hasLost = record.Current is not null && record.Has(table.TableId);
        DroppedTable? dropped = null;
        await tables.AdoptAsync(table.Number, (before, batch) =>
        {
            if (before.Phase == TablePhase.Deleting) return before;
            dropped = dropper.Drop(batch, before, time.GetUtcNow(), TimeSpan.Zero, hasLost);
            return dropped.Table with { Untold = null };
        }).ConfigureAwait(false);
        if (dropped is null) return;
        dropper.Begin(dropped);
        if (hasLost) onConflict($"Table {table.Name} was made with two different keys at the same time. The data of {table.TableId} is in the backup {dropped.Backup!.Arn}.");
    }
}
