using Gateway.Storage;

namespace Gateway.Testing.Stores;

/// <summary>A store that fails on demand, over one that does not. Reads always work. Safe for many threads.</summary>
public sealed class FaultyStore(IKeyValueStore inner) : IKeyValueStore
{
    private readonly SemaphoreSlim syncArrived = new(0);
    private readonly ManualResetEventSlim syncMayGo = new(true);
    private int tornWrites;
    private int failedSyncs;
    private int writes;
    private int syncs;
    private volatile bool isFull;
    private volatile bool isNearlyFull;

    /// <summary>Writes that went through.</summary>
    public int Writes => Volatile.Read(ref writes);

    /// <summary>Syncs that went through.</summary>
    public int Syncs => Volatile.Read(ref syncs);

    /// <summary>The next writes are lost whole, and say so.</summary>
    public void TearWrites(int count) => Interlocked.Add(ref tornWrites, count);

    /// <summary>The next syncs fail; what they should have made durable is not.</summary>
    public void FailSyncs(int count) => Interlocked.Add(ref failedSyncs, count);

    /// <summary>Every write and sync fails until <see cref="FreeDisk"/>.</summary>
    public void FillDisk() => isFull = true;

    /// <summary>There is room again.</summary>
    public void FreeDisk() => isFull = false;

    /// <summary>Writes are refused, and nothing else: as a store does that keeps some room for itself.</summary>
    public bool IsNearlyFull
    {
        get => isNearlyFull;
        set => isNearlyFull = value;
    }

    /// <summary>Syncs wait until <see cref="ReleaseSyncs"/>.</summary>
    public void HoldSyncs() => syncMayGo.Reset();

    /// <summary>Lets syncs go on.</summary>
    public void ReleaseSyncs() => syncMayGo.Set();

    /// <summary>Ends when a sync has begun that no earlier call has seen.</summary>
    public Task SyncArrivedAsync(CancellationToken token) => syncArrived.WaitAsync(token);

    public byte[]? Get(ReadOnlySpan<byte> key) => inner.Get(key);

    public byte[]?[] GetMany(IReadOnlyList<byte[]> keys) => inner.GetMany(keys);

    public IStoreSnapshot Snapshot() => inner.Snapshot();

    public bool Write(WriteBatch batch)
    {
        if (isFull || isNearlyFull) throw new StoreFault(StoreFaultKind.Full, "No space left on device.");
        if (TakeOne(ref tornWrites)) throw new StoreFault(StoreFaultKind.Failed, "The write was torn.");

        bool isWritten = inner.Write(batch);
        if (isWritten) Interlocked.Increment(ref writes);
        return isWritten;
    }

    public void Sync()
    {
        syncArrived.Release();
        syncMayGo.Wait();
        if (isFull) throw new StoreFault(StoreFaultKind.Full, "No space left on device.");
        if (TakeOne(ref failedSyncs)) throw new StoreFault(StoreFaultKind.Failed, "The sync failed.");

        inner.Sync();
        Interlocked.Increment(ref syncs);
    }

    public void Trim(KeyRange range)
    {
        if (isFull) throw new StoreFault(StoreFaultKind.Full, "No space left on device.");
        inner.Trim(range);
    }

    public void Checkpoint(string folder)
    {
        if (isFull) throw new StoreFault(StoreFaultKind.Full, "No space left on device.");
        inner.Checkpoint(folder);
    }

    public void Dispose()
    {
        inner.Dispose();
        syncArrived.Dispose();
        syncMayGo.Dispose();
    }

    private static bool TakeOne(ref int left)
    {
        for (int now = Volatile.Read(ref left); now > 0; now = Volatile.Read(ref left))
        {
            if (Interlocked.CompareExchange(ref left, now - 1, now) == now) return true;
        }

        return false;
    }
}
