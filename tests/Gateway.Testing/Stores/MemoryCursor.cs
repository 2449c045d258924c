using System.Collections.Immutable;
using Gateway.Storage;

namespace Gateway.Testing.Stores;

internal sealed class MemoryCursor : IStoreCursor
{
    private readonly MemoryStore store;
    private readonly ImmutableSortedSet<MemoryEntry> entries;
    private readonly int step;
    private int at;
    private int left;
    private MemoryEntry? current;
    private bool disposed;

    /// <summary>Walks the entries from <paramref name="start"/> to before <paramref name="end"/>, or back.</summary>
    public MemoryCursor(MemoryStore store, ImmutableSortedSet<MemoryEntry> entries, int start, int end, ScanDirection direction)
    {
        this.store = store;
        this.entries = entries;
        step = direction == ScanDirection.Forward ? 1 : -1;
        at = direction == ScanDirection.Forward ? start - 1 : end;
        left = end - start;
        store.CountHandles(1);
    }

    public ReadOnlySpan<byte> Key => current!.Value.Key;

    public ReadOnlySpan<byte> Value => current!.Value.Value;

    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        current = null;
        if (left == 0) return false;
        left--;
        at += step;
        current = entries[at];
        return true;
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        current = null;
        store.CountHandles(-1);
    }
}
