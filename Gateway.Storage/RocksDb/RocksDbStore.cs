using System.Buffers.Binary;
using System.Text;
using Gateway.Storage.Keys;
using Gateway.Storage.RocksDb.Native;
using Gateway.Storage.WriteAhead;

namespace Gateway.Storage.RocksDb;

/// <summary>The embedded engine: RocksDB in a folder of its own, through the system's library.</summary>
/// <remarks>
/// Two families: what is looked up and replaced, and what is appended and trimmed (<see cref="Keys.KeySpace"/> from 0x80 on). A write goes into a buffer, where
/// it is visible, from there into a log of our own, where it is durable, and some time later to the engine. Source: DESIGN 5, ADR 17, ADR 22, ADR 46,
/// docs/formats/store.md.
/// </remarks>
public sealed unsafe class RocksDbStore : IKeyValueStore
{
    /// <summary>When so much waits for the engine, it gets it beside what goes on.</summary>
    private const int WaitingBytesUsual = 512 << 10;

    /// <summary>A writer that finds more than this waiting gives it to the engine itself: it must not come faster than it goes.</summary>
    private const int WaitingBytesMax = 1 << 20;

    private static readonly byte[] AppliedKey = [.. "applied"u8];

    private readonly Lock requiring = new();
    private readonly Lock logging = new();
    private readonly Lock leaving = new();
    private readonly DatabaseHandle database;
    private readonly WriteAheadLog log;
    private readonly SyncedFile synced;
    private readonly FreeSpace freeSpace;
    private readonly WriteBuffer buffer;
    private readonly KeyOrder order = new();
    private readonly Durability durability;
    private volatile StoreFault? failure;
    private bool isLogClosed;
    private int leavingAsked;
    private int closed;

    private RocksDbStore(DatabaseHandle database, WriteAheadLog log, SyncedFile synced, FreeSpace freeSpace, RocksDbOptions options)
    {
        buffer = new WriteBuffer(options.RecentBytes, log.Last);
        durability = options.Durability;
        this.database = database;
        this.log = log;
        this.synced = synced;
        this.freeSpace = freeSpace;
    }

    /// <summary>Objects of the library that this store holds, itself included.</summary>
    internal int LiveHandles => database.Count.Live;

    /// <summary>Opens the store of a folder, and makes one where there is none. Replays what a crash left behind.</summary>
    /// <exception cref="StoreFault">Any kind but <see cref="StoreFaultKind.Closed"/>; the message is for the operator.</exception>
    public static RocksDbStore Open(string folder, RocksDbOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new RocksDbOptions();
        options.Check();
        RocksDbLibrary.Ensure();
        try
        {
            Directory.CreateDirectory(folder);
            int format = FormatFile.CheckOrWrite(folder);
            DatabaseHandle database = RocksDbOpener.Open(folder, options);
            SyncedFile synced = new(folder);
            WriteAheadLog? log = null;
            try
            {
                if (format < FormatFile.Current) Renew(folder, database, synced);
                log = WriteAheadLog.Open(folder, Applied(database, database.ReadOptions), (batch, last) => Give(database, batch, last), () => Applied(database, database.PersistedOptions));
                synced.Open(log.Last);
                return new RocksDbStore(database, log, synced, options.FreeBytes is { } free ? new FreeSpace(free, options.FreeBytesMin, options.StartBytes) : FreeSpace.Of(folder, options.FreeBytesMin, options.StartBytes), options);
            }
            catch
            {
                log?.Dispose();
                synced.Dispose();
                database.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RocksDbError.Fault(exception.Message, StoreFaultKind.Unusable);
        }
    }

    /// <inheritdoc/>
    public byte[]? Get(ReadOnlySpan<byte> key)
    {
        using HandleLease lease = database.Lease();
        if (KeyFamily.Of(key) != KeyFamily.Main) Leave();
        else if (buffer.TryGet(key, out byte[]? value)) return value;
        return RocksDbReader.Get(database, database.ReadOptions, key);
    }

    /// <inheritdoc/>
    public byte[]?[] GetMany(IReadOnlyList<byte[]> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        using RocksDbSnapshot now = (RocksDbSnapshot)Snapshot();
        return now.GetMany(keys);
    }

    /// <inheritdoc/>
    public IStoreSnapshot Snapshot()
    {
        using HandleLease lease = database.Lease();
        Leave();
        return new RocksDbSnapshot(new SnapshotHandle(database));
    }

    /// <inheritdoc/>
    public bool Write(WriteBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Requirements.Count == 0)
        {
            Apply(batch);
            return true;
        }

        lock (requiring)
        {
            foreach (WriteRequirement requirement in batch.Requirements)
            {
                if (!requirement.IsMetBy(Get(requirement.Key))) return false;
            }

            Apply(batch);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Sync()
    {
        lock (logging)
        {
            using HandleLease lease = database.Lease();
            ThrowIfFailed();
            Log();
            Guard(log.Sync);
            synced.Write(log.Last);
        }
    }

    /// <inheritdoc/>
    public void Trim(KeyRange range)
    {
        if (range.Start.Span.SequenceCompareTo(range.End.Span) >= 0) return;
        WriteBatch batch = new() { MakesRoom = true };
        batch.DeleteRange(range);
        Apply(batch);

        // Whole files inside the range go at once; the marks of the batch hide the rest until it is merged away.
        using HandleLease lease = database.Lease();
        foreach (WriteRecord record in batch.Records)
        {
            nint error = 0;
            fixed (byte* start = record.Key, end = record.Value)
            {
                nint family = database.Family(KeyFamily.Of(record.Key));
                RocksDbNative.rocksdb_delete_file_in_range_cf(lease.Pointer, family, start, (nuint)record.Key.Length, end, (nuint)record.Value.Length, &error);
            }

            RocksDbError.ThrowIf(error);
        }
    }

    /// <summary>About how many bytes a range of keys takes on the disk, compressed as it is there; what is still in memory is not counted.</summary>
    public long ApproximateBytes(KeyRange range)
    {
        using HandleLease lease = database.Lease();
        ReadOnlySpan<byte> first = range.Start.Span, last = range.End.Span;
        nint error = 0;
        ulong bytes = 0;
        fixed (byte* start = first, end = last)
        {
            byte* from = start, to = end;
            nuint fromLength = (nuint)first.Length, toLength = (nuint)last.Length;
            RocksDbNative.rocksdb_approximate_sizes_cf(lease.Pointer, database.Family(KeyFamily.Of(first)), 1, &from, &fromLength, &to, &toLength, &bytes, &error);
        }

        RocksDbError.ThrowIf(error);
        return (long)bytes;
    }

    /// <summary>The program has started: <see cref="RocksDbOptions.StartBytes"/> counts no more.</summary>
    public void EndStart() => freeSpace.EndStart();

    /// <summary>True while writes are refused because the disk is full.</summary>
    public bool IsFull => freeSpace.IsFull;

    /// <summary>Bytes that are free on the disk that holds the store; the largest number where that cannot be asked.</summary>
    public long FreeBytes => freeSpace.Free;

    /// <inheritdoc/>
    public void Checkpoint(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (Path.Exists(folder)) throw new StoreFault(StoreFaultKind.Unusable, $"{folder} exists already.");
        using HandleLease lease = database.Lease();
        Leave();
        nint error = 0;
        nint checkpoint = RocksDbNative.rocksdb_checkpoint_object_create(lease.Pointer, &error);
        RocksDbError.ThrowIf(error, StoreFaultKind.Unusable);
        fixed (byte* path = Encoding.UTF8.GetBytes(folder + '\0'))
        {
            RocksDbNative.rocksdb_checkpoint_create(checkpoint, path, logBytesForFlush: 0, &error);
        }

        RocksDbNative.rocksdb_checkpoint_object_destroy(checkpoint);
        RocksDbError.ThrowIf(error, StoreFaultKind.Unusable);
        FormatFile.Write(folder);
    }

    /// <summary>Writes everything to the disk and closes. What still uses the store (cursors, snapshots, calls of other threads) keeps it open until it ends.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0) return;
        try
        {
            Sync();
            Leave(); // the engine makes files of it when it closes, so that the next start has nothing to replay
        }
        catch (StoreFault)
        {
            // It is over in any case; whoever needed to know was told by the sync that failed.
        }

        database.Dispose();
        lock (logging)
        {
            isLogClosed = true;
            log.Dispose();
            synced.Dispose();
        }
    }

    /// <summary>A store of format 1 had no log but the engine's, and counted in its numbers how far it was synced.</summary>
    private static void Renew(string folder, DatabaseHandle database, SyncedFile synced)
    {
        synced.Open((long)RocksDbNative.rocksdb_get_latest_sequence_number(database.DangerousGetHandle()));
        synced.Write(0);
        synced.Dispose();
        FormatFile.Write(folder);
    }

    /// <summary>Up to which write the engine holds everything.</summary>
    /// <param name="database">The engine's.</param>
    /// <param name="options">Where it looks: everywhere, or in files only.</param>
    private static long Applied(DatabaseHandle database, nint options)
    {
        byte[]? number = RocksDbReader.Get(database, options, database.Family(KeyFamily.Own), AppliedKey);
        return number is null ? 0 : BinaryPrimitives.ReadInt64LittleEndian(number);
    }

    private void Apply(WriteBatch batch)
    {
        using HandleLease lease = database.Lease();
        ThrowIfFailed();
        if (batch.Count == 0) return;

        if (!batch.MakesRoom) freeSpace.Take(batch.SizeBytes);
        buffer.Add(batch);
        if (batch.HasRanges || buffer.WaitingBytes > WaitingBytesMax) Leave();
        else if (buffer.WaitingBytes > WaitingBytesUsual && Interlocked.Exchange(ref leavingAsked, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(static store => store.LeaveBeside(), this, preferLocal: false);
        if (durability == Durability.Fsync && buffer.UnloggedBytes < WaitingBytesMax) return;

        // Whoever comes second waits for whoever writes for both.
        lock (logging)
        {
            ThrowIfFailed();
            Log();
        }
    }

    /// <summary>Writes to the log what it lacks. Under its lock.</summary>
    private void Log()
    {
        if (isLogClosed) throw new StoreFault(StoreFaultKind.Closed, "The store is closed.");
        int writes = buffer.TakeUnlogged(out WriteBatch batch);
        if (writes > 0) Guard(() => log.Append(batch, writes));
    }

    /// <summary>Gives the engine what waits in the buffer; when it returns the engine has everything that was written before the call.</summary>
    private void Leave()
    {
        if (buffer.IsEmpty) return;
        lock (leaving)
        {
            WriteBatch batch = buffer.Leave(out long last);
            try
            {
                if (batch.Count == 0) return;
                using HandleLease lease = database.Lease();
                ThrowIfFailed();
                Give(database, order.Sort(batch), last);
            }
            catch (StoreFault fault)
            {
                failure ??= fault;
                buffer.ForgetRecent(); // they would show what is not there
                throw;
            }
            finally
            {
                buffer.Left();
            }
        }
    }

    private void LeaveBeside()
    {
        Volatile.Write(ref leavingAsked, 0);
        try
        {
            Leave();
        }
        catch (StoreFault)
        {
            // Nothing is written any more, and the next writer is told why.
        }
    }

    /// <summary>Gives the engine a batch, and notes with it how far the engine has come.</summary>
    /// <param name="database">The engine's.</param>
    /// <param name="batch">Gets one more record.</param>
    /// <param name="last">Number of the last write in it.</param>
    private static void Give(DatabaseHandle database, WriteBatch batch, long last)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, last);
        batch.PutOwn(AppliedKey, number);
        ReadOnlySpan<byte> representation = batch.Representation;
        nint error = 0;
        fixed (byte* start = representation)
        {
            nint native = RocksDbNative.rocksdb_writebatch_create_from(start, (nuint)representation.Length);
            RocksDbNative.rocksdb_write(database.DangerousGetHandle(), database.WriteOptions, native, &error);
            RocksDbNative.rocksdb_writebatch_destroy(native);
        }

        RocksDbError.ThrowIf(error, StoreFaultKind.Failed);
    }

    /// <summary>Does something with the log, after which nobody knows what is there if it fails.</summary>
    private void Guard(Action act)
    {
        try
        {
            act();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            StoreFault fault = RocksDbError.Fault(exception.Message, StoreFaultKind.Failed);
            failure ??= fault;
            throw fault;
        }
    }

    private void ThrowIfFailed()
    {
        if (failure is { } first) throw new StoreFault(StoreFaultKind.Failed, $"The store takes no more writes until it is opened again, because one failed: {first.Message}", first);
    }
}
