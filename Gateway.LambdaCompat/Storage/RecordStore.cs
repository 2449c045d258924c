using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Crdt.Values;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.LambdaCompat.Storage;

/// <summary>Records of one kind by name, in memory for reads; changes are made one after the other and are durable before they return.</summary>
internal sealed class RecordStore<T>
    where T : class
{
    /// <summary>Added to the kind: what was shared before changes that other PoPs have not been told of; under the empty name, that there are other PoPs.</summary>
    private const byte UntoldBit = 0x10;

    private readonly ConcurrentDictionary<string, T> records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> untold = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly CommitLoop commits;
    private readonly JsonTypeInfo<T> json;
    private readonly byte kind;
    private Func<T, Value>? form;
    private Action<string>? changedHere;

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

    /// <summary>The names of all records, in no order.</summary>
    public IEnumerable<string> Names => records.Keys;

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

        using IStoreCursor notes = snapshot.Scan(KeyRange.WithPrefix((byte[])[(byte)KeySpace.Function, (byte)(kind | UntoldBit)]));
        while (notes.MoveNext()) opened.untold[Encoding.UTF8.GetString(notes.Key[2..])] = notes.Value.ToArray();
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
        Action<string>? tell = null;
        lock (gate)
        {
            T? before = records.GetValueOrDefault(name);
            after = change(before);
            if (ReferenceEquals(before, after)) return after;
            byte[]? note = null;
            if (form is not null)
            {
                Value shared = FormOf(before);
                if (shared != FormOf(after)) tell = changedHere;
                if (tell is not null && !untold.ContainsKey(name)) untold[name] = note = shared.Bytes.ToArray();
            }

            ticket = Write(name, before, after, note);
        }

        await ticket.Durable.ConfigureAwait(false);
        tell?.Invoke(name);
        return after;
    }

    /// <summary>There are other PoPs: from here on it is noted of each change what was shared before, until they have been told. At first they are told of all.</summary>
    /// <param name="shared">What is shared of a record; none for nothing.</param>
    /// <param name="onChanged">Told of each change that others are to be told of, when it is durable.</param>
    public async ValueTask ShareAsync(Func<T, Value> shared, Action<string> onChanged)
    {
        CommitTicket ticket;
        lock (gate)
        {
            form = shared;
            changedHere = onChanged;
            if (untold.ContainsKey("")) return;
            string[] names = ["", .. records.Keys];
            foreach (string name in names) untold[name] = [];
            ticket = commits.Write(0, names.Select(UntoldKey).ToArray(), static (batch, _, keys) =>
            {
                foreach (byte[] key in keys) batch.Put(key, []);
            });
        }

        await ticket.Durable.ConfigureAwait(false);
    }

    /// <summary>The names of what other PoPs are to be told of.</summary>
    public IReadOnlyList<string> Untold
    {
        get
        {
            lock (gate) return [.. untold.Keys.Where(name => name.Length > 0)];
        }
    }

    /// <summary>What was shared of a record before, and what is now; null if others know all.</summary>
    public (Value Before, T? Record, Value Now)? FindUntold(string name)
    {
        lock (gate)
        {
            if (!untold.TryGetValue(name, out byte[]? before)) return null;
            T? record = records.GetValueOrDefault(name);
            return (before.Length == 0 ? default : Value.Decode(before), record, FormOf(record));
        }
    }

    /// <summary>Others have been told.</summary>
    /// <param name="name">Of which record.</param>
    /// <param name="told">What it was then: what has changed since is still to be told.</param>
    public void Settle(string name, Value told)
    {
        lock (gate)
        {
            byte[]? note = FormOf(records.GetValueOrDefault(name)) == told ? null : told.Bytes.ToArray();
            if (note is null) untold.Remove(name);
            else untold[name] = note;
            commits.Write(0, (UntoldKey(name), note), static (batch, _, entry) =>
            {
                if (entry.note is null) batch.Delete(entry.Item1);
                else batch.Put(entry.Item1, entry.note);
            });
        }
    }

    /// <summary>Changes a record as other PoPs have; nobody is told of it.</summary>
    /// <param name="name">Which one.</param>
    /// <param name="change">From the record, or nothing, to the new one, or nothing.</param>
    /// <returns>False if it was changed here meanwhile, so that others are to be told first.</returns>
    public async ValueTask<bool> FollowAsync(string name, Func<T?, T?> change)
    {
        CommitTicket ticket;
        lock (gate)
        {
            if (untold.ContainsKey(name)) return false;
            T? before = records.GetValueOrDefault(name);
            T? after = change(before);
            if (ReferenceEquals(before, after)) return true;
            ticket = Write(name, before, after, note: null);
        }

        await ticket.Durable.ConfigureAwait(false);
        return true;
    }

    private Value FormOf(T? record) => record is null ? default : form!(record);

    private byte[] UntoldKey(string name) => [(byte)KeySpace.Function, (byte)(kind | UntoldBit), .. Encoding.UTF8.GetBytes(name)];

    private CommitTicket Write(string name, T? before, T? after, byte[]? note)
    {
        byte[] key = [(byte)KeySpace.Function, kind, .. Encoding.UTF8.GetBytes(name)];
        byte[]? value = after is null ? null : JsonSerializer.SerializeToUtf8Bytes(after, json);
        CommitTicket ticket = commits.Write(0, (key, value, noteKey: note is null ? null : UntoldKey(name), note), static (batch, _, entry) =>
        {
            if (entry.value is null) batch.Delete(entry.key);
            else batch.Put(entry.key, entry.value);
            if (entry.noteKey is not null) batch.Put(entry.noteKey, entry.note!);
        });
        if (after is null) records.TryRemove(name, out _);
        else records[name] = after;
        Changed?.Invoke(before, after);
        return ticket;
    }
}
