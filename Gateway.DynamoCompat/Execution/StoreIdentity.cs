using System.Buffers.Binary;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Time;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Execution;

/// <summary>Who this store is among all that write: made with the store, kept in it.</summary>
/// <param name="Replica">Whose stamps are made here.</param>
/// <param name="Replicas">The store's short numbers for replicas.</param>
internal sealed record StoreIdentity(ReplicaId Replica, ReplicaTable Replicas)
{
    private static readonly byte[] Key = [(byte)KeySpace.Meta, .. "replicas"u8];

    /// <summary>Reads the identity of a store; a new store gets one.</summary>
    public static StoreIdentity Open(IKeyValueStore store)
    {
        if (store.Get(Key) is { } kept) return Read(kept);

        ReplicaId replica = ReplicaId.Create();
        byte[] value = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(value, replica.Value);
        WriteBatch batch = new();
        batch.Put(Key, value);
        store.Write(batch);
        store.Sync();
        return Read(value);
    }

    /// <summary>The first number is this store's own replica.</summary>
    private static StoreIdentity Read(byte[] kept)
    {
        if (kept.Length == 0 || kept.Length % sizeof(ulong) != 0) throw new StoreFault(StoreFaultKind.Corrupt, "The list of replicas is cut off.");
        ReplicaId[] replicas = [.. kept.Chunk(sizeof(ulong)).Select(bytes => new ReplicaId(BinaryPrimitives.ReadUInt64LittleEndian(bytes)))];
        return new StoreIdentity(replicas[0], ReplicaTable.Of(replicas));
    }
}
