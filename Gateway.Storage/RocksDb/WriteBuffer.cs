using System.IO.Hashing;
using Gateway.Storage.Keys;

namespace Gateway.Storage.RocksDb;

/// <summary>Writes that are visible and not with the engine yet, so that many go there with one call; what of them is not in the log yet; and the values that were written last.</summary>
/// <remarks>
/// A batch waits in one of two buffers: one takes what comes, the other is with the engine. Looking up a key looks into both, so a write is visible as soon
/// as it is here. Writes are numbered in the order in which they come: that is the order of the log, too. Safe for many threads; giving the engine what waits
/// is for one at a time, and so is giving the log what it lacks.
/// </remarks>
internal sealed class WriteBuffer(int recentBytes, long lastWrite = 0)
{
    private const int SpareBytesMax = 4 << 20;

    private readonly Lock gate = new();
    private readonly RecentValues recent = new(recentBytes);
    private Pending filling = new();
    private Pending leaving = new();
    private WriteBatch unlogged = new();
    private WriteBatch logging = new();
    private long added = lastWrite;
    private long logged = lastWrite;
    private volatile bool isEmpty = true;

    /// <summary>True if the engine has everything: asked without the lock, by every read of a range.</summary>
    public bool IsEmpty => isEmpty;

    /// <summary>How much waits for the engine, in bytes. Of the moment: asked without the lock.</summary>
    public int WaitingBytes => Volatile.Read(ref filling).Batch.SizeBytes;

    /// <summary>How much waits for the log, in bytes. Of the moment: asked without the lock.</summary>
    public int UnloggedBytes => Volatile.Read(ref unlogged).SizeBytes;

    /// <summary>Takes a batch: from now on it is visible.</summary>
    /// <param name="batch">Copied. If it removes ranges, what it removes is gone when the engine has it.</param>
    public void Add(WriteBatch batch)
    {
        lock (gate)
        {
            isEmpty = false;
            added++;
            unlogged.AppendRecords(batch);
            WriteRecordEnumerator records = filling.Batch.RecordsFrom(filling.Batch.AppendRecords(batch));
            while (records.MoveNext())
            {
                WriteRecord record = records.Current;
                if (record.Kind == WriteRecordTag.DeleteRange)
                {
                    ForgetRange(record);
                    continue;
                }

                if (KeyFamily.Of(record.Key) != KeyFamily.Main) continue;

                uint hash = HashOf(record.Key);
                filling.Keys.Set(filling.Batch, record.Key, hash, records.Start);
                if (!IsLookedUp(record.Key)) continue;
                if (record.Kind == WriteRecordTag.Put) recent.Set(record.Key, hash, record.Value);
                else recent.Remove(record.Key, hash);
            }
        }
    }

    /// <summary>Takes out what the log lacks; valid until the next call.</summary>
    /// <returns>How many writes that are.</returns>
    public int TakeUnlogged(out WriteBatch batch)
    {
        lock (gate)
        {
            if (logging.CapacityBytes > SpareBytesMax) logging = new WriteBatch();
            logging.Clear();
            (unlogged, logging) = (logging, unlogged);
            int writes = (int)(added - logged);
            logged = added;
            batch = logging;
            return writes;
        }
    }

    /// <summary>Looks a key up.</summary>
    /// <param name="key">Of the main family.</param>
    /// <param name="value">A new array; null if the key was removed.</param>
    /// <returns>False if it must be asked of the engine.</returns>
    public bool TryGet(ReadOnlySpan<byte> key, out byte[]? value)
    {
        uint hash = HashOf(key);
        lock (gate) return recent.TryGet(key, hash, out value) || filling.TryGet(key, hash, out value) || leaving.TryGet(key, hash, out value);
    }

    /// <summary>Forgets the values that were written last.</summary>
    public void ForgetRecent()
    {
        lock (gate) recent.Clear();
    }

    /// <summary>Takes out what waits for the engine; it stays visible here until <see cref="Left"/>.</summary>
    /// <param name="last">Number of the last write in it.</param>
    public WriteBatch Leave(out long last)
    {
        lock (gate)
        {
            (filling, leaving) = (leaving, filling);
            last = added;
            return leaving.Batch;
        }
    }

    /// <summary>What was taken out is visible in the engine, or never will be.</summary>
    public void Left()
    {
        lock (gate)
        {
            if (leaving.Batch.CapacityBytes > SpareBytesMax) leaving = new Pending();
            else leaving.Clear();
            isEmpty = filling.Batch.Count == 0;
        }
    }

    private void ForgetRange(in WriteRecord range)
    {
        if (range.Key.SequenceCompareTo(AfterItems) < 0 && range.Value.SequenceCompareTo(Items) > 0) recent.Clear();
    }

    private static ReadOnlySpan<byte> Items => [(byte)KeySpace.Item];

    private static ReadOnlySpan<byte> AfterItems => [(byte)KeySpace.Item + 1];

    /// <summary>Items are read before they are written; other keys hardly ever.</summary>
    private static bool IsLookedUp(ReadOnlySpan<byte> key) => key is [(byte)KeySpace.Item, ..];

    private static uint HashOf(ReadOnlySpan<byte> key) => (uint)XxHash3.HashToUInt64(key);

    private sealed class Pending
    {
        public WriteBatch Batch { get; } = new();

        public PendingKeys Keys { get; } = new();

        public bool TryGet(ReadOnlySpan<byte> key, uint hash, out byte[]? value)
        {
            value = null;
            int start = Keys.Find(Batch, key, hash);
            if (start == 0) return false;
            WriteRecord record = Batch.RecordAt(start);
            if (record.Kind == WriteRecordTag.Put) value = record.Value.ToArray();
            return true;
        }

        public void Clear()
        {
            Batch.Clear();
            Keys.Clear();
        }
    }
}
