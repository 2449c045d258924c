using System.Buffers.Binary;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Time;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Execution;

/// <summary>Who this store is among all that write: made with the store, kept in it. Layout: docs/formats/tables.md.</summary>
internal sealed class StoreIdentity
{
    private const int EntryBytes = sizeof(ulong) + sizeof(long);

    private static readonly byte[] ReplicasKey = [(byte)KeySpace.Meta, .. "replicas"u8];
    private static readonly byte[] SelvesKey = [(byte)KeySpace.Meta, .. "selves"u8];

    private readonly IKeyValueStore store;
    private readonly Func<ReplicaId> make;
    private volatile (ReplicaId Replica, long After)[] selves;

    private StoreIdentity(IKeyValueStore store, Func<ReplicaId> make, ReplicaId[] replicas, (ReplicaId Replica, long After)[] selves)
    {
        this.store = store;
        this.make = make;
        this.selves = selves;
        Replicas = ReplicaTable.Of(replicas, Save);
    }

    /// <summary>Whose stamps are made here now.</summary>
    public ReplicaId Self => selves[^1].Replica;

    /// <summary>All identities that the store has had, the newest last, each with the log sequence behind which its stamps lie.</summary>
    public IReadOnlyList<(ReplicaId Replica, long After)> Selves => selves;

    /// <summary>The store's short numbers for replicas. A new number is in the store before anybody can use it.</summary>
    public ReplicaTable Replicas { get; }

    /// <summary>Reads the identity of a store; a new store gets one.</summary>
    /// <param name="store">The store.</param>
    /// <param name="make">Makes identities that nobody ever had.</param>
    public static StoreIdentity Open(IKeyValueStore store, Func<ReplicaId> make)
    {
        if (store.Get(ReplicasKey) is not { } kept)
        {
            kept = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(kept, make().Value);
            WriteBatch batch = new();
            batch.Put(ReplicasKey, kept);
            store.Write(batch);
            store.Sync();
        }

        if (kept.Length == 0 || kept.Length % sizeof(ulong) != 0) throw new StoreFault(StoreFaultKind.Corrupt, "The list of replicas is cut off.");
        ReplicaId[] replicas = [.. kept.Chunk(sizeof(ulong)).Select(bytes => new ReplicaId(BinaryPrimitives.ReadUInt64LittleEndian(bytes)))];
        return new StoreIdentity(store, make, replicas, ReadSelves(store, replicas[0]));
    }

    /// <summary>A new identity, durable when it returns. No write may be under way.</summary>
    /// <param name="after">The last sequence of the old one.</param>
    public ReplicaId Renew(long after)
    {
        ReplicaId replica = make();
        Replicas.NumberOf(replica);
        (ReplicaId Replica, long After)[] grown = [.. selves, (replica, after)];
        byte[] value = new byte[(grown.Length - 1) * EntryBytes];
        for (int i = 1; i < grown.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(value.AsSpan((i - 1) * EntryBytes), grown[i].Replica.Value);
            BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan(((i - 1) * EntryBytes) + sizeof(ulong)), grown[i].After);
        }

        WriteBatch batch = new();
        batch.Put(SelvesKey, value);
        store.Write(batch);
        store.Sync();
        selves = grown;
        return replica;
    }

    /// <summary>The first identity has the first number; those that followed are listed.</summary>
    private static (ReplicaId Replica, long After)[] ReadSelves(IKeyValueStore store, ReplicaId first)
    {
        List<(ReplicaId, long)> selves = [(first, 0)];
        byte[] kept = store.Get(SelvesKey) ?? [];
        if (kept.Length % EntryBytes != 0) throw new StoreFault(StoreFaultKind.Corrupt, "The list of this store's identities is cut off.");
        for (int at = 0; at < kept.Length; at += EntryBytes)
        {
            selves.Add((new ReplicaId(BinaryPrimitives.ReadUInt64LittleEndian(kept.AsSpan(at))), BinaryPrimitives.ReadInt64LittleEndian(kept.AsSpan(at + sizeof(ulong)))));
        }

        return [.. selves];
    }

    /// <summary>Written before any document that uses the new number, so it is durable whenever that is.</summary>
    private void Save(ReadOnlySpan<ReplicaId> replicas)
    {
        byte[] value = new byte[replicas.Length * sizeof(ulong)];
        for (int i = 0; i < replicas.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(value.AsSpan(i * sizeof(ulong)), replicas[i].Value);
        WriteBatch batch = new();
        batch.Put(ReplicasKey, value);
        store.Write(batch);
    }
}
