using Gateway.Storage.RocksDb.Native;

namespace Gateway.Storage.RocksDb;

internal sealed class RocksDbSnapshot(SnapshotHandle handle) : IStoreSnapshot
{
    public byte[]? Get(ReadOnlySpan<byte> key)
    {
        using HandleLease lease = new(handle);
        return RocksDbReader.Get(handle.Database, handle.ReadOptions, key);
    }

    public byte[]?[] GetMany(IReadOnlyList<byte[]> keys)
    {
        using HandleLease lease = new(handle);
        return RocksDbReader.GetMany(handle.Database, handle.ReadOptions, keys);
    }

    public IStoreCursor Scan(KeyRange range, ScanDirection direction = ScanDirection.Forward)
    {
        using HandleLease lease = new(handle); // throws when it is disposed of
        return new RocksDbCursor(handle, range, direction);
    }

    public void Dispose() => handle.Dispose();
}
