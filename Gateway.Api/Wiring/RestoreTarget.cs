using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Transfer;
using Gateway.Replication.Backup;
using Gateway.Replication.Backup.Restoring;
using Gateway.Storage;
using Gateway.Storage.RocksDb;

namespace Gateway.Api.Wiring;

/// <summary>A new store in a folder, filled from a backup.</summary>
internal sealed class RestoreTarget : IRestoreTarget, IDisposable
{
    private readonly RocksDbStore store;
    private readonly TableImport import;

    /// <param name="folder">The store's; must not exist.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreFault">It cannot be made.</exception>
    public RestoreTarget(string folder, TimeProvider time)
    {
        store = RocksDbStore.Open(folder, new RocksDbOptions { Durability = Durability.Os }); // made durable once, at the end
        import = TableImport.Begin(store, time);
    }

    /// <summary>Under which id the restored store writes.</summary>
    public ReplicaId Replica => import.Replica;

    public void Add(BackupTable table)
    {
        try
        {
            import.Add(table.Id, table.Definition);
        }
        catch (InvalidDataException fault)
        {
            throw new BackupFault($"table {table.Name}: {fault.Message}", fault);
        }
    }

    public Document? Read(Guid table, ItemKey key) => import.Read(table, key);

    public void Write(Guid table, Document document) => import.Write(table, document.Key, document);

    public void Remove(Guid table, ItemKey key) => import.Write(table, key, null);

    public IReadOnlyDictionary<Guid, long> Finish(Action onProgress) => import.Finish(onProgress);

    public void Dispose() => store.Dispose();
}
