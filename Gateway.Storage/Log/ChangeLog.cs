using System.Buffers.Binary;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.Storage.Log;

/// <summary>Every change of this store, in the order of their sequences. Feeds replication and backup; trimmed from its beginning.</summary>
/// <remarks>
/// Sequences are never given twice, also not those of writes that failed: a reader may have passed them. So a mark ahead of all that were given is kept
/// in the store, and after a restart sequences begin behind the mark. Safe for many threads. Source: DESIGN 5, docs/formats/log.md.
/// </remarks>
public sealed class ChangeLog
{
    /// <summary>A batch with a sequence that this divides sets the mark.</summary>
    private const int MarkEvery = 1024;

    /// <summary>How far ahead: twice, so that one batch with a mark may fail.</summary>
    private const int MarkAhead = 2 * MarkEvery;

    private static readonly byte[] MarkKey = [(byte)KeySpace.Meta, .. "sequence"u8];
    private static readonly byte[] TrimmedKey = [(byte)KeySpace.Meta, .. "trimmed"u8];
    private static readonly byte[] PassedKey = [(byte)KeySpace.Meta, .. "passed"u8];

    private readonly IKeyValueStore store;
    private long trimmed;

    private ChangeLog(IKeyValueStore store, long foundEnd, long lastSequence, long trimmed)
    {
        this.store = store;
        FoundEnd = foundEnd;
        LastSequence = lastSequence;
        this.trimmed = trimmed;
    }

    /// <summary>The last sequence that may have been given when the log was opened: where <see cref="CommitLoop"/> goes on. 0 for a new store.</summary>
    public long LastSequence { get; }

    /// <summary>What the store held of it when it was opened ended here: an earlier state of the same store ends earlier.</summary>
    public long FoundEnd { get; }

    /// <summary>Entries up to here are gone, or may be.</summary>
    public long TrimmedSequence => Volatile.Read(ref trimmed);

    /// <summary>Finds where the log of a store ends, and sets the mark ahead of it.</summary>
    /// <exception cref="StoreFault">The store cannot be read or written.</exception>
    public static ChangeLog Open(IKeyValueStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        long end = Math.Max(ReadNumber(store, PassedKey), ReadNumber(store, TrimmedKey));
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(RangeOf(0, long.MaxValue), ScanDirection.Backward);
        if (cursor.MoveNext()) end = Math.Max(end, LogEntryCodec.ReadKey(cursor.Key));
        long last = Math.Max(end, ReadNumber(store, MarkKey));
        WriteBatch batch = new() { MakesRoom = true }; // a mark must not stand in the way of trimming
        PutNumber(batch, MarkKey, last + MarkAhead);
        PutNumber(batch, PassedKey, last);
        store.Write(batch);
        store.Sync();
        return new ChangeLog(store, end, last, ReadNumber(store, TrimmedKey));
    }

    /// <summary>Puts an entry into the batch of its change.</summary>
    /// <param name="batch">That of the commit.</param>
    /// <param name="sequence">Given by the commit loop.</param>
    /// <param name="entry">Its own sequence is not looked at; its bytes are copied.</param>
    public static void Append(WriteBatch batch, long sequence, in LogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(batch);
        LogEntryCodec.Write(batch, sequence, entry);
        if (sequence % MarkEvery == 0) PutNumber(batch, MarkKey, sequence + MarkAhead);
    }

    /// <summary>Notes sequences that were given to changes without entries, in the batch of these changes.</summary>
    public static void Pass(WriteBatch batch, long first, long last)
    {
        ArgumentNullException.ThrowIfNull(batch);
        PutNumber(batch, PassedKey, last); // of two that write at one time the lower may stay: then the end is found too low, which costs a comparison
        long mark = last - (last % MarkEvery);
        if (mark >= first) PutNumber(batch, MarkKey, mark + MarkAhead);
    }

    /// <summary>When the first entry behind a sequence was written; null if there is none.</summary>
    public DateTimeOffset? TimeBehind(long after)
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(RangeOf(after, long.MaxValue));
        return cursor.MoveNext() ? DateTimeOffset.FromUnixTimeMilliseconds(LogEntryCodec.ReadMilliseconds(cursor.Value)) : null;
    }

    /// <summary>The keys of the entries behind <paramref name="after"/>, up to and with <paramref name="upTo"/>.</summary>
    public static KeyRange RangeOf(long after, long upTo)
    {
        byte[] start = new byte[LogEntryCodec.KeyBytes];
        LogEntryCodec.WriteKey(start, after + 1);
        if (upTo == long.MaxValue) return new KeyRange(start, new[] { (byte)(KeySpace.Log + 1) });

        byte[] end = new byte[LogEntryCodec.KeyBytes];
        LogEntryCodec.WriteKey(end, upTo + 1);
        return new KeyRange(start, end);
    }

    /// <summary>Removes the entries up to a sequence. That they are gone is on the disk before they go.</summary>
    internal void Trim(long upTo)
    {
        long from = TrimmedSequence;
        if (upTo <= from) return;

        SetDurably(store, TrimmedKey, upTo);
        Volatile.Write(ref trimmed, upTo);
        store.Trim(RangeOf(0, upTo));
    }

    internal IStoreSnapshot Snapshot() => store.Snapshot();

    private static long ReadNumber(IKeyValueStore store, byte[] key)
    {
        if (store.Get(key) is not { } bytes) return 0;
        if (bytes.Length != sizeof(long)) throw new StoreFault(StoreFaultKind.Corrupt, "A counter of the log is not a number.");
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    private static void SetDurably(IKeyValueStore store, byte[] key, long number)
    {
        WriteBatch batch = new() { MakesRoom = true };
        PutNumber(batch, key, number);
        store.Write(batch);
        store.Sync();
    }

    private static void PutNumber(WriteBatch batch, byte[] key, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        batch.Put(key, bytes);
    }
}
