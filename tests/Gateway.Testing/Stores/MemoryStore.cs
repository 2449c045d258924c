using System.Collections.Immutable;
using Gateway.Storage;

namespace Gateway.Testing.Stores;

/// <summary>A store in memory: one immutable sorted set that each write replaces, so a snapshot is a reference.</summary>
/// <remarks>What <see cref="Sync"/> has not seen is lost by <see cref="Crash()"/>, as unsynced writes are by a power cut.</remarks>
/// <param name="remembersUnsynced">For <see cref="Crash(Random)"/>: keeps what each write since the last sync left.</param>
public sealed class MemoryStore(bool remembersUnsynced = false) : IKeyValueStore
{
    private const string FileName = "memory.store";

    private readonly Lock writing = new();
    private readonly List<ImmutableSortedSet<MemoryEntry>> unsynced = [];
    private volatile ImmutableSortedSet<MemoryEntry> entries = [];
    private volatile ImmutableSortedSet<MemoryEntry> durable = [];
    private volatile bool closed;
    private int openHandles;

    /// <summary>Snapshots and cursors that nobody has disposed of yet.</summary>
    public int OpenHandles => Volatile.Read(ref openHandles);

    /// <summary>How many keys there are.</summary>
    public int Count => entries.Count;

    /// <summary>A store that holds what <see cref="Checkpoint"/> wrote into the folder.</summary>
    public static MemoryStore Open(string folder)
    {
        MemoryStore store = new();
        ImmutableSortedSet<MemoryEntry>.Builder builder = store.entries.ToBuilder();
        using BinaryReader reader = new(File.OpenRead(Path.Combine(folder, FileName)));
        for (int left = reader.ReadInt32(); left > 0; left--) builder.Add(new MemoryEntry(reader.ReadBytes(reader.ReadInt32()), reader.ReadBytes(reader.ReadInt32())));
        store.entries = store.durable = builder.ToImmutable();
        return store;
    }

    public byte[]? Get(ReadOnlySpan<byte> key) => MemorySnapshot.Find(Now(), key);

    public byte[]?[] GetMany(IReadOnlyList<byte[]> keys) => MemorySnapshot.FindMany(Now(), keys);

    public IStoreSnapshot Snapshot() => new MemorySnapshot(this, Now());

    public bool Write(WriteBatch batch)
    {
        lock (writing)
        {
            ImmutableSortedSet<MemoryEntry> before = Now();
            foreach (WriteRequirement requirement in batch.Requirements)
            {
                if (!requirement.IsMetBy(MemorySnapshot.Find(before, requirement.Key))) return false;
            }

            ImmutableSortedSet<MemoryEntry>.Builder after = before.ToBuilder();
            foreach (WriteRecord record in batch.Records)
            {
                if (record.Kind == WriteRecordTag.DeleteRange)
                {
                    ImmutableSortedSet<MemoryEntry> sofar = after.ToImmutable();
                    int start = MemorySnapshot.FirstAtOrAfter(sofar, record.Key);
                    int end = MemorySnapshot.FirstAtOrAfter(sofar, record.Value);
                    for (int at = start; at < end; at++) after.Remove(sofar[at]);
                    continue;
                }

                MemoryEntry entry = new(record.Key.ToArray(), record.Value.ToArray());
                after.Remove(entry);
                if (record.Kind == WriteRecordTag.Put) after.Add(entry);
            }

            entries = after.ToImmutable();
            if (remembersUnsynced) unsynced.Add(entries);
            return true;
        }
    }

    public void Sync()
    {
        lock (writing)
        {
            durable = Now();
            unsynced.Clear();
        }
    }

    public void Trim(KeyRange range)
    {
        WriteBatch batch = new();
        batch.DeleteRange(range);
        Write(batch);
    }

    public void Checkpoint(string folder)
    {
        ImmutableSortedSet<MemoryEntry> now = Now();
        if (Directory.Exists(folder)) throw new StoreFault(StoreFaultKind.Unusable, $"{folder} exists already.");
        Directory.CreateDirectory(folder);
        using BinaryWriter writer = new(File.Create(Path.Combine(folder, FileName)));
        writer.Write(now.Count);
        foreach (MemoryEntry entry in now)
        {
            writer.Write(entry.Key.Length);
            writer.Write(entry.Key);
            writer.Write(entry.Value.Length);
            writer.Write(entry.Value);
        }
    }

    /// <summary>The power goes and comes back: only what was synced is left, and the store is open, also when it was closed.</summary>
    public void Crash()
    {
        lock (writing)
        {
            entries = durable;
            closed = false;
        }
    }

    /// <summary>As <see cref="Crash()"/>, but of what was not synced some is left: the writes up to one by chance.</summary>
    public void Crash(Random random)
    {
        lock (writing)
        {
            int kept = random.Next(unsynced.Count + 1);
            if (kept > 0) durable = unsynced[kept - 1];
            unsynced.Clear();
        }

        Crash();
    }

    /// <summary>What is durable, as a store of its own.</summary>
    public MemoryStore CopyDurable()
    {
        MemoryStore copy = new(remembersUnsynced);
        copy.entries = copy.durable = durable;
        return copy;
    }

    /// <summary>Opens a closed store again. Nothing is lost: closing a store writes what it holds.</summary>
    public void Reopen() => closed = false;

    public void Dispose()
    {
        lock (writing)
        {
            if (closed) return;
            durable = entries;
            closed = true;
        }
    }

    internal void CountHandles(int handles) => Interlocked.Add(ref openHandles, handles);

    private ImmutableSortedSet<MemoryEntry> Now()
    {
        if (closed) throw new StoreFault(StoreFaultKind.Closed, "The store is closed.");
        return entries;
    }
}
