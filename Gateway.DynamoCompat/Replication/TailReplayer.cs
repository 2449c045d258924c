using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Streams;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.TimeToLive;
using Gateway.Storage;
using Gateway.Storage.Log;

namespace Gateway.DynamoCompat.Replication;

/// <summary>
/// Writes the tail of this store's log anew: what it wrote, and the others went on without. Each item is set to what the others have of it when its first write is
/// looked at, and its writes are replayed on that under the new id, transaction by transaction.
/// </summary>
/// <remarks>One call at a time. Why not as they stand: ADR 27, ADR 35.</remarks>
internal sealed class TailReplayer(DynamoServices services, ItemCache cache)
{
    private const int ItemsMax = 4096;

    private readonly Dictionary<(uint Table, ItemKey Key), ItemReplay> items = [];

    /// <summary>Whether an item was set to what the others have.</summary>
    public bool HasBegun(uint table, ItemKey key) => items.ContainsKey((table, key)) || TailJournal.Of(services.Store, table, key).Count > 0;

    /// <summary>What was done so far is the past of another replay.</summary>
    public void Forget() => items.Clear();

    /// <summary>Replays one entry of the log, or those of one transaction.</summary>
    /// <param name="unit">In order.</param>
    /// <param name="others">What the others have of an item whose replay has not begun; null for nothing.</param>
    /// <param name="source">About the others.</param>
    public void Replay(IReadOnlyList<LogEntry> unit, Func<uint, ItemKey, Document?> others, TailSource source)
    {
        if (items.Count > ItemsMax) items.Clear();
        List<TailWrite> writes = [];
        foreach (LogEntry entry in unit)
        {
            Delta delta = DeltaCodec.Decode(entry.Delta.ToArray());
            if (!source.Old.Contains(delta.Stamp.Replica) || entry.Table == SystemTable.Number || services.Directory.Find(entry.Table) is not { } table) continue;
            writes.Add(new TailWrite(entry, delta, table, ItemKeys.AddressOf(table, delta.Key.Bytes)));
        }

        List<Lock> entered = [];
        services.Locks.Enter(writes.Select(write => write.Address), entered);
        try
        {
            foreach (TailWrite write in writes) Read(write, others, source.Old);
            SharedStamp stamp = new(services.Clock, writes.Aggregate(Context.Empty, (seen, write) => seen.Union(write.Document.Context)));
            foreach (TailWrite write in writes) Plan(write, stamp, source);
            Commit(writes, unit[^1].Sequence);
        }
        catch
        {
            items.Clear(); // they may be ahead of what was written
            throw;
        }
        finally
        {
            ItemLocks.Exit(entered);
        }
    }

    private void Read(TailWrite write, Func<uint, ItemKey, Document?> others, IReadOnlyCollection<ReplicaId> old)
    {
        write.Stored = services.Store.Get(write.Address.StoreKey);
        write.Here = write.Stored is null ? null : DocumentCodec.Decode(write.Address.Key, write.Stored, services.Identity.Replicas);
        bool isFirst = Find(write, old, out ItemReplay item);
        write.Item = item;
        write.Document = (isFirst ? others(write.Table.Number, write.Delta.Key) : write.Here) ?? Document.Empty(write.Address.Key);
    }

    private void Plan(TailWrite write, SharedStamp stamp, TailSource source)
    {
        Delta delta = write.Delta;
        Document document = write.Document;
        if (source.Known.Includes(delta.Stamp) || document.Context.Includes(delta.Stamp))
        {
            write.Item.Known(delta);
        }
        else
        {
            write.Stamp = stamp.Get();

            // Planned on what is left where all has been dropped that may have been: what the write leaves must not rest on what is there no more.
            Document pruned = Pruning.Prune(document, source.Stable.Union(document.Context.Without(replica => replica != services.Clock.Replica)));
            Delta made = write.Item.Replay(delta, pruned, stamp.Get(), source.Stable);
            if (!made.IsEmpty)
            {
                document.Apply(made, out document, services.Replication.Here);
                write.Made = made;
            }
        }

        byte[]? encoded = document.HasNoCells && document.Context.Count == 0 ? null : DocumentCodec.Encode(document, services.Identity.Replicas);
        ItemWrite change = new()
        {
            Table = write.Table,
            Address = write.Address,
            Key = ItemKeys.KeyOf(write.Table.Key, delta.Key.Bytes),
            Change = ItemChange.Merge.Instance,
            Origin = new ChangeOrigin(source.Pop, source.Region),
        };
        write.Planned = new PlannedWrite(change)
        {
            VisibleBefore = write.Stored is null ? default : DocumentCodec.ReadVisible(write.Stored),
            VisibleAfter = encoded is null ? default : DocumentCodec.ReadVisible(encoded),
            StoredBefore = write.Stored,
            StoredAfter = encoded,
            DocumentBefore = write.Here,
            DocumentAfter = document,
            Delta = write.Made,
        };
    }

    /// <summary>What was done with the item before, by this run of the program or by another.</summary>
    /// <returns>True if nothing was.</returns>
    private bool Find(TailWrite write, IReadOnlyCollection<ReplicaId> old, out ItemReplay item)
    {
        (uint, ItemKey) name = (write.Table.Number, write.Delta.Key);
        if (items.TryGetValue(name, out item!)) return false;
        items.Add(name, item = new ItemReplay(write.Delta.Key, old));
        List<(long Position, Stamp? Stamp)> done = TailJournal.Of(services.Store, write.Table.Number, write.Delta.Key);
        foreach ((long position, Stamp? stamp) in done)
        {
            Delta before = DeltaCodec.Decode(ReadEntry(position).Delta.ToArray());
            if (stamp is { } one) item.Done(before, one);
            else item.Known(before);
        }

        return done.Count == 0;
    }

    private LogEntry ReadEntry(long position)
    {
        byte[] key = new byte[LogEntryCodec.KeyBytes];
        LogEntryCodec.WriteKey(key, position);
        return services.Store.Get(key) is { } entry ? LogEntryCodec.Read(position, entry) : throw new StoreFault(StoreFaultKind.Corrupt, "The log was trimmed before its tail was replayed.");
    }

    private void Commit(List<TailWrite> writes, long position)
    {
        TailWrite[] made = [.. writes.Where(write => write.Made is not null)];
        TailWrite[] changed = [.. made, .. writes.Where(write => write.Made is null && !Equal(write.Planned.StoredBefore, write.Planned.StoredAfter))];
        foreach (TailWrite write in changed) cache.Forget(write.Address);
        int sequences = Math.Max(1, changed.Length);
        services.Commits.Write(sequences, (batch, first) =>
        {
            if (sequences > made.Length) ChangeLog.Pass(batch, first, first + sequences - 1);
            foreach (TailWrite write in writes) TailJournal.Note(batch, write.Table.Number, write.Delta.Key, write.Entry.Sequence, write.Stamp);
            TailJournal.Pass(batch, position);
            Fill(batch, first, made.Length, changed);
        });
        foreach (TailWrite write in changed)
        {
            cache.Pass(write.Address);
            services.Replication.Tell(write.Table, write.Address, write.Planned.DocumentBefore, write.Planned.StoredAfter is null ? null : write.Planned.DocumentAfter);
        }
    }

    private static bool Equal(byte[]? one, byte[]? other) => one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);

    /// <param name="batch">That of the commit.</param>
    /// <param name="first">The sequence of the first.</param>
    /// <param name="made">So many of them have a new write; they come first.</param>
    /// <param name="changed">All items that change.</param>
    private void Fill(WriteBatch batch, long first, int made, TailWrite[] changed)
    {
        long millisecond = services.Time.GetUtcNow().ToUnixTimeMilliseconds();
        DeltaGroup? group = made > 1 ? new DeltaGroup(new UInt128(services.Clock.Replica.Value, (ulong)first), made) : null;
        for (int at = 0; at < changed.Length; at++)
        {
            TailWrite write = changed[at];
            PlannedWrite planned = write.Planned;
            long sequence = first + at;
            services.Locks.Note(write.Address, sequence);
            if (planned.StoredAfter is { } stored) batch.Put(write.Address.StoreKey, stored);
            else batch.Delete(write.Address.StoreKey);
            Remains.Write(batch, write.Address, planned.DocumentBefore, planned.StoredAfter is null ? null : planned.DocumentAfter);
            if (planned.ShowsOther)
            {
                IndexWriter.Write(batch, planned);
                ExpiryWriter.Write(batch, planned);
                services.Figures.Change(planned);
            }

            HistoryWriter.Write(batch, write.Table, write.Address, planned.StoredBefore, millisecond, sequence);
            StreamAppender.Write(batch, planned, millisecond, sequence);
            if (at >= made) continue;
            if (group is { } transaction) TransactionIndex.Write(batch, write.Address, write.Made!.Stamp, transaction.Id, millisecond);
            ChangeLog.Append(batch, sequence, new LogEntry
            {
                Milliseconds = millisecond,
                Table = write.Table.Number,
                TransactionSize = group?.Size ?? 0,
                TransactionPosition = group is null ? 0 : at,
                Delta = DeltaCodec.Encode(group is null ? write.Made! : write.Made!.Under(write.Made.Condition, group)),
            });
        }
    }

    /// <summary>One write of the tail, and what becomes of it.</summary>
    private sealed class TailWrite(LogEntry entry, Delta delta, TableSchema table, ItemAddress address)
    {
        public LogEntry Entry => entry;

        public Delta Delta => delta;

        public TableSchema Table => table;

        public ItemAddress Address => address;

        /// <summary>The bytes as they lie in the store; null if there are none.</summary>
        public byte[]? Stored { get; set; }

        /// <summary>The document as it lies in the store; null if there is none.</summary>
        public Document? Here { get; set; }

        /// <summary>The document that the write is made on.</summary>
        public Document Document { get; set; } = null!;

        public ItemReplay Item { get; set; } = null!;

        /// <summary>Null if the others have it.</summary>
        public Stamp? Stamp { get; set; }

        /// <summary>Null if nothing is left of it, or the others have it.</summary>
        public Delta? Made { get; set; }

        public PlannedWrite Planned { get; set; } = null!;
    }
}
