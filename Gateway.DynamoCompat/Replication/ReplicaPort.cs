using System.Diagnostics.CodeAnalysis;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Items;
using Gateway.DynamoCompat.Scopes;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage.Log;

namespace Gateway.DynamoCompat.Replication;

/// <summary>A PoP's data, as replication reads and changes it. Synchronous, safe for many threads.</summary>
public sealed class ReplicaPort
{
    private readonly DynamoServices services;

    internal ReplicaPort(DynamoServices services) => this.services = services;

    /// <summary>Whose stamps are made here now.</summary>
    public ReplicaId Self => services.Identity.Self;

    /// <summary>All identities that this store has had, the newest last, each with the log sequence behind which its stamps lie.</summary>
    public IReadOnlyList<(ReplicaId Replica, long After)> Identities => services.Identity.Selves;

    /// <summary>False while this machine's clock is known to be far off its peers': writes are refused then, with an error that SDKs try again.</summary>
    public bool TrustsClock
    {
        get => services.Clock.IsTrusted;
        set => services.Clock.IsTrusted = value;
    }

    /// <summary>False while this PoP takes over what the others have: writes of tables are refused then, with an error that SDKs try again.</summary>
    public bool TakesWrites
    {
        get => services.Clock.TakesWrites;
        set => services.Clock.TakesWrites = value;
    }

    /// <summary>This store has taken over all that it follows: tables that came into its scope late are as whole as any other, and take writes.</summary>
    public async Task CompleteTablesAsync()
    {
        foreach (uint number in services.Tables.All.Where(table => table.IsPartial).Select(table => table.Number).ToArray())
        {
            await services.Tables.ChangeAsync(number, (before, _) => before with { IsPartial = false }).ConfigureAwait(false);
        }
    }

    /// <summary>How many merged writes had not seen what they met, since the start. All classes are there, and of tables those that met any.</summary>
    public IReadOnlyList<ConflictCount> Conflicts => services.Replication.Conflicts.All;

    /// <summary>How many documents hold more than what shows, by table, those with the most first. They go when that is stable.</summary>
    /// <param name="max">Counts no further.</param>
    public IReadOnlyList<RemainsCount> CountRemains(int max) => RemainsCounter.Count(services, max);

    /// <summary>True once another PoP takes part.</summary>
    public bool IsReplicated => services.Replication.IsReplicated;

    /// <summary>Raised each time that replication has begun, before its tables are told of. Short; must not throw.</summary>
    public event Action? Began;

    /// <summary>Told of every document that changes while <see cref="IsReplicated"/>; null for nobody. Set it while no write is under way.</summary>
    public IItemObserver? Observer
    {
        get => services.Replication.Observer;
        set => services.Replication.Observer = value;
    }

    /// <summary>Asked before requests touch items that live where they are written; null, as at first, for nobody.</summary>
    public IPartitionGate? Gate
    {
        get => services.Door.Gate;
        set => services.Door.Gate = value;
    }

    /// <summary>What is stable here, as it was set last; survives a restart.</summary>
    public Context StableHere => services.Replication.Here;

    /// <summary>What all members have declared stable, as it was set last; survives a restart.</summary>
    public Context StableEverywhere => services.Replication.Everywhere;

    /// <summary>The tables that are there, in no order.</summary>
    public IEnumerable<ReplicatedTable> Tables => services.Directory.All.Select(ReplicatedTable.Of);

    /// <summary>Switches from alone to member, durably: from here on deleted items leave documents behind until they are stable everywhere.</summary>
    /// <remarks>The tables that are here are told of in the background.</remarks>
    public void BeginReplication()
    {
        services.Replication.Begin(services.Locks);
        Began?.Invoke();
        services.Control.Sharing.Begin();
    }

    /// <summary>Says who takes part: at the start, and whenever that changes. It decides which tables this PoP holds, and which regions are known.</summary>
    /// <param name="self">This PoP's name.</param>
    /// <param name="members">All PoPs, this one too.</param>
    /// <param name="isLive">Whether another PoP was heard of lately; asked at any time, by any thread. Null: all always are.</param>
    public void SetMembers(string self, IReadOnlyList<ClusterMember> members, Func<string, bool>? isLive = null)
    {
        if (!services.Cluster.Set(self, members, isLive ?? (_ => true))) return;
        services.Control.Sharing.Refresh();
        ScopesChanged?.Invoke();
    }

    /// <summary>Raised when a request here has changed a table so that this PoP is to hold items that it does not have: the table takes no writes until they are taken over. Short; must not throw.</summary>
    public event Action? HoldsMore
    {
        add => services.Control.Sharing.HoldsMore += value;
        remove => services.Control.Sharing.HoldsMore -= value;
    }

    /// <summary>Raised when this PoP's own region or groups have changed: it may hold other things now. Short; must not throw.</summary>
    public event Action? ScopesChanged;

    /// <summary>True if this PoP is in a scope, or keeps everything; as long as it does not know who it is, things stay as they are.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="isHere">Whether what has this scope is here.</param>
    public bool Holds(Scope scope, bool isHere) => services.Cluster.Holds(scope, isHere);

    /// <summary>Gives this store a new identity for all further writes, durably; waits for the writes that are under way.</summary>
    /// <returns>The identity, and the log sequence behind which its stamps lie.</returns>
    public (ReplicaId Replica, long After) RenewIdentity() => services.Locks.WithAll(() =>
    {
        long after = services.Commits.AssignedSequence; // no write is under way, so all that were given bear the old stamps
        ReplicaId replica = services.Identity.Renew(after);
        services.Clock.Become(replica);
        return (replica, after);
    });

    /// <summary>This store's log is replayed up to here (<see cref="ReplayTail"/>); 0 if no replay is under way.</summary>
    public long TailPosition => TailJournal.Position(services.Store);

    /// <summary>Whether the replay of a tail has set an item to what the others have.</summary>
    public bool HasBegunTail(uint table, ItemKey key) => services.Tail.HasBegun(table, key);

    /// <summary>Writes anew, under this store's new id, what it wrote under a former one, as far as the others do not have it: one entry of its log, or those of one transaction.</summary>
    /// <param name="unit">In order, from behind <see cref="TailPosition"/> on; entries of other ids and of the system table are passed over.</param>
    /// <param name="others">What the others have of an item, by number of the table and key; null for nothing. Asked for items whose replay has not begun.</param>
    /// <param name="source">About the others.</param>
    public void ReplayTail(IReadOnlyList<LogEntry> unit, Func<uint, ItemKey, Document?> others, TailSource source) => services.Tail.Replay(unit, others, source);

    /// <summary>The replay is over: forgets what was kept for it.</summary>
    public void EndTail()
    {
        bool isDone = false;
        while (!isDone) services.Commits.Write(0, (batch, _) => isDone = TailJournal.Clear(services.Store, batch, 1000));
        services.Tail.Forget();
    }

    /// <summary>Merges what comes from other PoPs; what can be merged is visible when it returns.</summary>
    /// <param name="units">In this order.</param>
    /// <param name="outcomes">One for each unit.</param>
    /// <returns>The sequence to wait for with <see cref="Storage.Commit.CommitLoop.WaitDurableAsync"/>: then all that was applied, or seen before, is durable.</returns>
    /// <exception cref="Storage.StoreFault">The store takes no writes: what was applied before is visible, the rest was not applied.</exception>
    public long Apply(ReadOnlySpan<RemoteUnit> units, Span<RemoteOutcome> outcomes)
    {
        if (!IsReplicated) throw new InvalidOperationException("This PoP is alone: replication must begin first.");
        return services.Applier.Apply(units, outcomes);
    }

    /// <summary>Drops documents of items that live where they are written, with their index entries, as if they had never been here: no stream record, no entry of the log. All of them at once, or none.</summary>
    /// <param name="table">The table's id.</param>
    /// <param name="items">What another PoP has of them: if something else is merged here by now, nothing is dropped.</param>
    /// <param name="isStillSo">Asked under the locks of the items.</param>
    /// <returns>Whether they were dropped.</returns>
    public bool Drop(UInt128 table, IReadOnlyDictionary<ItemKey, Context> items, Func<bool> isStillSo) =>
        services.Directory.TryFind(table, out TableSchema? found) && services.Dropper.Drop(found, items, isStillSo);

    /// <summary>Says what is stable. Only grows.</summary>
    /// <param name="here">What is stable at this store: see <see cref="Pruning"/>.</param>
    /// <param name="everywhere">What every member has declared stable.</param>
    /// <exception cref="ArgumentException">It closes this store's own identity, which must be renewed first.</exception>
    public void SetStable(Context here, Context everywhere)
    {
        if (here[Self] == HlcTime.Max) throw new ArgumentException("This store's own identity is closed: it must be renewed first.", nameof(here));
        services.Clock.Raise(here[Self]);
        services.Replication.SetStable(here, everywhere);
    }

    /// <summary>Looks at documents that hold more than what shows: prunes what is stable, and forgets deleted items that are stable everywhere.</summary>
    /// <param name="max">How many are looked at, at most; the next call goes on where this one ended.</param>
    /// <returns>How many became smaller or were forgotten.</returns>
    public int Sweep(int max) => services.Sweeper.Sweep(max);

    /// <summary>Raises the floor of new stamps to now.</summary>
    /// <returns>All stamps of this replica up to the floor lie at or before the sequence. Wait until that is durable before telling others.</returns>
    public (HlcTime Floor, long Sequence) Beacon()
    {
        HlcTime floor = services.Clock.Raise(HlcTime.At(services.Time.GetUtcNow().ToUnixTimeMilliseconds()));

        // With a sequence of its own: whoever waits for what is returned waits for the mark, too.
        services.Clock.Extend(floor, batch => services.Commits.Write(1, batch, static (target, sequence, mark) =>
        {
            target.Append(mark);
            ChangeLog.Pass(target, sequence, sequence);
        }));
        services.Locks.PassAll(); // who took a stamp below the floor has its sequence now
        return (floor, services.Commits.AssignedSequence);
    }

    /// <summary>An item's document and those of all items that share a transaction with something new in it: joined in one unit they never show half a transaction.</summary>
    /// <param name="table">The table's id.</param>
    /// <param name="key">Which item.</param>
    /// <param name="seen">What the other side has merged for this item.</param>
    /// <returns>The item's own document first; empty if there is none. Wait until <see cref="Sequence"/>, asked afterwards, is durable before sending it.</returns>
    public IReadOnlyList<RemoteChange> Closure(UInt128 table, ItemKey key, Context seen) =>
        services.Directory.TryFind(table, out TableSchema? found) ? new TransactionClosure(services).Of(found, key, seen) : [];

    /// <summary>The last sequence that was given: whatever was read before is durable when this sequence is.</summary>
    public long Sequence => services.Commits.AssignedSequence;

    /// <summary>An item's document, also if it does not show; null if there is none. As for <see cref="Closure"/>, wait before sending it.</summary>
    public Document? Read(UInt128 table, ItemKey key) =>
        services.Directory.TryFind(table, out TableSchema? found) && services.Store.Get(ItemKeys.AddressOf(found, key.Bytes).StoreKey) is { } stored
            ? DocumentCodec.Decode(key, stored, services.Identity.Replicas)
            : null;

    /// <summary>Documents in the order of the store, also those that do not show, as they are when the walk begins.</summary>
    /// <param name="table">The table's id.</param>
    /// <param name="fromHash">The first hash of a partition key.</param>
    /// <param name="toHash">The last one, which is included.</param>
    /// <param name="after">Where to go on: the last key that was read; null for the beginning.</param>
    public IEnumerable<(ItemKey Key, Document Document)> Scan(UInt128 table, uint fromHash, uint toHash, ItemKey? after = null) =>
        services.Directory.TryFind(table, out TableSchema? found) ? DocumentScan.Run(services, found, fromHash, toHash, after) : [];

    /// <summary>A table by the number that log entries name.</summary>
    public bool TryFindTable(uint number, [NotNullWhen(true)] out ReplicatedTable? table)
    {
        table = services.Directory.Find(number) is { } found ? ReplicatedTable.Of(found) : null;
        return table is not null;
    }

    /// <summary>A table by its id.</summary>
    public bool TryFindTable(UInt128 id, [NotNullWhen(true)] out ReplicatedTable? table)
    {
        table = services.Directory.TryFind(id, out TableSchema? found) ? ReplicatedTable.Of(found) : null;
        return table is not null;
    }
}
