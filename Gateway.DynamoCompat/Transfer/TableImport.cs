using System.Buffers.Binary;
using System.Text.Json;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.DynamoCompat.TimeToLive;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Transfer;

/// <summary>Fills a new store with tables and documents from elsewhere. The store writes under an id of its own. For one thread.</summary>
public sealed class TableImport
{
    private const int PendingMax = 4096;

    private readonly Dictionary<Guid, TableSchema> tables = [];
    private readonly Dictionary<(uint Table, ItemKey Key), Document?> pending = [];
    private readonly IKeyValueStore store;
    private readonly TimeProvider time;
    private readonly StoreIdentity identity;
    private HlcTime highest;
    private uint nextNumber = 1;

    private TableImport(IKeyValueStore store, TimeProvider time)
    {
        this.store = store;
        this.time = time;
        identity = StoreIdentity.Open(store, ReplicaId.Create);
    }

    /// <summary>Whose stamps the store will make: an id that nobody has.</summary>
    public ReplicaId Replica => identity.Self;

    /// <summary>Begins with an empty store.</summary>
    public static TableImport Begin(IKeyValueStore store, TimeProvider time) => new(store, time);

    /// <summary>Makes a table as it was: active, with all its indexes. Its stream begins anew; what it kept of its past is not there.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="definition">As <see cref="TransferTable.Definition"/> gave it.</param>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public void Add(Guid id, string definition)
    {
        TableDefinition? read;
        try
        {
            read = JsonSerializer.Deserialize(definition, CatalogJson.Default.TableDefinition);
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"The definition of table {id} cannot be read: {wrong.Message}", wrong);
        }

        DateTimeOffset now = time.GetUtcNow();
        TableDefinition table = (read ?? throw new InvalidDataException($"Table {id} has no definition.")) with
        {
            Number = nextNumber++,
            Indexes = [.. read.Indexes.Where(index => !index.IsDeleting).Select(index => index with { IsBackfilling = false, Phase = TablePhase.Active, ReadyAt = default })],
            Stream = read.Stream is null ? null : read.Stream with { Label = TableIds.LabelOf(now) },
            LatestStreamLabel = read.Stream is null ? null : TableIds.LabelOf(now),
            PastStreams = [],
            HistorySince = read.KeepsHistory ? now : null,
            Phase = TablePhase.Active,
            ReadyAt = default,
            IsRestoring = false,
        };
        tables.Add(id, TableCompiler.Compile(table));
        WriteBatch batch = new();
        batch.Put(CatalogKeys.Table(table.Number), JsonSerializer.SerializeToUtf8Bytes(table, CatalogJson.Default.TableDefinition));
        byte[] next = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(next, nextNumber);
        batch.Put(CatalogKeys.NextNumber, next);
        store.Write(batch);
    }

    /// <summary>A document as it is by now; null if there is none.</summary>
    public Document? Read(Guid table, ItemKey key)
    {
        TableSchema schema = tables[table];
        if (pending.TryGetValue((schema.Number, key), out Document? document)) return document;
        return store.Get(ItemKeys.AddressOf(schema, key.Bytes).StoreKey) is { } stored ? DocumentCodec.Decode(key, stored, identity.Replicas) : null;
    }

    /// <summary>Writes a document; null removes it.</summary>
    public void Write(Guid table, ItemKey key, Document? document)
    {
        pending[(tables[table].Number, key)] = document;
        if (document is not null && document.Context.Highest > highest) highest = document.Context.Highest;
        if (pending.Count >= PendingMax) Flush();
    }

    /// <summary>Makes index entries, expiries and figures, and makes all durable. After it the store can be opened.</summary>
    /// <param name="onItem">Told of each document.</param>
    /// <returns>How many items each table shows.</returns>
    public IReadOnlyDictionary<Guid, long> Finish(Action onItem)
    {
        ArgumentNullException.ThrowIfNull(onItem);
        Flush();
        TableFigures figures = TableFigures.Open(store);
        foreach (TableSchema table in tables.Values) Finish(table, figures, onItem);
        figures.Save(isClosing: true);
        new StoreClock(store, time, identity.Self).Extend(highest);
        store.Sync();
        return tables.ToDictionary(entry => entry.Key, entry => figures.Of(entry.Value.Number).Items);
    }

    private void Finish(TableSchema table, TableFigures figures, Action onItem)
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        ItemScan scan = new(snapshot, ItemKeys.RangeOf(table.Number));
        List<(byte[] Key, byte[] Value)> entries = [];
        while (scan.Next(entries))
        {
            WriteBatch batch = new();
            foreach ((byte[] key, byte[] stored) in entries)
            {
                ItemAddress address = new(key);
                Value item = StoredItem.Read(stored, ItemKeys.KeyOf(table, key));
                foreach (SecondaryIndex index in table.Indexes)
                {
                    if (IndexKeys.EntryOf(table, index, item, address) is { } entry) batch.Put(entry, []);
                }

                if (table.TimeToLiveAttribute is { } attribute && ExpiryKeys.EntryOf(table, attribute, item, address) is { } expiry) batch.Put(expiry, []);
                figures.AddItem(table, item);
                onItem();
            }

            if (batch.Count > 0) store.Write(batch);
        }
    }

    private void Flush()
    {
        WriteBatch batch = new();
        Dictionary<uint, TableSchema> byNumber = tables.Values.ToDictionary(table => table.Number);
        foreach (((uint number, ItemKey key), Document? document) in pending)
        {
            byte[] place = ItemKeys.AddressOf(byNumber[number], key.Bytes).StoreKey;
            if (document is null) batch.Delete(place);
            else batch.Put(place, DocumentCodec.Encode(document, identity.Replicas));
        }

        if (batch.Count > 0) store.Write(batch);
        pending.Clear();
    }
}
