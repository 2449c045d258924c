using System.Runtime.InteropServices;

namespace Gateway.Storage.RocksDb.Native;

/// <summary>A snapshot, with options that read at it. Holds the database open.</summary>
internal sealed class SnapshotHandle : SafeHandle
{
    public SnapshotHandle(DatabaseHandle database)
        : base(0, ownsHandle: true)
    {
        bool isHeld = false;
        database.DangerousAddRef(ref isHeld);
        Database = database;
        ReadOptions = RocksDbNative.rocksdb_readoptions_create();
        SetHandle(RocksDbNative.rocksdb_create_snapshot(database.DangerousGetHandle()));
        RocksDbNative.rocksdb_readoptions_set_snapshot(ReadOptions, handle);
        database.Count.Add();
    }

    public override bool IsInvalid => handle == 0;

    public DatabaseHandle Database { get; }

    /// <summary>Reads at the snapshot.</summary>
    public nint ReadOptions { get; }

    protected override bool ReleaseHandle()
    {
        RocksDbNative.rocksdb_readoptions_destroy(ReadOptions);
        RocksDbNative.rocksdb_release_snapshot(Database.DangerousGetHandle(), handle);
        Database.Count.Remove();
        Database.DangerousRelease();
        return true;
    }
}
