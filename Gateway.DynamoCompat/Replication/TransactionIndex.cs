using System.Buffers.Binary;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Items;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Replication;

/// <summary>Which items a transaction changed, and which transactions changed an item: of the last hours, here and elsewhere. Layout: docs/formats/tables.md.</summary>
internal static class TransactionIndex
{
    private const byte ByItem = 1;
    private const byte ByTransaction = 2;
    private const byte ByTime = 3;

    private const int IdBytes = 16;
    private const int StampBytes = sizeof(ulong) + sizeof(ulong);

    /// <summary>Notes that a write is part of a transaction, in the write's batch.</summary>
    public static void Write(WriteBatch batch, in ItemAddress address, Stamp stamp, UInt128 transaction, long millisecond)
    {
        Span<byte> id = stackalloc byte[IdBytes];
        BinaryPrimitives.WriteUInt128BigEndian(id, transaction);
        Span<byte> mark = stackalloc byte[StampBytes];
        BinaryPrimitives.WriteUInt64BigEndian(mark, stamp.Time.Ticks);
        BinaryPrimitives.WriteUInt64BigEndian(mark[sizeof(ulong)..], stamp.Replica.Value);
        Span<byte> moment = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(moment, millisecond);
        ReadOnlySpan<byte> item = address.StoreKey.AsSpan(1);

        batch.Put((byte[])[(byte)KeySpace.Transaction, ByItem, .. item, .. mark], id);
        batch.Put((byte[])[(byte)KeySpace.Transaction, ByTransaction, .. id, .. item], mark);
        batch.Put((byte[])[(byte)KeySpace.Transaction, ByTime, .. moment, .. id], []);
    }

    /// <summary>The transactions that changed an item, with the stamps of these changes.</summary>
    public static List<(UInt128 Transaction, Stamp Stamp)> Of(IStoreSnapshot snapshot, in ItemAddress address)
    {
        byte[] prefix = [(byte)KeySpace.Transaction, ByItem, .. address.StoreKey.AsSpan(1)];
        List<(UInt128, Stamp)> found = [];
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(prefix));
        while (cursor.MoveNext()) found.Add((BinaryPrimitives.ReadUInt128BigEndian(cursor.Value), ReadStamp(cursor.Key[prefix.Length..])));
        return found;
    }

    /// <summary>The items that a transaction changed.</summary>
    public static List<ItemAddress> ItemsOf(IStoreSnapshot snapshot, UInt128 transaction)
    {
        byte[] prefix = PrefixOf(transaction);
        List<ItemAddress> found = [];
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(prefix));
        while (cursor.MoveNext()) found.Add(new ItemAddress([(byte)KeySpace.Item, .. cursor.Key[prefix.Length..]]));
        return found;
    }

    /// <summary>Forgets transactions that were noted before a moment.</summary>
    /// <param name="store">Where.</param>
    /// <param name="millisecond">Since 1970.</param>
    /// <param name="max">How many at most.</param>
    /// <returns>How many were forgotten.</returns>
    public static int Trim(IKeyValueStore store, long millisecond, int max)
    {
        byte[] start = [(byte)KeySpace.Transaction, ByTime];
        byte[] end = [.. start, .. new byte[sizeof(long)]];
        BinaryPrimitives.WriteInt64BigEndian(end.AsSpan(start.Length), millisecond);
        WriteBatch batch = new();
        int count = 0;
        using (IStoreSnapshot snapshot = store.Snapshot())
        {
            using IStoreCursor cursor = snapshot.Scan(new KeyRange(start, end));
            for (; count < max && cursor.MoveNext(); count++)
            {
                batch.Delete(cursor.Key);
                Forget(batch, snapshot, BinaryPrimitives.ReadUInt128BigEndian(cursor.Key[^IdBytes..]));
            }
        }

        if (count > 0) store.Write(batch);
        return count;
    }

    private static void Forget(WriteBatch batch, IStoreSnapshot snapshot, UInt128 transaction)
    {
        byte[] prefix = PrefixOf(transaction);
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(prefix));
        while (cursor.MoveNext())
        {
            batch.Delete(cursor.Key);
            batch.Delete((byte[])[(byte)KeySpace.Transaction, ByItem, .. cursor.Key[prefix.Length..], .. cursor.Value]);
        }
    }

    private static byte[] PrefixOf(UInt128 transaction)
    {
        byte[] prefix = [(byte)KeySpace.Transaction, ByTransaction, .. new byte[IdBytes]];
        BinaryPrimitives.WriteUInt128BigEndian(prefix.AsSpan(2), transaction);
        return prefix;
    }

    private static Stamp ReadStamp(ReadOnlySpan<byte> bytes) =>
        new(new HlcTime(BinaryPrimitives.ReadUInt64BigEndian(bytes)), new ReplicaId(BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..])));
}
