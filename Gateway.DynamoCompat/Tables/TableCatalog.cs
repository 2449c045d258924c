using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Tables;

/// <summary>All tables of all accounts and regions. Reads never wait; changes are made one after the other and are durable before they return.</summary>
/// <remarks>Source: DESIGN 5. A table's number is never used again, so that what a dropped table left behind is never taken for something else's.</remarks>
internal sealed class TableCatalog
{
    private readonly ConcurrentDictionary<Caller, ConcurrentDictionary<string, TableSlot>> byName = new();
    private readonly ConcurrentDictionary<uint, TableSlot> byNumber = new();
    private readonly Lock gate = new();
    private readonly IKeyValueStore store;
    private readonly TimeProvider time;
    private uint nextNumber = 1;

    private TableCatalog(IKeyValueStore store, TimeProvider time)
    {
        this.store = store;
        this.time = time;
    }

    /// <summary>Reads the catalog of a store.</summary>
    public static TableCatalog Open(IKeyValueStore store, TimeProvider time)
    {
        TableCatalog catalog = new(store, time);
        using IStoreSnapshot snapshot = store.Snapshot();
        if (snapshot.Get(CatalogKeys.NextNumber) is { } number) catalog.nextNumber = BinaryPrimitives.ReadUInt32BigEndian(number);
        using IStoreCursor cursor = snapshot.Scan(CatalogKeys.Tables);
        while (cursor.MoveNext())
        {
            TableDefinition table = JsonSerializer.Deserialize(cursor.Value, CatalogJson.Default.TableDefinition)
                ?? throw new StoreFault(StoreFaultKind.Corrupt, "A table's entry in the catalog is empty.");
            catalog.Publish(table);
        }

        return catalog;
    }

    /// <summary>The tables that are there, whoever owns them and whatever they go through; in no order.</summary>
    public IEnumerable<TableDefinition> All => byNumber.Values.Select(slot => slot.Newest?.Definition).OfType<TableDefinition>();

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

    /// <summary>A table's definition, also while it is created or deleted.</summary>
    /// <returns>Null if there is none.</returns>
    public TableDefinition? Find(Caller caller, string nameOrArn) =>
        Slot(caller, nameOrArn)?.Newest?.Definition is { } table && !table.IsGoneAt(time.GetUtcNow()) ? table : null;

    /// <summary>The names of an account's tables in a region, in the order of their UTF-8 bytes.</summary>
    public string[] NamesOf(Caller caller)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (!byName.TryGetValue(caller, out ConcurrentDictionary<string, TableSlot>? names)) return [];
        return [.. names.Where(entry => entry.Value.Newest is { } table && !table.Definition.IsGoneAt(now)).Select(entry => entry.Key).Order(StringComparer.Ordinal)];
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
    /// <param name="change">From the definition as it is (null if there is none) to the one that shall be (null to drop it). May write more into the batch; throws to refuse. Under the catalog's lock: short, and no other lock taken.</param>
    /// <returns>The definition that is now durable; null if the table was dropped.</returns>
    public TableDefinition? Change(Caller caller, string name, Func<TableDefinition?, WriteBatch, TableDefinition?> change)
    {
        TableDefinition? after;
        lock (gate)
        {
            after = Save(Find(caller, name), change);
        }

        store.Sync();
        return after;
    }

    /// <summary>Changes or drops the table of a number.</summary>
    /// <returns>As <see cref="Change(Caller, string, Func{TableDefinition?, WriteBatch, TableDefinition?})"/>; null too if the table was dropped before.</returns>
    public TableDefinition? Change(uint number, Func<TableDefinition, WriteBatch, TableDefinition?> change)
    {
        TableDefinition? after;
        lock (gate)
        {
            if (Find(number)?.Definition is not { } before) return null;
            after = Save(before, (_, batch) => change(before, batch));
        }

        store.Sync();
        return after;
    }

    private TableDefinition? Save(TableDefinition? before, Func<TableDefinition?, WriteBatch, TableDefinition?> change)
    {
        WriteBatch batch = new();
        TableDefinition? after = change(before, batch);
        if (ReferenceEquals(before, after) && batch.Count == 0) return after;

        if (after is not null) batch.Put(CatalogKeys.Table(after.Number), JsonSerializer.SerializeToUtf8Bytes(after, CatalogJson.Default.TableDefinition));
        else if (before is not null) batch.Delete(CatalogKeys.Table(before.Number));
        store.Write(batch);

        if (after is not null) Publish(after);
        else if (before is not null) Forget(before);
        return after;
    }

    private void Publish(TableDefinition table)
    {
        TableSlot slot = byNumber.GetOrAdd(table.Number, _ => new TableSlot());
        slot.Set(TableCompiler.Compile(table, slot));
        ConcurrentDictionary<string, TableSlot> names = byName.GetOrAdd(new Caller(table.AccountId, table.Region), _ => new ConcurrentDictionary<string, TableSlot>());
        if (!names.TryGetValue(table.Name, out TableSlot? named) || named == slot || named.Newest is not { } other || other.Number < table.Number) names[table.Name] = slot;
    }

    private void Forget(TableDefinition table)
    {
        if (!byNumber.TryRemove(table.Number, out TableSlot? slot)) return;
        slot.Set(null);
        if (byName.TryGetValue(new Caller(table.AccountId, table.Region), out ConcurrentDictionary<string, TableSlot>? names)) names.TryRemove(KeyValuePair.Create(table.Name, slot));
    }

    private TableSlot? Slot(Caller caller, string nameOrArn)
    {
        if (!byName.TryGetValue(caller, out ConcurrentDictionary<string, TableSlot>? names)) return null;
        if (names.TryGetValue(nameOrArn, out TableSlot? slot)) return slot;
        if (!nameOrArn.StartsWith("arn:", StringComparison.Ordinal) || !TableArn.TryParse(nameOrArn, out TableArn? arn) || !arn.IsOf(caller) || arn.Kind is not null) return null;
        return names.GetValueOrDefault(arn.Table);
    }
}
