using System.Text;
using Gateway.Storage.Keys;
using Gateway.Storage.RocksDb.Native;

namespace Gateway.Storage.RocksDb;

/// <summary>The embedded engine: RocksDB in a folder of its own, through the system's library.</summary>
/// <remarks>
/// Two families: what is looked up and replaced, and what is appended and trimmed (<see cref="Keys.KeySpace"/> from 0x80 on). One write-ahead log
/// serves both, so a batch is atomic over them. Source: DESIGN 5, ADR 17, docs/formats/store.md.
/// </remarks>
public sealed unsafe class RocksDbStore : IKeyValueStore
{
    /// <summary>A writer that finds more than this waiting gives it to the engine itself: nobody may be syncing.</summary>
    private const int WaitingBytesMax = 1 << 20;

    private readonly Lock requiring = new();
    private readonly Lock syncing = new();
    private readonly Lock leaving = new();
    private readonly DatabaseHandle database;
    private readonly SyncedFile synced;
    private readonly FreeSpace freeSpace;
    private readonly WriteBuffer? buffer; // none where every write must be with the operating system when it ends
    private volatile StoreFault? failure;
    private int closed;

    private RocksDbStore(DatabaseHandle database, SyncedFile synced, FreeSpace freeSpace, WriteBuffer? buffer)
    {
        this.buffer = buffer;
        this.database = database;
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
            FormatFile.CheckOrWrite(folder);
            DatabaseHandle database = RocksDbOpener.Open(folder, options);
            SyncedFile synced = new(folder);
            try
            {
                synced.Open(RocksDbNative.rocksdb_get_latest_sequence_number(database.DangerousGetHandle()));
                WriteBuffer? buffer = options.Durability == Durability.Fsync ? new WriteBuffer(options.RecentBytes) : null;
                return new RocksDbStore(database, synced, options.FreeBytes is { } free ? new FreeSpace(free, options.FreeBytesMin, options.StartBytes) : FreeSpace.Of(folder, options.FreeBytesMin, options.StartBytes), buffer);
            }
            catch
            {
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
        if (buffer is not null)
        {
            if (KeyFamily.Of(key) != KeyFamily.Main) Leave();
            else if (buffer.TryGet(key, out byte[]? value)) return value;
        }

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
        lock (syncing)
        {
            using HandleLease lease = database.Lease();
            Leave();
            ThrowIfFailed();
            ulong upTo = RocksDbNative.rocksdb_get_latest_sequence_number(lease.Pointer); // visible, so in the log's buffer already
            nint error = 0;
            RocksDbNative.rocksdb_flush_wal(lease.Pointer, sync: 1, &error);
            ThrowIfFailing(error);
            synced.Write(upTo);
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
            RocksDbOpener.Flush(database);
        }
        catch (StoreFault)
        {
            // It is over in any case; whoever needed to know was told by the sync that failed.
        }

        database.Dispose();
        lock (syncing) synced.Dispose();
    }

    private void Apply(WriteBatch batch)
    {
        using HandleLease lease = database.Lease();
        ThrowIfFailed();
        if (batch.Count == 0) return;

        if (!batch.MakesRoom) freeSpace.Take(batch.SizeBytes);
        if (buffer is null)
        {
            Give(lease, batch);
        }
        else if (batch.HasRanges)
        {
            Leave();
            buffer.Forget(batch);
            Give(lease, batch);
        }
        else
        {
            buffer.Add(batch);
            if (buffer.WaitingBytes > WaitingBytesMax) Leave();
        }
    }

    /// <summary>Gives the engine what waits in the buffer; when it returns the engine has everything that was written before the call.</summary>
    private void Leave()
    {
        if (buffer is null || buffer.IsEmpty) return;
        lock (leaving)
        {
            WriteBatch batch = buffer.Leave();
            try
            {
                if (batch.Count == 0) return;
                using HandleLease lease = database.Lease();
                ThrowIfFailed();
                Give(lease, batch);
            }
            catch (StoreFault)
            {
                buffer.ForgetRecent(); // they would show what is not there
                throw;
            }
            finally
            {
                buffer.Left();
            }
        }
    }

    private void Give(HandleLease lease, WriteBatch batch)
    {
        ReadOnlySpan<byte> representation = batch.Representation;
        nint error = 0;
        fixed (byte* start = representation)
        {
            nint native = RocksDbNative.rocksdb_writebatch_create_from(start, (nuint)representation.Length);
            RocksDbNative.rocksdb_write(lease.Pointer, database.WriteOptions, native, &error);
            RocksDbNative.rocksdb_writebatch_destroy(native);
        }

        ThrowIfFailing(error);
    }

    /// <summary>A failed write or sync leaves the engine with a broken log: it would refuse, too, but builds of it with assertions on end the process.</summary>
    private void ThrowIfFailing(nint error)
    {
        if (error == 0) return;
        StoreFault fault = RocksDbError.Fault(RocksDbError.Take(error), StoreFaultKind.Failed);
        failure ??= fault;
        throw fault;
    }

    private void ThrowIfFailed()
    {
        if (failure is { } first) throw new StoreFault(StoreFaultKind.Failed, $"The store takes no more writes until it is opened again, because one failed: {first.Message}", first);
    }
}
