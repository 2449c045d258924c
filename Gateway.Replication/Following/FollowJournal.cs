using System.Buffers.Binary;
using System.Text;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.Replication.Following;

/// <summary>Keeps leases in the store: this PoP's own, and those that it has given to others. Layout: docs/formats/replication.md.</summary>
internal sealed class FollowJournal(IKeyValueStore store, CommitLoop commits)
{
    private const byte Own = (byte)'f';
    private const byte Given = (byte)'g';
    private const int TableBytes = 16;
    private const int LeaseBytes = sizeof(long) + 1;
    private const byte HomeFlag = 1;
    private const byte SharedFlag = 2;
    private const byte DroppedFlag = 4;

    /// <summary>This PoP's own lease; null if it never had one.</summary>
    public Lease? Find(PartitionName partition)
    {
        return store.Get(KeyOf(partition)) is { } kept ? Read(kept) : null;
    }

    /// <summary>Keeps this PoP's own lease.</summary>
    public void Save(PartitionName partition, Lease lease)
    {
        byte[] value = new byte[LeaseBytes];
        BinaryPrimitives.WriteInt64LittleEndian(value, lease.Until);
        value[^1] = (byte)((lease.IsHome ? HomeFlag : 0) | (lease.IsShared ? SharedFlag : 0) | (lease.IsDropped ? DroppedFlag : 0));
        commits.Write(0, (Key: KeyOf(partition), Value: value), static (batch, _, entry) => batch.Put(entry.Key, entry.Value));
    }

    /// <summary>The own leases that run at a moment.</summary>
    public IEnumerable<(PartitionName Partition, Lease Lease)> Running(long milliseconds)
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(new[] { (byte)KeySpace.Replica, Own }));
        while (cursor.MoveNext())
        {
            Lease lease = Read(cursor.Value);
            if (lease.Until > milliseconds) yield return (NameOf(cursor.Key[2..]), lease);
        }
    }

    /// <summary>Forgets this PoP's own lease.</summary>
    public void Remove(PartitionName partition) => commits.Write(0, KeyOf(partition), static (batch, _, key) => batch.Delete(key));

    /// <summary>Own leases that had ended at a moment, in the order of the store.</summary>
    /// <param name="milliseconds">The moment.</param>
    /// <param name="after">Goes on behind this partition; null to begin.</param>
    /// <param name="max">So many leases are looked at, at most, also of those that run.</param>
    /// <returns>Those, and where to go on; null at the end.</returns>
    public (IReadOnlyList<(PartitionName Partition, Lease Lease)> Ended, PartitionName? Last) Ended(long milliseconds, PartitionName? after, int max)
    {
        List<(PartitionName, Lease)> ended = [];
        PartitionName? at = null;
        using IStoreSnapshot snapshot = store.Snapshot();
        KeyRange all = KeyRange.WithPrefix(new[] { (byte)KeySpace.Replica, Own });
        using IStoreCursor cursor = snapshot.Scan(after is { } last ? all with { Start = (byte[])[.. KeyOf(last), 0] } : all);
        for (int seen = 1; seen <= max && cursor.MoveNext(); seen++)
        {
            PartitionName partition = NameOf(cursor.Key[2..]);
            if (Read(cursor.Value) is { } lease && lease.Until <= milliseconds) ended.Add((partition, lease));
            if (seen == max) at = partition;
        }

        return (ended, at);
    }

    /// <summary>Keeps a lease that was given to another PoP.</summary>
    /// <returns>Durable before the other is told.</returns>
    public CommitTicket Give(PartitionName partition, string peer, long until)
    {
        byte[] value = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(value, until);
        return commits.Write(0, (Key: KeyOf(partition, peer), Value: value), static (batch, _, entry) => batch.Put(entry.Key, entry.Value));
    }

    /// <summary>Drops a lease that was given and has run out.</summary>
    public void Take(PartitionName partition, string peer) =>
        commits.Write(0, KeyOf(partition, peer), static (batch, _, key) => batch.Delete(key));

    /// <summary>All leases that were given.</summary>
    public IEnumerable<(PartitionName Partition, string Peer, long Until)> AllGiven()
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(new[] { (byte)KeySpace.Replica, Given }));
        while (cursor.MoveNext())
        {
            int peerBytes = cursor.Key.Length > 2 ? cursor.Key[2] : 0;
            if (cursor.Value.Length != sizeof(long) || cursor.Key.Length < 3 + peerBytes + TableBytes) throw new StoreFault(StoreFaultKind.Corrupt, "A lease that was given is cut off.");
            yield return (NameOf(cursor.Key[(3 + peerBytes)..]), Encoding.UTF8.GetString(cursor.Key.Slice(3, peerBytes)), BinaryPrimitives.ReadInt64LittleEndian(cursor.Value));
        }
    }

    private static Lease Read(ReadOnlySpan<byte> kept) => kept.Length == LeaseBytes
        ? new Lease(BinaryPrimitives.ReadInt64LittleEndian(kept), (kept[^1] & HomeFlag) != 0, (kept[^1] & SharedFlag) != 0, (kept[^1] & DroppedFlag) != 0)
        : throw new StoreFault(StoreFaultKind.Corrupt, "What was kept of a followed partition has a wrong length.");

    private static PartitionName NameOf(ReadOnlySpan<byte> bytes) => bytes.Length < TableBytes ? throw new StoreFault(StoreFaultKind.Corrupt, "What was kept of a followed partition is cut off.") : new(BinaryPrimitives.ReadUInt128BigEndian(bytes), bytes[TableBytes..].ToArray());

    private static byte[] KeyOf(PartitionName partition) => [(byte)KeySpace.Replica, Own, .. BytesOf(partition.Table), .. partition.Key.Span];

    private static byte[] KeyOf(PartitionName partition, string peer)
    {
        byte[] name = Encoding.UTF8.GetBytes(peer);
        return [(byte)KeySpace.Replica, Given, (byte)name.Length, .. name, .. BytesOf(partition.Table), .. partition.Key.Span];
    }

    private static byte[] BytesOf(UInt128 table)
    {
        byte[] bytes = new byte[TableBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, table);
        return bytes;
    }
}
