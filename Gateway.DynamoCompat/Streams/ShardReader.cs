using System.Buffers.Binary;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Streams;

/// <summary>Reads the records of a stream that are durable, in order.</summary>
internal sealed class ShardReader(IKeyValueStore store, CommitLoop commits)
{
    private const int PageBytesMax = 1024 * 1024;

    /// <summary>After the last change that is durable now.</summary>
    public long End => commits.DurableSequence + 1;

    /// <summary>The first sequence of a stream that is not trimmed.</summary>
    public long Horizon(ChangeStream stream) => store.Get(TrimKey(stream)) is { } kept ? BinaryPrimitives.ReadInt64LittleEndian(kept) + 1 : 0;

    /// <summary>The sequence of the first or last record that is there; null if there is none.</summary>
    public long? FirstIn(ChangeStream stream, ScanDirection direction)
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(StreamKeys.RangeOf(stream.Table.Number, stream.Id, 0, commits.DurableSequence), direction);
        return cursor.MoveNext() ? StreamKeys.SequenceOf(cursor.Key) : null;
    }

    /// <summary>Reads a page.</summary>
    /// <param name="stream">Which stream.</param>
    /// <param name="from">The first sequence.</param>
    /// <param name="recordsMax">How many records at most; a page also ends at 1 MB.</param>
    /// <returns>The records, and the sequence at which the next page begins; null after the end of a stream that is switched off.</returns>
    public (List<StreamRecord> Records, long? Next) Read(ChangeStream stream, long from, int recordsMax)
    {
        List<StreamRecord> records = [];
        long bytes = 0;
        long last = commits.DurableSequence;
        if (from <= last)
        {
            using IStoreSnapshot snapshot = store.Snapshot();
            using IStoreCursor cursor = snapshot.Scan(StreamKeys.RangeOf(stream.Table.Number, stream.Id, from, last));
            while (cursor.MoveNext())
            {
                if (records.Count == recordsMax || bytes >= PageBytesMax) return (records, StreamKeys.SequenceOf(cursor.Key));
                records.Add(StreamRecordCodec.Decode(StreamKeys.SequenceOf(cursor.Key), cursor.Value.ToArray()));
                bytes += cursor.Value.Length;
            }
        }

        return (records, stream.IsEnabled ? Math.Max(from, last + 1) : null);
    }

    /// <summary>Notes how far a stream is trimmed, in the batch that trims it.</summary>
    public static void NoteTrimmed(WriteBatch batch, ChangeStream stream, long sequence)
    {
        byte[] value = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(value, sequence);
        batch.Put(TrimKey(stream), value);
    }

    /// <summary>Forgets what was trimmed of a dropped table's streams.</summary>
    public static void ForgetTrimmed(WriteBatch batch, uint table)
    {
        byte[] number = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(number, table);
        batch.DeleteRange(KeyRange.WithPrefix((byte[])[(byte)KeySpace.Meta, .. "stream"u8, .. number]));
    }

    private static byte[] TrimKey(ChangeStream stream)
    {
        byte[] number = new byte[sizeof(uint) + sizeof(ulong)];
        BinaryPrimitives.WriteUInt32BigEndian(number, stream.Table.Number);
        BinaryPrimitives.WriteUInt64BigEndian(number.AsSpan(sizeof(uint)), stream.Id);
        return [(byte)KeySpace.Meta, .. "stream"u8, .. number];
    }
}
