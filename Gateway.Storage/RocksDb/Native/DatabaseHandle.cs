using System.Runtime.InteropServices;

namespace Gateway.Storage.RocksDb.Native;

/// <summary>An open database with its families. It closes when it is disposed of and nothing uses it any more: calls, snapshots and cursors hold references.</summary>
internal sealed class DatabaseHandle : SafeHandle
{
    private const int PersistedTier = 2; // kPersistedTier

    private readonly nint[] families;
    private volatile bool isClosing;

    public DatabaseHandle(nint db, nint[] families, HandleCount count)
        : base(0, ownsHandle: true)
    {
        this.families = families;
        Count = count;
        WriteOptions = RocksDbNative.rocksdb_writeoptions_create();
        RocksDbNative.rocksdb_writeoptions_disable_WAL(WriteOptions, 1);
        ReadOptions = RocksDbNative.rocksdb_readoptions_create();
        PersistedOptions = RocksDbNative.rocksdb_readoptions_create();
        RocksDbNative.rocksdb_readoptions_set_read_tier(PersistedOptions, PersistedTier);
        count.Add();
        SetHandle(db);
    }

    public override bool IsInvalid => handle == 0;

    public HandleCount Count { get; }

    /// <summary>Without the library's log: the store has one of its own.</summary>
    public nint WriteOptions { get; }

    /// <summary>The library's defaults: the newest values.</summary>
    public nint ReadOptions { get; }

    /// <summary>Only what lies in files: what would be left if the machine stopped now.</summary>
    public nint PersistedOptions { get; }

    public nint Family(uint family) => families[family];

    /// <summary>Keeps it open until the lease is disposed of.</summary>
    /// <exception cref="StoreFault"><see cref="StoreFaultKind.Closed"/>.</exception>
    public HandleLease Lease()
    {
        // The handle itself still takes references while it has others.
        if (isClosing) throw Closed();
        try
        {
            return new HandleLease(this);
        }
        catch (ObjectDisposedException)
        {
            throw Closed();
        }
    }

    protected override void Dispose(bool disposing)
    {
        isClosing = true;
        base.Dispose(disposing);
    }

    protected override bool ReleaseHandle()
    {
        RocksDbNative.rocksdb_readoptions_destroy(PersistedOptions);
        RocksDbNative.rocksdb_readoptions_destroy(ReadOptions);
        RocksDbNative.rocksdb_writeoptions_destroy(WriteOptions);
        foreach (nint family in families) RocksDbNative.rocksdb_column_family_handle_destroy(family);
        RocksDbNative.rocksdb_close(handle);
        Count.Remove();
        return true;
    }

    private static StoreFault Closed() => new(StoreFaultKind.Closed, "The store is closed.");
}
