using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Streams;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tables.Jobs;
using Gateway.DynamoCompat.TimeToLive;
using Gateway.Storage;
using Gateway.Storage.Keys;
using Gateway.Storage.Log;

namespace Gateway.Robustness.Tests.Stores;

/// <summary>
/// Walks a whole store and compares its parts with one another: every index entry and every entry of the order of expiry has its item, every item has its entries, a stream's records follow from one
/// another and end at the items, the log played anew gives the tables, and nothing is left of tables that nobody knows.
/// </summary>
internal sealed class StoreChecker
{
    private readonly IStoreSnapshot snapshot;
    private readonly StoreIdentity identity;
    private readonly bool isMember;
    private readonly List<string> faults = [];

    private StoreChecker(IStoreSnapshot snapshot, StoreIdentity identity, bool isMember)
    {
        this.isMember = isMember;
        this.snapshot = snapshot;
        this.identity = identity;
    }

    /// <summary>Looks at everything. Nothing may be written meanwhile but by writers that keep these rules.</summary>
    /// <param name="store">The store.</param>
    /// <param name="isMember">There are other PoPs: the log holds only what was written here.</param>
    /// <returns>What is wrong, each in a sentence; empty if nothing is.</returns>
    public static IReadOnlyList<string> FaultsOf(IKeyValueStore store, bool isMember = false)
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        StoreChecker checker = new(snapshot, StoreIdentity.Open(store, ReplicaId.Create), isMember);
        checker.Walk();
        return checker.faults;
    }

    private void Walk()
    {
        HashSet<uint> known = isMember ? [SystemTable.Number] : [];
        Dictionary<uint, (TableSchema Table, Dictionary<string, Value> Items)> wholeTables = [];
        JobRecord[] jobs = [.. Read(CatalogKeys.Jobs, CatalogJson.Default.JobRecord)];
        foreach (TableDefinition definition in Read(CatalogKeys.Tables, CatalogJson.Default.TableDefinition))
        {
            known.Add(definition.Number);
            if (definition.Phase == TablePhase.Deleting || definition.IsRestoring) continue; // on its way out or in: half of it may be there
            TableSchema table = TableCompiler.Compile(definition);
            bool isExpirySettled = !jobs.Any(job => job.Table == definition.Number && job.Kind == JobKind.FillExpiry);
            Dictionary<string, Value> items = CheckItems(table, isExpirySettled);
            if (definition.Restored is null) wholeTables.Add(definition.Number, (table, items)); // what a restored table began with is in no log
            CheckIndexEntries(table, definition);
            if (isExpirySettled) CheckExpiryEntries(table);
            ChangeStream[] streams = [.. ChangeStream.Of(definition)];
            foreach (ChangeStream stream in streams) CheckStream(table, stream, items);
            CheckStrangeRecords(table, [.. streams.Select(stream => stream.Id)]);
        }

        CheckStrangers(known);
        CheckLog(wholeTables);
    }

    private List<T> Read<T>(KeyRange range, JsonTypeInfo<T> type)
    {
        using IStoreCursor cursor = snapshot.Scan(range);
        List<T> found = [];
        while (cursor.MoveNext()) found.Add(JsonSerializer.Deserialize(cursor.Value, type)!);
        return found;
    }

    /// <summary>Each document can be read, lies at the key that its item has, and has all its entries.</summary>
    private Dictionary<string, Value> CheckItems(TableSchema table, bool isExpirySettled)
    {
        Dictionary<string, Value> items = [];
        using IStoreCursor cursor = snapshot.Scan(ItemKeys.RangeOf(table.Number));
        while (cursor.MoveNext())
        {
            ItemAddress address = new(cursor.Key.ToArray());
            Value key = ItemKeys.KeyOf(table, address.StoreKey);
            if (!ItemKeys.AddressOf(table, key).Equals(address)) Fault($"{table.Name}: an item lies at {Hex(address.StoreKey)}, which is not the place of its key");

            byte[] stored = cursor.Value.ToArray();
            Document document = DocumentCodec.Decode(address.Key, stored, identity.Replicas);
            Value item = StoredItem.Read(stored, key);
            if (document.IsVisible == item.IsNone) Fault($"{table.Name}: a document shows otherwise when it is read without its metadata, at {Hex(address.StoreKey)}");
            if (item.IsNone) continue;

            items.Add(Hex(address.KeyBytes.Span), item);
            foreach (SecondaryIndex index in table.Indexes.Where(index => index.IsReadable))
            {
                if (IndexKeys.EntryOf(table, index, item, address) is { } entry && snapshot.Get(entry) is null) Fault($"{table.Name}.{index.Name} lacks {item}");
            }

            if (isExpirySettled && table.TimeToLiveAttribute is { } attribute && ExpiryKeys.EntryOf(table, attribute, item, address) is { } expiry && snapshot.Get(expiry) is null) Fault($"{table.Name}: the order of expiry lacks {item}");
        }

        return items;
    }

    private void CheckIndexEntries(TableSchema table, TableDefinition definition)
    {
        using IStoreCursor cursor = snapshot.Scan(IndexKeys.RangeOf(table.Number));
        while (cursor.MoveNext())
        {
            KeyReader reader = new(cursor.Key);
            reader.Space(KeySpace.IndexEntry);
            reader.UInt32();
            uint number = reader.UInt32();
            if (definition.Indexes.Any(deleted => deleted.Number == number && deleted.IsDeleting)) continue;
            if (table.Indexes.FirstOrDefault(found => found.Number == number) is not { } index)
            {
                Fault($"{table.Name}: an entry of an index {number} that is not there");
                continue;
            }

            ItemAddress address = ItemKeys.AddressOf(table, IndexKeys.ItemKeyOf(index, cursor.Key));
            Value item = Item(table, address);
            byte[]? expected = IndexKeys.EntryOf(table, index, item, address);
            if (expected is null || !cursor.Key.SequenceEqual(expected)) Fault($"{table.Name}.{index.Name} has an entry {Hex(cursor.Key)} of {(item.IsNone ? "an item that is not there" : item)}");
        }
    }

    private void CheckExpiryEntries(TableSchema table)
    {
        using IStoreCursor cursor = snapshot.Scan(ExpiryKeys.RangeOf(table.Number));
        while (cursor.MoveNext())
        {
            ItemAddress address = ItemKeys.AddressOf(table, ExpiryKeys.Read(cursor.Key).ItemKey);
            Value item = Item(table, address);
            byte[]? expected = table.TimeToLiveAttribute is { } attribute ? ExpiryKeys.EntryOf(table, attribute, item, address) : null;
            if (expected is null || !cursor.Key.SequenceEqual(expected)) Fault($"{table.Name}: the order of expiry has an entry {Hex(cursor.Key)} of {(item.IsNone ? "an item that is not there" : item)}");
        }
    }

    /// <summary>Of each item: a record begins where the one before it ended; and the last one of an enabled stream ends where the item is.</summary>
    private void CheckStream(TableSchema table, ChangeStream stream, Dictionary<string, Value> items)
    {
        Dictionary<string, (bool Exists, Value Image)> last = [];
        bool hasOld = stream.Definition.View is StreamView.OldImage or StreamView.NewAndOldImages, hasNew = stream.Definition.View is StreamView.NewImage or StreamView.NewAndOldImages;
        using IStoreCursor cursor = snapshot.Scan(StreamKeys.RangeOf(table.Number, stream.Id, 0, long.MaxValue));
        while (cursor.MoveNext())
        {
            StreamRecord record = StreamRecordCodec.Decode(StreamKeys.SequenceOf(cursor.Key), cursor.Value.ToArray());
            string name = Hex(ItemKeys.AddressOf(table, record.Key).KeyBytes.Span);
            string what = $"{table.Name}: record {record.Sequence} of {record.Key}";
            if (!record.HadOld && !record.HasNew) Fault($"{what} says nothing");
            if (record.OldImage.IsNone == (hasOld && record.HadOld) || record.NewImage.IsNone == (hasNew && record.HasNew)) Fault($"{what} has images that its stream's view does not give");
            if (hasOld && hasNew && record.OldImage == record.NewImage) Fault($"{what} changes nothing");
            if (last.TryGetValue(name, out (bool Exists, Value Image) before))
            {
                if (before.Exists != record.HadOld) Fault($"{what} begins with {(record.HadOld ? "an item" : "none")}, but the one before it ended with {(before.Exists ? "one" : "none")}");
                if (hasOld && hasNew && before.Exists && before.Image != record.OldImage) Fault($"{what} begins with {record.OldImage}, but the one before it ended with {before.Image}");
            }

            last[name] = (record.HasNew, record.NewImage);
        }

        if (!stream.IsEnabled) return;
        foreach ((string name, (bool exists, Value image)) in last)
        {
            if (items.TryGetValue(name, out Value item) != exists) Fault($"{table.Name}: the stream ends with {(exists ? "an item" : "none")} at {name}, the table says otherwise");
            else if (hasNew && exists && item != image) Fault($"{table.Name}: the stream ends with {image}, the table holds {item}");
        }
    }

    /// <summary>Records of streams that the table never had, or has no more.</summary>
    private void CheckStrangeRecords(TableSchema table, HashSet<ulong> known)
    {
        using IStoreCursor cursor = snapshot.Scan(StreamKeys.RangeOf(table.Number));
        while (cursor.MoveNext())
        {
            KeyReader reader = new(cursor.Key);
            reader.Space(KeySpace.StreamRecord);
            reader.UInt32();
            if (!known.Contains(reader.UInt64())) Fault($"{table.Name}: a record of a stream that it has not: {Hex(cursor.Key)}");
        }
    }

    /// <summary>Transactions are whole in the log, and applying its deltas one after the other, each to what the ones before it left, gives the tables.</summary>
    private void CheckLog(Dictionary<uint, (TableSchema Table, Dictionary<string, Value> Items)> tables)
    {
        Dictionary<(uint Table, string Item), Document> documents = [];
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(new[] { (byte)KeySpace.Log }));
        LogEntry before = default;
        while (cursor.MoveNext())
        {
            LogEntry entry = LogEntryCodec.Read(LogEntryCodec.ReadKey(cursor.Key), cursor.Value.ToArray());
            bool goesOn = before is { TransactionSize: > 0, EndsTransaction: false };
            if (goesOn ? entry.Sequence != before.Sequence + 1 || entry.TransactionPosition != before.TransactionPosition + 1 : entry.TransactionPosition != 0) Fault($"log: entry {entry.Sequence} cuts a transaction");
            before = entry;
            if (isMember || !tables.ContainsKey(entry.Table)) continue;

            Delta delta = DeltaCodec.Decode(entry.Delta.ToArray());
            (uint, string) name = (entry.Table, Hex(delta.Key.Bytes));
            ApplyResult result = documents.GetValueOrDefault(name, Document.Empty(delta.Key)).Apply(delta, out Document document);
            if (result != ApplyResult.Applied) Fault($"log: entry {entry.Sequence} cannot be applied: {result}");
            documents[name] = document;
        }

        if (before is { TransactionSize: > 0, EndsTransaction: false }) Fault($"log: it ends within a transaction, at {before.Sequence}");
        if (isMember || snapshot.Get([(byte)KeySpace.Meta, .. "trimmed"u8]) is not null) return; // its beginning is gone
        foreach ((uint number, (TableSchema table, Dictionary<string, Value> items)) in tables) CheckReplayed(table, items, documents.Where(entry => entry.Key.Table == number && entry.Value.IsVisible).ToDictionary(entry => entry.Key.Item, entry => entry.Value));
    }

    private void CheckReplayed(TableSchema table, Dictionary<string, Value> items, Dictionary<string, Document> documents)
    {
        foreach ((string name, Document document) in documents)
        {
            Value replayed = ValueMaps.Union(document.Visible, ItemKeys.KeyOf(table.Key, document.Key.Bytes));
            if (!items.TryGetValue(name, out Value item)) Fault($"{table.Name}: the log ends with {replayed}, the table has none");
            else if (item != replayed) Fault($"{table.Name}: the log ends with {replayed}, the table holds {item}");
        }

        foreach ((string name, Value item) in items.Where(entry => !documents.ContainsKey(entry.Key))) Fault($"{table.Name}: {item} at {name} is in no entry of the log");
    }

    /// <summary>Data of tables that are not in the catalog, not even as dropped ones.</summary>
    private void CheckStrangers(HashSet<uint> known)
    {
        foreach (KeySpace space in (KeySpace[])[KeySpace.Item, KeySpace.IndexEntry, KeySpace.TimeToLive, KeySpace.StreamRecord, KeySpace.History])
        {
            using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(new[] { (byte)space }));
            while (cursor.MoveNext())
            {
                KeyReader reader = new(cursor.Key);
                reader.Space(space);
                uint number = reader.UInt32();
                if (!known.Contains(number)) Fault($"{space}: something of table {number}, which the catalog does not know: {Hex(cursor.Key)}");
            }
        }
    }

    private Value Item(TableSchema table, ItemAddress address) => StoredItem.Read(snapshot.Get(address.StoreKey), ItemKeys.KeyOf(table, address.StoreKey));

    private void Fault(string what) => faults.Add(what);

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
