using Gateway.Storage;
using Gateway.Testing.Stores;

namespace Gateway.Simulation.Tests.World;

/// <summary>A store as one process has it open.</summary>
internal sealed class DiskHandle(MemoryStore store, Func<bool> isFull, Action<ReadOnlySpan<byte>> onWrite) : IKeyValueStore
{
    private bool isClosed;

    public byte[]? Get(ReadOnlySpan<byte> key) => Opened.Get(key);

    public byte[]?[] GetMany(IReadOnlyList<byte[]> keys) => Opened.GetMany(keys);

    public IStoreSnapshot Snapshot() => Opened.Snapshot();

    public bool Write(WriteBatch batch)
    {
        if (isFull()) throw new StoreFault(StoreFaultKind.Full, "The disk is full.");
        bool isWritten = Opened.Write(batch);
        onWrite(isWritten ? batch.Representation : []);
        return isWritten;
    }

    public void Sync() => Opened.Sync();

    public void Trim(KeyRange range)
    {
        Opened.Trim(range);
        onWrite(range.Start.Span);
    }

    public void Checkpoint(string folder) => throw new NotSupportedException();

    /// <summary>The process is gone; the store stays.</summary>
    public void Dispose() => isClosed = true;

    private MemoryStore Opened => isClosed ? throw new StoreFault(StoreFaultKind.Closed, "The process is gone.") : store;
}
