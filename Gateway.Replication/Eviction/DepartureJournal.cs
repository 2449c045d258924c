using System.Buffers.Binary;
using System.Text;
using Gateway.Crdt.Time;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.Replication.Eviction;

/// <summary>Keeps in the store which departures are settled, and the ids that nobody writes under any more. Layout: docs/formats/replication.md.</summary>
internal sealed class DepartureJournal(IKeyValueStore store, CommitLoop commits)
{
    private const int HeadBytes = sizeof(long) + sizeof(uint);

    private static readonly byte[] Prefix = [(byte)KeySpace.Replica, (byte)'d'];

    /// <summary>Whether a departure, or a later one of the same PoP, was settled.</summary>
    public bool IsSettled(Departure departure) =>
        store.Get(KeyOf(departure.Pop)) is { Length: >= HeadBytes } kept
        && BinaryPrimitives.ReadInt64LittleEndian(kept) is var epoch
        && (epoch > departure.Epoch || (epoch == departure.Epoch && BinaryPrimitives.ReadUInt32LittleEndian(kept.AsSpan(sizeof(long))) >= departure.Evictions));

    /// <summary>The ids of all that have departed for good, also of those whose names others have now.</summary>
    public IReadOnlySet<ReplicaId> Closed()
    {
        HashSet<ReplicaId> closed = [];
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(Prefix));
        while (cursor.MoveNext()) closed.UnionWith(ReplicasIn(cursor.Value));
        return closed;
    }

    /// <summary>Notes that it is.</summary>
    /// <param name="departure">Which one.</param>
    /// <param name="closed">The ids that it wrote under, if it never comes back; added to those that are known of former departures.</param>
    public void Settle(Departure departure, IEnumerable<ReplicaId> closed)
    {
        ReplicaId[] all = [.. ReplicasIn(store.Get(KeyOf(departure.Pop)) ?? []).Union(closed)];
        byte[] value = new byte[HeadBytes + (all.Length * sizeof(ulong))];
        BinaryPrimitives.WriteInt64LittleEndian(value, departure.Epoch);
        BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(sizeof(long)), departure.Evictions);
        for (int i = 0; i < all.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(value.AsSpan(HeadBytes + (i * sizeof(ulong))), all[i].Value);
        commits.Write(0, (Key: KeyOf(departure.Pop), Value: value), static (batch, _, entry) => batch.Put(entry.Key, entry.Value));
    }

    private static List<ReplicaId> ReplicasIn(ReadOnlySpan<byte> kept)
    {
        List<ReplicaId> replicas = [];
        for (int at = HeadBytes; at + sizeof(ulong) <= kept.Length; at += sizeof(ulong)) replicas.Add(new ReplicaId(BinaryPrimitives.ReadUInt64LittleEndian(kept[at..])));
        return replicas;
    }

    private static byte[] KeyOf(string pop) => [.. Prefix, .. Encoding.UTF8.GetBytes(pop)];
}
