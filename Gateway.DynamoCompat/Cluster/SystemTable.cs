using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Cluster;

/// <summary>
/// What all PoPs have to know, as records by kind and id: tables, members, and what else is data of the cluster. The records are items of a table that no API
/// shows, so they merge, are logged and travel like all others. A PoP that is alone has none.
/// </summary>
/// <remarks>The records are few and small: all of them are held in memory, as they were last told, but those of <see cref="BlobKind"/>. Layout: docs/formats/tables.md.</remarks>
public sealed class SystemTable
{
    /// <summary>The kind of records that are parts of files: many and large, so these are not held in memory.</summary>
    public const string BlobKind = "blob";

    /// <summary>The kind of records that say who takes part.</summary>
    public const string MemberKind = "pop";

    /// <summary>The kind of records with the last number that was given to a version.</summary>
    public const string NumberKind = "number";

    private const string KindName = "kind";
    private const string IdName = "id";

    private readonly Dictionary<(string Kind, string Id), Value> records = [];
    private readonly Dictionary<string, List<Action<string, Value, Value>>> subscribers = [];
    private readonly Queue<Action> untold = new();
    private readonly Lock gate = new();
    private readonly IKeyValueStore store;
    private readonly WriteExecutor writes;
    private bool isTelling;

    private SystemTable(IKeyValueStore store, WriteExecutor writes)
    {
        this.store = store;
        this.writes = writes;
    }

    /// <summary>Its table number: that of no table in the catalog.</summary>
    internal static uint Number => Schema.Number;

    /// <summary>Its schema: the same at every PoP, for ever. Its 128-bit id is 0.</summary>
    internal static TableSchema Schema { get; } = TableCompiler.Compile(new TableDefinition
    {
        Number = 0,
        AccountId = "",
        Region = "",
        Name = "",
        TableId = Guid.Empty.ToString(),
        CreatedAt = DateTimeOffset.UnixEpoch,
        Attributes = [new AttributeDefinition(KindName, "S"), new AttributeDefinition(IdName, "S")],
        Key = [new KeyElement(KindName, "HASH"), new KeyElement(IdName, "RANGE")],
    });

    /// <summary>True if no record is there: this PoP is, and always was, alone.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate) return records.Count == 0;
        }
    }

    /// <summary>True if a record could not be written because this PoP takes no writes now, or its clock is far off: that ends by itself.</summary>
    public static bool IsRefusal(Exception exception) => exception is WireException;

    /// <summary>
    /// True if a record is not written while this PoP takes over what others have: what tables and functions are. What is changed of them meanwhile is told afterwards; what a
    /// PoP says of itself, and numbers that it gave out, cannot wait.
    /// </summary>
    internal static bool MustWait(Value key) => key[KindName].AsString() is not (MemberKind or NumberKind);

    internal static SystemTable Open(IKeyValueStore store, WriteExecutor writes)
    {
        SystemTable table = new(store, writes);
        using IStoreSnapshot snapshot = store.Snapshot();
        KeyRange all = ItemKeys.RangeOf(Number), blobs = BlobRange();
        foreach (KeyRange range in (ReadOnlySpan<KeyRange>)[new KeyRange(all.Start, blobs.Start), new KeyRange(blobs.End, all.End)]) // not through what is large
        {
            using IStoreCursor cursor = snapshot.Scan(range);
            while (cursor.MoveNext())
            {
                if (StoredItem.Read(cursor.Value, Value.EmptyMap) is { IsNone: false } record) table.records[Read(cursor.Key[ItemKeys.PrefixBytes..])] = record;
            }
        }

        return table;
    }

    /// <summary>Writes a record: what differs from the record as it is becomes the smallest edit, so that edits of other members, made elsewhere at the same time, stay;
    /// of records that two make at once, the members of both. What is inside a member stays whole only where the member was there before.</summary>
    /// <param name="kind">What it is about; not empty.</param>
    /// <param name="id">Which one; not empty.</param>
    /// <param name="record">A map without members named <c>kind</c> and <c>id</c>.</param>
    /// <returns>Ends when it is durable.</returns>
    public ValueTask PutAsync(string kind, string id, Value record)
    {
        CheckRecord(record);
        return UpdateAsync(kind, id, _ => record);
    }

    /// <summary>Removes a record: as much of it as this PoP has seen.</summary>
    public ValueTask RemoveAsync(string kind, string id) => UpdateAsync(kind, id, _ => default);

    /// <summary>Writes a record that depends on what it was.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="id">Which one.</param>
    /// <param name="change">From the record (none if there is none) to the one that shall be (none to remove it). Runs under the record's lock: pure and short.</param>
    public async ValueTask UpdateAsync(string kind, string id, Func<Value, Value> change)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(id);
        ItemAddress address = AddressOf(kind, id);
        ItemWrite write = new()
        {
            Table = Schema,
            Address = address,
            Key = Value.Map((KindName, Value.String(kind)), (IdName, Value.String(id))),
            Change = new ItemChange.Revise(record =>
            {
                Value after = change(record);
                if (!after.IsNone) CheckRecord(after);
                return after;
            }),
        };
        PlannedWrite done = await writes.RunAsync(write).ConfigureAwait(false);
        if (done.Changes) Tell(kind, id);
    }

    /// <summary>A record; null if there is none.</summary>
    public Value? Find(string kind, string id)
    {
        if (kind == BlobKind) return ReadStored(kind, id) is { IsNone: false } stored ? stored : null;
        lock (gate) return records.TryGetValue((kind, id), out Value record) ? record : null;
    }

    /// <summary>The ids of all records of <see cref="BlobKind"/>, in their order. Walks through all of them.</summary>
    public IReadOnlyList<string> Blobs()
    {
        List<string> ids = [];
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(BlobRange());
        while (cursor.MoveNext())
        {
            string id = Read(cursor.Key[ItemKeys.PrefixBytes..]).Id;
            if (StoredItem.Read(cursor.Value, Value.EmptyMap) is { IsNone: false }) ids.Add(id);
        }

        return ids;
    }

    /// <summary>All records of a kind as they are now, in the order of their ids.</summary>
    public IEnumerable<(string Id, Value Record)> All(string kind)
    {
        lock (gate) return [.. records.Where(entry => entry.Key.Kind == kind).Select(entry => (entry.Key.Id, entry.Value)).OrderBy(entry => entry.Id, StringComparer.Ordinal)];
    }

    /// <summary>Asks to be told of every change of records of a kind, made here or elsewhere: the id, the record before and the record now; none where there is none, and of <see cref="BlobKind"/> always.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="onMerged">Called after the change is visible, outside all locks, one call after the other; what was before is what the last call said. Short; must not throw.</param>
    /// <returns>Ends it.</returns>
    public IDisposable Subscribe(string kind, Action<string, Value, Value> onMerged)
    {
        lock (gate)
        {
            if (!subscribers.TryGetValue(kind, out List<Action<string, Value, Value>>? list)) subscribers[kind] = list = [];
            list.Add(onMerged);
            return new Subscription(this, kind, onMerged);
        }
    }

    /// <summary>A change from elsewhere is visible. Outside all locks.</summary>
    /// <param name="itemKey">The record's own key in the item space.</param>
    internal void OnChanged(ReadOnlySpan<byte> itemKey)
    {
        (string kind, string id) = Read(itemKey);
        Tell(kind, id);
    }

    private static void CheckRecord(Value record)
    {
        if (record.Kind != ValueKind.Map) throw new ArgumentException("A record is a map.", nameof(record));
        if (record.TryGetMember(KindName, out _) || record.TryGetMember(IdName, out _)) throw new ArgumentException("A record has no members named kind and id.", nameof(record));
    }

    private static ItemAddress AddressOf(string kind, string id) => ItemKeys.AddressOf(Schema, Value.Map((KindName, Value.String(kind)), (IdName, Value.String(id))));

    private static KeyRange BlobRange()
    {
        KeyWriter writer = new(stackalloc byte[KeyWriter.UsualBytes]);
        try
        {
            ItemKeys.WritePartition(ref writer, Schema, Value.String(BlobKind));
            return KeyRange.WithPrefix(writer.ToArray());
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static (string Kind, string Id) Read(ReadOnlySpan<byte> itemKey)
    {
        Value key = ItemKeys.KeyOf(Schema.Key, itemKey);
        return (key[KindName].AsString(), key[IdName].AsString());
    }

    /// <summary>From what was last told to what is there now: whoever comes late finds nothing new to tell.</summary>
    private void Tell(string kind, string id)
    {
        lock (gate)
        {
            Value now = default;
            Value before = default;
            if (kind != BlobKind)
            {
                now = ReadStored(kind, id);
                before = records.GetValueOrDefault((kind, id));
                if (now == before) return;
                if (now.IsNone) records.Remove((kind, id));
                else records[(kind, id)] = now;
            }

            foreach (Action<string, Value, Value> subscriber in subscribers.GetValueOrDefault(kind) ?? []) untold.Enqueue(() => subscriber(id, before, now));
            if (isTelling) return; // whoever does will come to it
            isTelling = true;
        }

        try
        {
            while (Next() is { } call) call();
        }
        catch
        {
            lock (gate) isTelling = false;
            throw;
        }
    }

    private Value ReadStored(string kind, string id) => StoredItem.Read(store.Get(AddressOf(kind, id).StoreKey), Value.EmptyMap);

    private Action? Next()
    {
        lock (gate)
        {
            if (untold.TryDequeue(out Action? call)) return call;
            isTelling = false;
            return null;
        }
    }

    private sealed class Subscription(SystemTable table, string kind, Action<string, Value, Value> onMerged) : IDisposable
    {
        public void Dispose()
        {
            lock (table.gate) table.subscribers[kind].Remove(onMerged);
        }
    }
}
