using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Scopes;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Tables;

/// <summary>All tables of all accounts and regions. Reads never wait; changes are made one after the other and are durable before they return.</summary>
/// <remarks>Source: DESIGN 5. A table's number is never used again, so that what a dropped table left behind is never taken for something else's.</remarks>
internal sealed class TableCatalog
{
    private readonly ConcurrentDictionary<Caller, ConcurrentDictionary<string, TableSlot>> byName = new();
    private readonly ConcurrentDictionary<uint, TableSlot> byNumber = new();
    private readonly ConcurrentDictionary<UInt128, TableSlot> byId = new();
    private readonly ConcurrentDictionary<uint, TableDefinition> gone = new();
    private readonly ConcurrentDictionary<uint, TableDefinition> untold = new();
    private readonly Lock gate = new();
    private readonly CommitLoop commits;
    private readonly TimeProvider time;
    private readonly IReadOnlyList<ScopeRule> scopes;
    private uint nextNumber = 1;

    private TableCatalog(CommitLoop commits, TimeProvider time, IReadOnlyList<ScopeRule> scopes)
    {
        this.scopes = scopes;
        this.commits = commits;
        this.time = time;
    }

    /// <summary>Reads the catalog of a store.</summary>
    public static TableCatalog Open(IKeyValueStore store, CommitLoop commits, TimeProvider time, IReadOnlyList<ScopeRule>? scopes = null)
    {
        TableCatalog catalog = new(commits, time, scopes ?? []);
        DateTimeOffset now = time.GetUtcNow();
        using IStoreSnapshot snapshot = store.Snapshot();
        if (snapshot.Get(CatalogKeys.NextNumber) is { } number) catalog.nextNumber = BinaryPrimitives.ReadUInt32BigEndian(number);
        using IStoreCursor cursor = snapshot.Scan(CatalogKeys.Tables);
        while (cursor.MoveNext())
        {
            TableDefinition table = JsonSerializer.Deserialize(cursor.Value, CatalogJson.Default.TableDefinition)
                ?? throw new StoreFault(StoreFaultKind.Corrupt, "A table's entry in the catalog is empty.");
            if (table.Untold is not null) catalog.untold[table.Number] = table;
            if (table.IsGoneAt(now)) catalog.gone[table.Number] = table;
            else catalog.Publish(table);
        }

        return catalog;
    }

    /// <summary>A table was made or changed, or is to be there no more (true). Under the catalog's lock: short, and must not throw.</summary>
    public event Action<TableDefinition, bool>? Changed;

    /// <summary>The tables that are there, whoever owns them and whatever they go through; in no order.</summary>
    public IEnumerable<TableDefinition> All => byNumber.Values.Select(slot => slot.Newest?.Definition).OfType<TableDefinition>();

    /// <summary>Dropped tables of which something is left: records of their streams, or data that is still to be removed. In no order.</summary>
    public IEnumerable<TableDefinition> Gone => gone.Values;

    /// <summary>Tables, dropped ones too, of which other PoPs are still to be told something. In no order.</summary>
    public IEnumerable<TableDefinition> Untold => untold.Values;

    /// <summary>What tells other PoPs of changes; null before it has started.</summary>
    public TableSharing? Sharing { get; set; }

    /// <summary>The scope of a table, whether or not it is here.</summary>
    public TableScope ScopeOf(TableDefinition table) => ScopeRules.Of(table, scopes);

    /// <summary>A table that takes reads and writes.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="nameOrArn">Its name, or its ARN in the caller's own account and region.</param>
    /// <param name="table">Its schema now.</param>
    /// <returns>False if there is none, or if it is being created or deleted.</returns>
    public bool TryGet(Caller caller, string nameOrArn, [NotNullWhen(true)] out TableSchema? table)
    {
        table = Slot(caller, nameOrArn)?.Open(time);
        return table is not null;
    }

    /// <summary>A table by its number; null if it is dropped.</summary>
    public TableSchema? Find(uint number) => byNumber.TryGetValue(number, out TableSlot? slot) ? slot.Newest : null;

    /// <summary>A table by the id that it has at every PoP; the system table for 0, null if there is none here.</summary>
    public TableSchema? Find(UInt128 id) => id == 0 ? SystemTable.Schema : byId.TryGetValue(id, out TableSlot? slot) ? slot.Newest : null;

    /// <summary>A table's definition, also while it is created or deleted.</summary>
    /// <returns>Null if there is none.</returns>
    public TableDefinition? Find(Caller caller, string nameOrArn) =>
        Slot(caller, nameOrArn)?.Newest?.Definition is { } table && !table.IsGoneAt(time.GetUtcNow()) ? table : null;

    /// <summary>The tables of an account in a region, in the order of their names' bytes.</summary>
    public TableDefinition[] TablesOf(Caller caller)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (!byName.TryGetValue(caller, out ConcurrentDictionary<string, TableSlot>? names)) return [];
        return
        [
            .. names.Values.Select(slot => slot.Newest?.Definition)
                .OfType<TableDefinition>()
                .Where(table => !table.IsGoneAt(now))
                .OrderBy(table => table.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>A number for a table, a job or a backup: never given out again.</summary>
    /// <remarks>Durable with the batch that uses it, or before.</remarks>
    public uint TakeNumber(WriteBatch batch)
    {
        lock (gate)
        {
            uint number = nextNumber++;
            Span<byte> bytes = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, nextNumber);
            batch.Put(CatalogKeys.NextNumber, bytes);
            return number;
        }
    }

    /// <summary>Adds, changes or drops a table.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="name">Its name.</param>
    /// <param name="change">From the definition as it is (null if there is none) to the one that shall be (null to drop it). May write more into the batch;
    /// throws to refuse. Under the catalog's lock: short, and no other lock taken.</param>
    /// <returns>The definition that is now durable; null if the table was dropped.</returns>
    public ValueTask<TableDefinition?> ChangeAsync(Caller caller, string name, Func<TableDefinition?, WriteBatch, TableDefinition?> change)
    {
        SavedTable saved;
        lock (gate) saved = Save(Find(caller, name), change, isOwn: true);
        return FinishAsync(saved);
    }

    /// <summary>Changes or drops the table of a number, gone ones too.</summary>
    /// <returns>The definition that is now durable; null if the table was dropped, also before.</returns>
    public ValueTask<TableDefinition?> ChangeAsync(uint number, Func<TableDefinition, WriteBatch, TableDefinition?> change) => ChangeAsync(number, change, isOwn: true);

    /// <summary>The same for a change that follows other PoPs, or is this store's own affair: nobody is told of it.</summary>
    public ValueTask<TableDefinition?> AdoptAsync(Caller caller, string name, Func<TableDefinition?, WriteBatch, TableDefinition?> change)
    {
        SavedTable saved;
        lock (gate) saved = Save(Find(caller, name), change, isOwn: false);
        return FinishAsync(saved);
    }

    /// <inheritdoc cref="AdoptAsync(Caller, string, Func{TableDefinition?, WriteBatch, TableDefinition?})"/>
    public ValueTask<TableDefinition?> AdoptAsync(uint number, Func<TableDefinition, WriteBatch, TableDefinition?> change) => ChangeAsync(number, change, isOwn: false);

    /// <summary>Ends when other PoPs can know all of a table that is to be told.</summary>
    public Task TellAsync(uint number) => untold.TryGetValue(number, out TableDefinition? table) && Sharing is { IsOn: true } sharing ? sharing.ReconcileAsync(table.RecordId) : Task.CompletedTask;

    /// <summary>Closes a deleted table to everybody who holds a schema of it.</summary>
    public void Retire(uint number)
    {
        lock (gate)
        {
            if (Find(number)?.Definition is not { } table) return;
            gone[number] = table;
            Forget(table);
        }
    }

    private TableDefinition? Known(uint number) => Find(number)?.Definition ?? gone.GetValueOrDefault(number);

    private ValueTask<TableDefinition?> ChangeAsync(uint number, Func<TableDefinition, WriteBatch, TableDefinition?> change, bool isOwn)
    {
        SavedTable saved;
        lock (gate)
        {
            if (Known(number) is not { } before) return default;
            saved = Save(before, (_, batch) => change(before, batch), isOwn);
        }

        return FinishAsync(saved);
    }

    /// <summary>Not under the catalog's lock: telling others takes locks of items, and who has all of those may be waiting for the catalog's.</summary>
    private async ValueTask<TableDefinition?> FinishAsync(SavedTable saved)
    {
        await saved.Ticket.Durable.ConfigureAwait(false);
        if (saved.IsUntold) await Sharing!.TryTellAsync(saved.Table!.RecordId).ConfigureAwait(false);
        if (saved.BringsMore) Sharing!.NoteMore();
        return saved.Table;
    }

    /// <summary>Under the catalog's lock.</summary>
    private SavedTable Save(TableDefinition? before, Func<TableDefinition?, WriteBatch, TableDefinition?> change, bool isOwn)
    {
        bool isUntold = false, bringsMore = false;
        WriteBatch extra = new();
        TableDefinition? after = change(before, extra);
        if (ReferenceEquals(before, after) && extra.Count == 0) return new SavedTable(after, default, IsUntold: false, BringsMore: false);
        if (isOwn && after is not null && Sharing is { IsOn: true } sharing)
        {
            bringsMore = before is not null && sharing.BringsMore(before, after);
            if (bringsMore) after = after with { IsPartial = true };
            after = Mark(before, after, out isUntold);
        }

        CommitTicket ticket = commits.Write(0, (Extra: extra, Before: before, After: after), static (batch, _, state) =>
        {
            batch.Append(state.Extra);
            if (state.After is { } table) batch.Put(CatalogKeys.Table(table.Number), JsonSerializer.SerializeToUtf8Bytes(table, CatalogJson.Default.TableDefinition));
            else if (state.Before is { } dropped) batch.Delete(CatalogKeys.Table(dropped.Number));
        });

        if (after is not null) Note(after);
        if ((after ?? before) is { } changed) Changed?.Invoke(changed, after is null || after.Phase == TablePhase.Deleting); // before anybody can write to a new one
        if (after is null)
        {
            if (before is null) return new SavedTable(null, ticket, isUntold, bringsMore);
            Forget(before);
            gone.TryRemove(before.Number, out _);
            untold.TryRemove(before.Number, out _);
        }
        else if (gone.ContainsKey(after.Number))
        {
            gone[after.Number] = after;
        }
        else
        {
            Publish(after);
        }

        return new SavedTable(after, ticket, isUntold, bringsMore);
    }

    private void Note(TableDefinition after)
    {
        if (after.Untold is not null) untold[after.Number] = after;
        else untold.TryRemove(after.Number, out _);
    }

    /// <summary>Notes with a change that it is to be told, and what was known before it.</summary>
    private static TableDefinition Mark(TableDefinition? before, TableDefinition after, out bool isUntold)
    {
        isUntold = false;
        if (after.IsRestoring) return after; // told of when its data is there
        bool isKnown = before is { IsRestoring: false } && before.Number == after.Number;
        bool isDropped = after.Phase == TablePhase.Deleting;
        if (isKnown && isDropped && before!.Phase == TablePhase.Deleting) return after;
        isUntold = !isKnown || isDropped || SharedForm.Of(before!) != SharedForm.Of(after);
        return !isUntold ? after : after with { Untold = !isKnown || isDropped ? [] : before!.Untold ?? SharedForm.Of(before).Bytes.ToArray() };
    }

    private void Publish(TableDefinition table)
    {
        TableSlot slot = byNumber.GetOrAdd(table.Number, _ => new TableSlot());
        if (slot.Newest is { } before && before.Definition.Owner != table.Owner && byName.TryGetValue(before.Definition.Owner, out ConcurrentDictionary<string, TableSlot>? old))
        {
            old.TryRemove(KeyValuePair.Create(table.Name, slot)); // a replica bears the name of its own region
        }

        slot.Set(TableCompiler.Compile(table, slot, scopes));
        byId[table.Id] = slot;
        ConcurrentDictionary<string, TableSlot> names = byName.GetOrAdd(table.Owner, _ => new ConcurrentDictionary<string, TableSlot>());
        if (!names.TryGetValue(table.Name, out TableSlot? named) || named == slot || named.Newest is not { } other || other.Number < table.Number) names[table.Name] = slot;
    }

    private void Forget(TableDefinition table)
    {
        if (!byNumber.TryRemove(table.Number, out TableSlot? slot)) return;
        slot.Set(null);
        byId.TryRemove(KeyValuePair.Create(table.Id, slot));
        if (byName.TryGetValue(table.Owner, out ConcurrentDictionary<string, TableSlot>? names)) names.TryRemove(KeyValuePair.Create(table.Name, slot));
    }

    private TableSlot? Slot(Caller caller, string nameOrArn)
    {
        if (!byName.TryGetValue(caller, out ConcurrentDictionary<string, TableSlot>? names)) return null;
        if (names.TryGetValue(nameOrArn, out TableSlot? slot)) return slot;
        if (!nameOrArn.StartsWith("arn:", StringComparison.Ordinal) || !TableArn.TryParse(nameOrArn, out TableArn? arn) || !arn.IsOf(caller) || arn.Kind is not null) return null;
        return names.GetValueOrDefault(arn.Table);
    }

    /// <param name="Table">As it is now; null if it was dropped.</param>
    /// <param name="Ticket">When that is durable.</param>
    /// <param name="IsUntold">True if other PoPs are to be told.</param>
    /// <param name="BringsMore">True if this PoP is to hold items that it does not have.</param>
    private readonly record struct SavedTable(TableDefinition? Table, CommitTicket Ticket, bool IsUntold, bool BringsMore);
}
