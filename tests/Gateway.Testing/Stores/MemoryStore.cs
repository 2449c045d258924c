using System.Collections.Immutable;
using Gateway.Storage;

namespace Gateway.Testing.Stores;

/// <summary>A store in memory: one immutable sorted set that each write replaces, so a snapshot is a reference.</summary>
/// <remarks>What <see cref="Sync"/> has not seen is lost by <see cref="Crash"/>, as unsynced writes are by a power cut.</remarks>
public sealed class MemoryStore : IKeyValueStore
{
    private const string FileName = "memory.store";

    private readonly Lock writing = new();
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

            ImmutableSortedSet<MemoryEntry> after = before;
            foreach (WriteRecord record in batch.Records)
            {
                if (record.Kind == WriteRecordTag.DeleteRange)
                {
                    int start = MemorySnapshot.FirstAtOrAfter(after, record.Key);
                    int end = MemorySnapshot.FirstAtOrAfter(after, record.Value);
                    after = after.Except(Enumerable.Range(start, end - start).Select(at => after[at]).ToArray());
                    continue;
                }

                MemoryEntry entry = new(record.Key.ToArray(), record.Value.ToArray());
                after = after.Remove(entry);
                if (record.Kind == WriteRecordTag.Put) after = after.Add(entry);
            }

            entries = after;
            return true;
        }
    }

    public void Sync()
    {
        lock (writing) durable = Now();
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
