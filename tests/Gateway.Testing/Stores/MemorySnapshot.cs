using System.Collections.Immutable;
using Gateway.Storage;

namespace Gateway.Testing.Stores;

internal sealed class MemorySnapshot : IStoreSnapshot
{
    private readonly MemoryStore store;
    private readonly ImmutableSortedSet<MemoryEntry> entries;
    private bool disposed;

    public MemorySnapshot(MemoryStore store, ImmutableSortedSet<MemoryEntry> entries)
    {
        this.store = store;
        this.entries = entries;
        store.CountHandles(1);
    }

    public static byte[]? Find(ImmutableSortedSet<MemoryEntry> entries, ReadOnlySpan<byte> key)
    {
        int at = FirstAtOrAfter(entries, key);
        return at < entries.Count && entries[at].Key.AsSpan().SequenceEqual(key) ? entries[at].Value.AsSpan().ToArray() : null;
    }

    public static byte[]?[] FindMany(ImmutableSortedSet<MemoryEntry> entries, IReadOnlyList<byte[]> keys) => [.. keys.Select(key => Find(entries, key))];

    public static int FirstAtOrAfter(ImmutableSortedSet<MemoryEntry> entries, ReadOnlySpan<byte> key)
    {
        int at = entries.IndexOf(new MemoryEntry(key.ToArray(), []));
        return at < 0 ? ~at : at;
    }

    public byte[]? Get(ReadOnlySpan<byte> key)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return Find(entries, key);
    }

    public byte[]?[] GetMany(IReadOnlyList<byte[]> keys)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return FindMany(entries, keys);
    }

    public IStoreCursor Scan(KeyRange range, ScanDirection direction = ScanDirection.Forward)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        int start = FirstAtOrAfter(entries, range.Start.Span);
        int end = range.End.IsEmpty ? entries.Count : FirstAtOrAfter(entries, range.End.Span);
        return new MemoryCursor(store, entries, start, Math.Max(start, end), direction);
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        store.CountHandles(-1);
    }
}
