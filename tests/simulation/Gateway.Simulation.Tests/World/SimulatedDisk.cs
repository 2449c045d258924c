using Gateway.Storage;
using Gateway.Testing.Stores;

namespace Gateway.Simulation.Tests.World;

#pragma warning disable CA1001 // the store is memory only

/// <summary>A disk with a store on it. A process sees it through a handle, which dies with the process.</summary>
internal sealed class SimulatedDisk
{
    private MemoryStore store;

    public SimulatedDisk() => store = new MemoryStore(remembersUnsynced: true);

    private SimulatedDisk(MemoryStore store) => this.store = store;

    /// <summary>How long a sync takes.</summary>
    public (TimeSpan Least, TimeSpan Most) SyncTime { get; set; } = (TimeSpan.FromMilliseconds(0.2), TimeSpan.FromMilliseconds(3));

    /// <summary>Nothing can be written.</summary>
    public bool IsFull { get; set; }

    /// <summary>True if some key or value holds certain bytes.</summary>
    public bool Holds(ReadOnlySpan<byte> bytes)
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(new KeyRange(new byte[] { 0 }, new byte[] { 255 }));
        while (cursor.MoveNext())
        {
            if (cursor.Key.IndexOf(bytes) >= 0 || cursor.Value.IndexOf(bytes) >= 0) return true;
        }

        return false;
    }

    /// <summary>Keys that there are.</summary>
    public int Keys => store.Count;

    /// <summary>What a process opens.</summary>
    /// <param name="onWrite">Told of every write, with its bytes.</param>
    public DiskHandle Open(Action<ReadOnlySpan<byte>> onWrite) => new(store, () => IsFull, onWrite);

    /// <summary>The power goes: of what was not synced some is left, from the beginning.</summary>
    public void Crash(Random random) => store.Crash(random);

    /// <summary>The process is killed, and the system writes what it was given.</summary>
    public void Keep() => store.Sync();

    /// <summary>What is durable, on a disk of its own.</summary>
    public SimulatedDisk Copy() => new(store.CopyDurable()) { SyncTime = SyncTime };

    /// <summary>Another store lies here from now on.</summary>
    public void Become(SimulatedDisk other) => store = other.store.CopyDurable();

    /// <summary>An empty one lies here from now on.</summary>
    public void Replace() => store = new MemoryStore(remembersUnsynced: true);
}
