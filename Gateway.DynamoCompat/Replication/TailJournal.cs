using System.Buffers.Binary;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Replication;

/// <summary>What became of the writes of a tail, by item, and how far the replay has come. Gone when it is over. Layout: docs/formats/replication.md.</summary>
internal static class TailJournal
{
    private const int StampBytes = 2 * sizeof(ulong);

    private static readonly byte[] PositionKey = [(byte)KeySpace.Replica, (byte)'u'];
    private static readonly byte[] Prefix = [(byte)KeySpace.Replica, (byte)'t'];

    /// <summary>The log is replayed up to here; 0 at the beginning.</summary>
    public static long Position(IKeyValueStore store) => store.Get(PositionKey) is { Length: sizeof(long) } kept ? BinaryPrimitives.ReadInt64LittleEndian(kept) : 0;

    /// <summary>Notes how far the replay has come, in the batch of what it did.</summary>
    public static void Pass(WriteBatch batch, long position)
    {
        byte[] value = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(value, position);
        batch.Put(PositionKey, value);
    }

    /// <summary>Notes what became of a write.</summary>
    /// <param name="batch">That of the replay.</param>
    /// <param name="table">Number of the table.</param>
    /// <param name="key">The item.</param>
    /// <param name="position">Of the write in the log.</param>
    /// <param name="stamp">The stamp that stands for it now; null if the others had it.</param>
    public static void Note(WriteBatch batch, uint table, ItemKey key, long position, Stamp? stamp)
    {
        byte[] value = stamp is null ? [] : new byte[StampBytes];
        if (stamp is { } one)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(value, one.Time.Ticks);
            BinaryPrimitives.WriteUInt64LittleEndian(value.AsSpan(sizeof(ulong)), one.Replica.Value);
        }

        byte[] at = [.. KeyOf(table, key), .. new byte[sizeof(long)]];
        BinaryPrimitives.WriteInt64BigEndian(at.AsSpan(at.Length - sizeof(long)), position);
        batch.Put(at, value);
    }

    /// <summary>The writes of an item that were looked at, in order.</summary>
    public static List<(long Position, Stamp? Stamp)> Of(IKeyValueStore store, uint table, ItemKey key)
    {
        List<(long, Stamp?)> found = [];
        byte[] prefix = KeyOf(table, key);
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(prefix));
        while (cursor.MoveNext())
        {
            ReadOnlySpan<byte> value = cursor.Value;
            Stamp? stamp = value.Length == StampBytes
                ? new Stamp(new HlcTime(BinaryPrimitives.ReadUInt64LittleEndian(value)), new ReplicaId(BinaryPrimitives.ReadUInt64LittleEndian(value[sizeof(ulong)..])))
                : null;
            found.Add((BinaryPrimitives.ReadInt64BigEndian(cursor.Key[prefix.Length..]), stamp));
        }

        return found;
    }

    /// <summary>Forgets some of it.</summary>
    /// <returns>True when nothing is left.</returns>
    public static bool Clear(IKeyValueStore store, WriteBatch batch, int max)
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(Prefix));
        for (int count = 0; count < max; count++)
        {
            if (!cursor.MoveNext())
            {
                batch.Delete(PositionKey);
                return true;
            }

            batch.Delete(cursor.Key);
        }

        return false;
    }

    /// <summary>Keys have different lengths: with the length in front none begins as another does.</summary>
    private static byte[] KeyOf(uint table, ItemKey key)
    {
        byte[] bytes = [.. Prefix, .. new byte[2 * sizeof(uint)], .. key.Bytes];
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(Prefix.Length), table);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(Prefix.Length + sizeof(uint)), key.Bytes.Length);
        return bytes;
    }
}
