using System.Collections.Concurrent;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Scopes;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Cluster;

/// <summary>Makes, changes and drops tables as their records say. What it does is never told again.</summary>
internal sealed class TableFollower(TableCatalog tables, TableDropper dropper, BackgroundJobs jobs, ItemLocks locks, ClusterView cluster, DynamoOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, byte> notHeld = new();

    /// <summary>True while all records are followed: a table that is missing then has come into scope without being noticed.</summary>
    public bool IsCatchingUp { get; set; }

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
        if (Find(id) is not { } there) return await MakeAsync(id, current, settings).ConfigureAwait(false);
        if (!await ChangeAsync(there.Number, settings, told.FirstOrDefault(one => one.Number == there.Number)).ConfigureAwait(false)) return false;
        if (tables.Find(there.Number) is { } schema && !IsHeldHere(schema.Scope, isHere: true)) await LeaveAsync(schema.Definition).ConfigureAwait(false);
        return true;
    }

    /// <summary>True if this PoP is in a scope; as long as it does not know who it is, things stay as they are.</summary>
    private bool IsHeldHere(TableScope scope, bool isHere) => cluster.Self is { } self ? self.FollowsAll || scope.Reaches(self.Region, self.Groups) : isHere || scope.IsEverywhere;

    /// <summary>The table here that a record is about: under the region in whose name it was made, or under this PoP's own.</summary>
    private TableDefinition? Find(string id)
    {
        (string accountId, string region, string name) = TableRecord.ReadId(id);
        return Of(region) ?? (cluster.Self is { } self && self.Region != region ? Of(self.Region) : null);

        TableDefinition? Of(string there) => tables.Find(new Caller(accountId, there), name) is { Phase: not TablePhase.Deleting } table && table.RecordId == id ? table : null;
    }

    /// <summary>A replica bears the name of the region where it is, if that is one of the table's, as the one in whose name it was made.</summary>
    private TableDefinition Name(TableDefinition table, string home)
    {
        bool isReplica = cluster.Self is { } self && self.Region != home && Has(self.Region) && Has(home);
        return isReplica ? table with { Region = cluster.Self!.Region, HomeRegion = home } : table with { Region = home, HomeRegion = null };

        bool Has(string region) => table.Replicas.Any(replica => replica.Region == region);
    }

    private async Task<bool> MakeAsync(string id, TableIdentity identity, SharedSettings settings)
    {
        (string accountId, string region, string name) = TableRecord.ReadId(id);
        TableAdoption adoption = new(settings, time.GetUtcNow());
        TableDefinition plan = Name(adoption.Make(identity, accountId, region, name, number: 0), region);
        if (!IsHeldHere(tables.ScopeOf(plan), isHere: false))
        {
            notHeld[identity.TableId] = 0;
            return true;
        }

        bool isPartial = notHeld.ContainsKey(identity.TableId) || IsCatchingUp;

        TableDefinition? other = null;
        TableDefinition? made = await tables.AdoptAsync(plan.Owner, name, (before, batch) =>
        {
            if (before is { Phase: not TablePhase.Deleting }) return other = before; // made here meanwhile, or another one that has the name
            return plan with { Number = tables.TakeNumber(batch), IsPartial = isPartial };
        }).ConfigureAwait(false);
        if (other is null) await FinishAsync(made!, adoption).ConfigureAwait(false);
        else if (other.RecordId != id) options.OnTableConflict($"Table {plan.Arn} is there: the replica of {region} of this name cannot be made.");
        return other is null || other.RecordId != id;
    }

    /// <summary>The table's scope does not include this PoP any more: nobody here can ask for it from now on, and its data goes when all that was written here has left.</summary>
    private async Task LeaveAsync(TableDefinition table)
    {
        DroppedTable? dropped = null;
        await tables.AdoptAsync(table.Number, (before, batch) =>
        {
            if (before.Phase == TablePhase.Deleting || before.Untold is not null) return before;
            DateTimeOffset now = time.GetUtcNow();
            dropped = dropper.Drop(batch, before with { KeepsHistory = false }, now, TimeSpan.Zero, purgeDelay: options.ScopeGrace);
            return dropped.Table;
        }).ConfigureAwait(false);
        if (dropped is null) return;
        notHeld[table.TableId] = 0;
        dropper.Begin(dropped);
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
            after = Name(after, after.HomeRegion ?? after.Region);
            after = after with { IsPartial = before.IsPartial || BringsMore(before, after) };
            foreach (uint index in adoption.Filled) Leave(batch, JobKind.FillIndex, index);
            foreach (uint index in adoption.Purged) Leave(batch, JobKind.PurgeIndex, index);
            if (adoption.EndsHistory) Leave(batch, JobKind.PurgeHistory);
            if (adoption.ChangesExpiry) Leave(batch, JobKind.FillExpiry);
            return after == before ? before : after;
        }).ConfigureAwait(false);
        if (isUntold) return false;
        foreach (JobRecord job in left) jobs.Begin(job);
        if (changed is not null) await FinishAsync(changed, adoption).ConfigureAwait(false);
        return true;

        void Leave(WriteBatch batch, JobKind kind, uint index = 0) => left.Add(jobs.Write(batch, job => new JobRecord { Number = job, Kind = kind, Table = number, Index = index }));
    }

    /// <summary>True if items may come into this PoP's reach that it does not have: it takes them over first, and takes no writes meanwhile (ADR 42).</summary>
    public bool BringsMore(TableDefinition before, TableDefinition after) =>
        cluster.Self is { FollowsAll: false } self && tables.ScopeOf(before) is { } scope && !scope.IsHeldWhole(self.Region, self.Groups) && scope.Text != tables.ScopeOf(after).Text;

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
        if (hasLost) options.OnTableConflict($"Table {table.Name} was made with two different keys at the same time. The data of {table.TableId} is in the backup {dropped.Backup!.Arn}.");
    }
}
