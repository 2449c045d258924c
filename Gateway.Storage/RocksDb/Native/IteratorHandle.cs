using System.Runtime.InteropServices;

namespace Gateway.Storage.RocksDb.Native;

/// <summary>An iterator over a range of one family at a snapshot, with the options and the bounds that it points to. Holds the snapshot.</summary>
internal sealed unsafe class IteratorHandle : SafeHandle
{
    private readonly SnapshotHandle snapshot;
    private readonly nint options;
    private readonly byte* bounds;

    /// <param name="snapshot">At which moment.</param>
    /// <param name="family">In which family.</param>
    /// <param name="start">First key; empty for the first of all.</param>
    /// <param name="end">The key behind the last one; empty for no end.</param>
    /// <param name="fillCache">Whether what is read from the disk stays in the block cache.</param>
    public IteratorHandle(SnapshotHandle snapshot, uint family, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end, bool fillCache)
        : base(0, ownsHandle: true)
    {
        bool isHeld = false;
        snapshot.DangerousAddRef(ref isHeld);
        this.snapshot = snapshot;
        options = RocksDbNative.rocksdb_readoptions_create();
        RocksDbNative.rocksdb_readoptions_set_snapshot(options, snapshot.DangerousGetHandle());
        if (!fillCache) RocksDbNative.rocksdb_readoptions_set_fill_cache(options, 0);

        // The library keeps pointers to the bounds, so they live in memory that does not move, as long as the iterator.
        bounds = (byte*)NativeMemory.Alloc((nuint)(start.Length + end.Length + 1));
        start.CopyTo(new Span<byte>(bounds, start.Length));
        end.CopyTo(new Span<byte>(bounds + start.Length, end.Length));
        if (!start.IsEmpty) RocksDbNative.rocksdb_readoptions_set_iterate_lower_bound(options, bounds, (nuint)start.Length);
        if (!end.IsEmpty) RocksDbNative.rocksdb_readoptions_set_iterate_upper_bound(options, bounds + start.Length, (nuint)end.Length);
        SetHandle(RocksDbNative.rocksdb_create_iterator_cf(snapshot.Database.DangerousGetHandle(), options, snapshot.Database.Family(family)));
        snapshot.Database.Count.Add();
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        RocksDbNative.rocksdb_iter_destroy(handle);
        RocksDbNative.rocksdb_readoptions_destroy(options);
        NativeMemory.Free(bounds);
        snapshot.Database.Count.Remove();
        snapshot.DangerousRelease();
        return true;
    }
}
