using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.LambdaCompat.Storage;

/// <summary>Records of one kind by name, in memory for reads; changes are made one after the other and are durable before they return.</summary>
internal sealed class RecordStore<T>
    where T : class
{
    private readonly ConcurrentDictionary<string, T> records = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly CommitLoop commits;
    private readonly JsonTypeInfo<T> json;
    private readonly byte kind;

    private RecordStore(CommitLoop commits, byte kind, JsonTypeInfo<T> json)
    {
        this.commits = commits;
        this.kind = kind;
        this.json = json;
    }

    /// <summary>Told of each change, before it is durable: what was, what is.</summary>
    public Action<T?, T?>? Changed { get; set; }

    /// <summary>All records, in no order.</summary>
    public IEnumerable<T> All => records.Values;

    /// <summary>Reads the records of a store.</summary>
    /// <param name="store">From where.</param>
    /// <param name="commits">Where changes go.</param>
    /// <param name="kind">The second byte of the keys. Layout: docs/formats/functions.md.</param>
    /// <param name="json">How a record is written.</param>
    public static RecordStore<T> Open(IKeyValueStore store, CommitLoop commits, byte kind, JsonTypeInfo<T> json)
    {
        RecordStore<T> opened = new(commits, kind, json);
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix((byte[])[(byte)KeySpace.Function, kind]));
        while (cursor.MoveNext())
        {
            opened.records[Encoding.UTF8.GetString(cursor.Key[2..])] = JsonSerializer.Deserialize(cursor.Value, json)
                ?? throw new StoreFault(StoreFaultKind.Corrupt, "A record of Lambda's face is empty.");
        }

        return opened;
    }

    /// <summary>A record; null if there is none.</summary>
    public T? Find(string name) => records.GetValueOrDefault(name);

    /// <summary>Changes a record.</summary>
    /// <param name="name">Which one.</param>
    /// <param name="change">From the record, or nothing, to the new one, or nothing. What it throws comes out here, and nothing changes.</param>
    public async ValueTask<T?> ChangeAsync(string name, Func<T?, T?> change)
    {
        T? after;
        CommitTicket ticket;
        lock (gate)
        {
            T? before = records.GetValueOrDefault(name);
            after = change(before);
            if (ReferenceEquals(before, after)) return after;
            byte[] key = [(byte)KeySpace.Function, kind, .. Encoding.UTF8.GetBytes(name)];
            byte[]? value = after is null ? null : JsonSerializer.SerializeToUtf8Bytes(after, json);
            ticket = commits.Write(0, (key, value), static (batch, _, entry) =>
            {
                if (entry.value is null) batch.Delete(entry.key);
                else batch.Put(entry.key, entry.value);
            });
            if (after is null) records.TryRemove(name, out _);
            else records[name] = after;
            Changed?.Invoke(before, after);
        }

        await ticket.Durable.ConfigureAwait(false);
        return after;
    }
}
