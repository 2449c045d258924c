using System.Buffers.Binary;
using System.Text.Json;
using Gateway.LambdaCompat.Storage;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.LambdaCompat.Invocation;

/// <summary>Keeps asynchronous invocations in the store until they have ended. Layout: docs/formats/functions.md.</summary>
internal sealed class QueueStore(IKeyValueStore store, CommitLoop commits)
{
    private long last;

    /// <summary>What waits in the store: its number, and when it is due.</summary>
    public List<(long Number, DateTimeOffset DueAt)> List()
    {
        List<(long, DateTimeOffset)> events = [];
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix((byte[])[(byte)KeySpace.Invocation]));
        while (cursor.MoveNext())
        {
            last = (long)BinaryPrimitives.ReadUInt64BigEndian(cursor.Key[1..]);
            events.Add((last, DecodeHead(cursor.Value).DueAt));
        }

        return events;
    }

    /// <summary>An event; null if it has ended.</summary>
    public (QueuedEvent Head, byte[] Payload)? Load(long number)
    {
        if (store.Get(KeyOf(number)) is not { } value) return null;
        int length = BinaryPrimitives.ReadInt32LittleEndian(value);
        return (DecodeHead(value), value[(sizeof(int) + length)..]);
    }

    /// <summary>Adds an event, takes one away, or both at once.</summary>
    /// <param name="added">Null for none.</param>
    /// <param name="payload">Of the one that is added.</param>
    /// <param name="removed">Null for none.</param>
    /// <returns>The number of the one that was added; 0 for none. Durable when it ends.</returns>
    public async ValueTask<long> ReplaceAsync(QueuedEvent? added, ReadOnlyMemory<byte> payload, long? removed)
    {
        long number = added is null ? 0 : Interlocked.Increment(ref last);
        byte[]? value = added is null ? null : Encode(added, payload.Span);
        CommitTicket ticket = commits.Write(0, (number, value, removed), static (batch, _, change) =>
        {
            if (change.removed is { } gone) batch.Delete(KeyOf(gone));
            if (change.value is not null) batch.Put(KeyOf(change.number), change.value);
        });
        await ticket.Durable.ConfigureAwait(false);
        return number;
    }

    /// <summary>Writes a changed head over the old one.</summary>
    public ValueTask ChangeAsync(long number, QueuedEvent head, ReadOnlyMemory<byte> payload)
    {
        byte[] value = Encode(head, payload.Span);
        return commits.Write(0, (number, value), static (batch, _, change) => batch.Put(KeyOf(change.number), change.value)).Durable;
    }

    private static byte[] KeyOf(long number)
    {
        byte[] key = new byte[1 + sizeof(long)];
        key[0] = (byte)KeySpace.Invocation;
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(1), (ulong)number);
        return key;
    }

    private static byte[] Encode(QueuedEvent head, ReadOnlySpan<byte> payload)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(head, RecordJson.Default.QueuedEvent);
        byte[] value = new byte[sizeof(int) + json.Length + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(value, json.Length);
        json.CopyTo(value, sizeof(int));
        payload.CopyTo(value.AsSpan(sizeof(int) + json.Length));
        return value;
    }

    private static QueuedEvent DecodeHead(ReadOnlySpan<byte> value)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(value);
        return JsonSerializer.Deserialize(value.Slice(sizeof(int), length), RecordJson.Default.QueuedEvent)
            ?? throw new StoreFault(StoreFaultKind.Corrupt, "A queued invocation is empty.");
    }
}
