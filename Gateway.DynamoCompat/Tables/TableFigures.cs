using System.Buffers.Binary;
using System.Collections.Concurrent;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Tables;

/// <summary>Item counts and sizes of tables and indexes: kept in memory by the writes, saved now and then and when the store is closed.</summary>
/// <remarks>After a crash the saved figures are behind: <see cref="AreExact"/> is false, and they are counted again in the background.
/// DynamoDB shows figures that are up to six hours old; these are of the moment.</remarks>
internal sealed class TableFigures
{
    private const int EntryBytes = sizeof(uint) + sizeof(long) + sizeof(long);

    private readonly ConcurrentDictionary<(uint Table, uint Index), FigureCounter> counters = new();
    private readonly IKeyValueStore store;

    private TableFigures(IKeyValueStore store) => this.store = store;

    /// <summary>True if what was loaded is what was there: the store was closed in peace.</summary>
    public bool AreExact { get; private set; }

    public static TableFigures Open(IKeyValueStore store)
    {
        TableFigures figures = new(store);
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(CatalogKeys.Figures);
        while (cursor.MoveNext()) figures.Load(BinaryPrimitives.ReadUInt32BigEndian(cursor.Key[^sizeof(uint)..]), cursor.Value);

        figures.AreExact = snapshot.Get(CatalogKeys.FiguresAreExact) is not null || snapshot.Get(CatalogKeys.NextNumber) is null;
        WriteBatch batch = new();
        batch.Delete(CatalogKeys.FiguresAreExact);
        store.Write(batch); // durable with the first write that could make the figures wrong
        return figures;
    }

    /// <summary>The figure of an index; of the table itself if <paramref name="index"/> is 0.</summary>
    public Figure Of(uint table, uint index = 0) => counters.TryGetValue((table, index), out FigureCounter? counter) ? counter.Value : default;

    /// <summary>Moves a figure.</summary>
    /// <param name="table">The table's number.</param>
    /// <param name="index">The index's number; 0 for the table itself.</param>
    /// <param name="items">How many more.</param>
    /// <param name="bytes">How many more.</param>
    public void Add(uint table, uint index, long items, long bytes) => Counter(table, index).Add(items, bytes);

    /// <summary>Notes what a write does to its item. Under the item's lock, where its batch is made.</summary>
    public void Change(PlannedWrite write)
    {
        TableSchema table = write.Write.Table;
        long key = write.Write.Key.ItemSizeBytes;
        Figure before = FigureSizes.Of(key, write.VisibleBefore);
        Figure after = FigureSizes.Of(key, write.VisibleAfter);
        Add(table.Number, 0, after.Items - before.Items, after.Bytes - before.Bytes);
        foreach (SecondaryIndex index in table.Indexes)
        {
            if (!index.IsReadable) continue; // counted when it is filled
            Figure was = FigureSizes.Of(index, write.Before);
            Figure now = FigureSizes.Of(index, write.After);
            if (was != now) Add(table.Number, index.Number, now.Items - was.Items, now.Bytes - was.Bytes);
        }
    }

    /// <summary>Notes an item that was not there before.</summary>
    /// <param name="table">The table.</param>
    /// <param name="item">The whole item; none if nothing of it shows.</param>
    public void AddItem(TableSchema table, Value item)
    {
        if (item.IsNone) return;
        Add(table.Number, 0, 1, item.ItemSizeBytes);
        foreach (SecondaryIndex index in table.Indexes)
        {
            Figure figure = FigureSizes.Of(index, item);
            Add(table.Number, index.Number, figure.Items, figure.Bytes);
        }
    }

    /// <summary>Forgets a table, or one of its indexes.</summary>
    public void Forget(uint table, uint? index = null)
    {
        foreach ((uint Table, uint Index) key in counters.Keys)
        {
            if (key.Table == table && (index is null || key.Index == index)) counters.TryRemove(key, out _);
        }
    }

    /// <summary>Writes the figures into the store.</summary>
    /// <param name="isClosing">True if nothing will be written after this: the next one to open the store may trust them.</param>
    public void Save(bool isClosing = false)
    {
        WriteBatch batch = new();
        batch.DeleteRange(CatalogKeys.Figures);
        foreach (IGrouping<uint, KeyValuePair<(uint Table, uint Index), FigureCounter>> table in counters.GroupBy(entry => entry.Key.Table).OrderBy(table => table.Key))
        {
            byte[] value = new byte[table.Count() * EntryBytes];
            Span<byte> rest = value;
            foreach (((_, uint index), FigureCounter counter) in table.OrderBy(entry => entry.Key.Index))
            {
                Figure figure = counter.Value;
                BinaryPrimitives.WriteUInt32LittleEndian(rest, index);
                BinaryPrimitives.WriteInt64LittleEndian(rest[sizeof(uint)..], figure.Items);
                BinaryPrimitives.WriteInt64LittleEndian(rest[(sizeof(uint) + sizeof(long))..], figure.Bytes);
                rest = rest[EntryBytes..];
            }

            batch.Put(CatalogKeys.FiguresOf(table.Key), value);
        }

        if (isClosing) batch.Put(CatalogKeys.FiguresAreExact, [1]);
        store.Write(batch);
    }

    private void Load(uint table, ReadOnlySpan<byte> value)
    {
        if (value.Length % EntryBytes != 0) throw new StoreFault(StoreFaultKind.Corrupt, "The figures of a table are cut off.");
        for (; !value.IsEmpty; value = value[EntryBytes..])
        {
            Add(
                table,
                BinaryPrimitives.ReadUInt32LittleEndian(value),
                BinaryPrimitives.ReadInt64LittleEndian(value[sizeof(uint)..]),
                BinaryPrimitives.ReadInt64LittleEndian(value[(sizeof(uint) + sizeof(long))..]));
        }
    }

    private FigureCounter Counter(uint table, uint index) => counters.GetOrAdd((table, index), _ => new FigureCounter());
}
